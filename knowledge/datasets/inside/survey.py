"""Runs in the sandbox: lists the public, documented objects of installed packages as JSON lines.

python survey.py OUTPUT PACKAGE...
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.metadata
import inspect
import io
import json
import pkgutil
import re
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, TextIO

_PRIVATE = frozenset(
    "tests test testing conftest externals setup vendored extern compat benchmarks distutils testutils f2py test_utils "
    "doctests docs estimator_checks versioneer deprecated sandbox contrib libs".split()
)
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
_NAMELESS = re.compile(r"=<[^<>=]*>")
"""A default that has no name of its own, such as ``<object object>``."""
_SHORTEST, _LONGEST = 40, 300


def main(output: Path, packages: list[str]) -> None:
    """Write one line for each package and each of its objects."""
    warnings.simplefilter("ignore")
    with output.open("w", encoding="utf-8") as stream:
        for name in packages:
            _survey(name, stream)


def _survey(name: str, stream: TextIO) -> None:
    tops = [top for top, owners in sorted(importlib.metadata.packages_distributions().items()) if name in owners]
    try:
        meta: Any = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        _tell(stream, package=name, missing=True)
        return
    licences = [line for line in meta.get_all("Classifier") or [] if line.startswith("License ::")]
    licence = meta.get("License-Expression") or ""
    _tell(
        stream,
        package=name,
        version=meta["Version"],
        licence=licence,
        classifiers=licences,
        text=meta.get("License", ""),
    )
    for top in tops:
        if not top.startswith("_") and top not in _PRIVATE:
            for record in _objects(top):
                _tell(stream, **record, package=name)


def _tell(stream: TextIO, **record: Any) -> None:
    stream.write(json.dumps(record) + "\n")


def _objects(top: str) -> Iterator[dict[str, Any]]:
    found: dict[int, tuple[tuple[bool, int, str], Any]] = {}
    for module in _modules(top):
        for name in _public(module):
            # Lazy attributes and optional parts fail in any way when they are looked at.
            with contextlib.suppress(Exception):
                _place(found, module, name, top)
    for (*_, name), thing in sorted(found.values(), key=lambda item: item[0][2]):
        with contextlib.suppress(Exception):
            yield from list(_records(name, thing))


def _modules(top: str) -> Iterator[ModuleType]:
    root = _imported(top)
    if root is None:
        return
    yield root
    for found in pkgutil.walk_packages(getattr(root, "__path__", []), f"{top}.", onerror=lambda _: None):
        parts = found.name.split(".")
        if any(part.startswith("_") or part in _PRIVATE for part in parts):
            continue
        module = _imported(found.name)
        if module is not None and ".. deprecated" not in str(module.__doc__):
            yield module


def _imported(name: str) -> ModuleType | None:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            return importlib.import_module(name)
        except BaseException:  # noqa: BLE001 - optional parts of a package fail in any way
            return None


def _public(module: ModuleType) -> list[str]:
    """Its public names; ``test`` is what packages call the runner of their own tests."""
    names = vars(module).get("__all__") or [name for name in vars(module) if not name.startswith("_")]
    return sorted({name for name in names if isinstance(name, str) and not name.startswith("_") and name != "test"})


def _place(found: dict[int, tuple[tuple[bool, int, str], Any]], module: ModuleType, name: str, top: str) -> None:
    """Keep the best public name of a thing: where it is defined or exported, not merely used, and the shortest of these."""
    thing = getattr(module, name)
    if not _is_ours(thing, top):
        return
    public, home = f"{module.__name__}.{name}", str(getattr(thing, "__module__", ""))
    used = name not in vars(module).get("__all__", ()) and not f"{home}.".startswith(f"{module.__name__}.")
    rank = (used, public.count("."), public)
    if id(thing) not in found or rank < found[id(thing)][0]:
        found[id(thing)] = rank, thing


def _is_ours(thing: Any, top: str) -> bool:
    if isinstance(thing, ModuleType) or not callable(thing):
        return False
    home = getattr(thing, "__module__", None) or getattr(type(thing), "__module__", "")
    return str(home).partition(".")[0] == top


def _records(name: str, thing: Any) -> Iterator[dict[str, Any]]:
    kind = "class" if inspect.isclass(thing) else "function"
    record = _record(name, kind, thing, getattr(thing, "__doc__", None))
    if record:
        yield record
    if inspect.isclass(thing):
        yield from _methods(name, thing)


def _methods(name: str, owner: type) -> Iterator[dict[str, Any]]:
    for key, raw in sorted(vars(owner).items()):
        thing = raw.__func__ if isinstance(raw, staticmethod | classmethod) else raw
        if key.startswith("_") or not callable(thing) or inspect.isclass(thing):
            continue
        record = _record(f"{name}.{key}", "method", thing, getattr(thing, "__doc__", None))
        if record:
            yield record


def _record(name: str, kind: str, thing: Any, doc: str | None) -> dict[str, Any] | None:
    if not isinstance(doc, str) or len(doc.strip()) < _SHORTEST:
        return None
    inner = inspect.unwrap(thing) if callable(thing) else thing
    return {
        "name": name,
        "kind": kind,
        "doc": _ADDRESS.sub("", inspect.cleandoc(doc)),
        "signature": _signature(thing) or _written(name, doc),
        "module": getattr(inner, "__module__", "") or "",
        "qualname": getattr(inner, "__qualname__", "") or "",
        "file": _file(inner),
    }


def _signature(thing: Any) -> str:
    """Its signature, without annotations where these are longer than anyone would write them."""
    try:
        found = inspect.signature(thing)
    except (TypeError, ValueError):
        return ""
    text = str(found)
    if "._" in text or len(text) > _LONGEST:
        bare = [parameter.replace(annotation=parameter.empty) for parameter in found.parameters.values()]
        text = str(found.replace(parameters=bare, return_annotation=found.empty))
    return _NAMELESS.sub("=...", _ADDRESS.sub("", text))


def _written(name: str, doc: str) -> str:
    """The signature in the first line of a documentation, where compiled code has no other."""
    found = re.match(rf"\s*(?:[\w.]+\.)?{re.escape(name.rpartition('.')[2])}(\([^\n]*\))\s*(?:->[^\n]*)?(?:\n|$)", doc)
    return found[1] if found and len(found[1]) <= _LONGEST else ""


def _file(thing: Any) -> str:
    try:
        return inspect.getsourcefile(thing) or ""
    except TypeError:
        return ""


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
