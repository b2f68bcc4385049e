"""The public function of a module as its Spec says: signature, imports of its types, docstring."""

from __future__ import annotations

import re
import textwrap

from core.project import Parameter, Spec, SubTask

_SHORT = {"numpy": ("np", "import numpy as np"), "pandas": ("pd", "import pandas as pd")}


def signature(subtask: SubTask, spec: Spec) -> str:
    """``def f(signal: np.ndarray, rate: float) -> np.ndarray:``."""
    given = ", ".join(f"{p.name}: {spelled(p.type)}" for p in spec.inputs)
    return f"def {subtask.function}({given}) -> {returned(spec)}:"


def returned(spec: Spec) -> str:
    """The annotation of what is returned: several outputs are a tuple in their order."""
    types = [spelled(p.type) for p in spec.outputs]
    return types[0] if len(types) == 1 else f"tuple[{', '.join(types)}]" if types else "None"


def spelled(annotation: str) -> str:
    """A type as it stands in code: ``numpy.ndarray`` is ``np.ndarray``, ``pathlib.Path`` is ``Path``."""
    short = re.sub(r"\b(numpy|pandas)\.", lambda m: f"{_SHORT[m[1]][0]}.", annotation)
    return short.replace("pathlib.Path", "Path")


def type_imports(spec: Spec) -> tuple[str, ...]:
    """The import lines that the types of a Spec need."""
    text = " ".join(p.type for p in (*spec.inputs, *spec.outputs))
    roots = dict.fromkeys(re.findall(r"\b([A-Za-z_]\w*)(?:\.\w+)+", text))
    lines = {
        _SHORT[r][1] if r in _SHORT else "from pathlib import Path" if r == "pathlib" else f"import {r}" for r in roots
    }
    return tuple(sorted(lines))


def docstring(spec: Spec) -> str:
    """The Spec as a numpydoc docstring, indented for a function's body."""
    parts = ['"""' + _wrapped(spec.target, "")]
    for title, parameters in (("Parameters", spec.inputs), ("Returns", spec.outputs)):
        if parameters:
            parts.append(f"{title}\n{'-' * len(title)}\n" + "\n".join(_entry(p) for p in parameters))
    return textwrap.indent("\n\n".join(parts) + '\n"""', "    ")


def _entry(parameter: Parameter) -> str:
    facts = [parameter.type, *([f"shape {parameter.shape}"] if parameter.shape else [])]
    facts += [f"in {parameter.unit}"] if parameter.unit else []
    return f"{parameter.name} : {plain(', '.join(facts))}\n{_wrapped(parameter.meaning, '    ')}"


def _wrapped(text: str, indent: str) -> str:
    return textwrap.fill(plain(text), 100, initial_indent=indent, subsequent_indent=indent) or indent + "-"


def plain(text: str) -> str:
    """Text that may stand in a docstring: no quotes or backslashes that would end or escape it."""
    text = "".join(c if c.isprintable() else " " for c in text).replace("\\", "/").replace('"""', "'''")
    return text[:-1] + "'" if text.endswith('"') else text
