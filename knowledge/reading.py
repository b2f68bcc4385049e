"""Methods read from their files: what the docstring says is the specification; no module is imported for it."""

from __future__ import annotations

import ast
import functools
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import docstring_parser
from docstring_parser import Docstring, DocstringStyle

from core.contracts import normal_type
from core.errors import KnowledgeError
from core.knowledge import Method
from core.project import Parameter, Spec

METHODS = Path(__file__).with_name("methods")
_FACTS = re.compile(r"(?P<type>.+?)(?:, shape (?P<shape>\(.*?\)))?(?:, in (?P<unit>.+))?$", re.DOTALL)


@functools.cache
def methods(folder: Path = METHODS) -> Mapping[str, Method]:
    """Every method of the library by its name ``family.function``; raises KnowledgeError naming a damaged one."""
    return {method.name: method for path in sorted(folder.glob("*/*.py")) for method in [read_method(path)]}


def read_method(path: Path) -> Method:
    """The method in a file; raises KnowledgeError with what it lacks."""
    try:
        code = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(str(path), error) from error
    return method_of(f"{path.parent.name}.{path.stem}", code, str(path))


def method_of(name: str, code: str, place: str = "") -> Method:
    """The method ``family.function`` in the text of a module; raises KnowledgeError naming its place and what it lacks."""
    try:
        return _method(name, code, ast.parse(code))
    except (SyntaxError, ValueError) as error:
        raise _unreadable(place or name, error) from error


def _unreadable(place: str, error: Exception) -> KnowledgeError:
    return KnowledgeError(f"The method {place} cannot be read: {error}.", "See docs/methods.md.")


def _method(name: str, code: str, tree: ast.Module) -> Method:
    function = _public(tree, name.partition(".")[2])
    parsed = docstring_parser.parse(ast.get_docstring(function) or "", DocstringStyle.NUMPYDOC)
    notes = _section(parsed, "notes")
    return Method(
        name=name,
        title=(ast.get_docstring(tree) or "").partition("\n")[0].rstrip("."),
        spec=_spec(parsed, function),
        settings=_defaults(function),
        code=code,
        cost=_found(r"(Time: .+?Memory: .+?\.)(?:\s|$)", notes),
        reference=_line(_section(parsed, "references")),
        keywords=tuple(word.strip() for word in _found(r"Keywords: (.+?)\.(?:\s|$)", notes).split(",") if word.strip()),
        examples=_examples(ast.get_docstring(function) or ""),
        imports=_third_party(tree),
        reads_files="Reads files." in notes,
        plain="Plain NumPy." in notes,
    )


def _public(tree: ast.Module, name: str) -> ast.FunctionDef:
    public = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and not n.name.startswith("_")]
    if [node.name for node in public] != [name] or not isinstance(public[0], ast.FunctionDef):
        raise ValueError(f"its one public function must be {name}")
    return public[0]


def _spec(parsed: Docstring, function: ast.FunctionDef) -> Spec:
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    documented = {item.arg_name: item for item in parsed.params if item.args[0] == "param"}
    if [a.arg for a in arguments] != list(documented):
        raise ValueError(f"the documented parameters are {', '.join(documented)}")
    inputs = tuple(_parameter(a.arg, documented[a.arg].type_name, documented[a.arg].description) for a in arguments)
    outputs = tuple(_parameter(r.return_name, r.type_name, r.description) for r in parsed.many_returns)
    if not parsed.short_description or not outputs:
        raise ValueError("it needs a target and named outputs")
    return Spec(_line(parsed.description or ""), inputs, outputs)


def _parameter(name: str | None, facts: str | None, meaning: str | None) -> Parameter:
    found = _FACTS.match(facts or "")
    kind = normal_type(found["type"]) if found else None
    if not name or not found or kind is None or not meaning:
        raise ValueError(f"{name or 'an output'} needs a name, a type and a meaning")
    return Parameter(name, kind, _line(meaning), found["shape"] or "", found["unit"] or "")


def _defaults(function: ast.FunctionDef) -> dict[str, str]:
    positional = [*function.args.posonlyargs, *function.args.args]
    defaults = function.args.defaults
    with_default = zip(positional[len(positional) - len(defaults) :], defaults, strict=True)
    named = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
    return {a.arg: ast.unparse(d) for a, d in (*with_default, *named) if d is not None}


def _section(parsed: Docstring, title: str) -> str:
    return "\n".join(m.description or "" for m in parsed.meta if m.args and m.args[0] == title)


def _examples(docstring: str) -> str:
    _, _, text = docstring.partition("\nExamples\n--------\n")
    return text.strip("\n")


def _third_party(tree: ast.Module) -> tuple[str, ...]:
    imported = [n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)]
    names = {a.name for n in imported if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module for n in imported if isinstance(n, ast.ImportFrom) and n.module}
    return tuple(sorted({name.partition(".")[0] for name in names} - set(sys.stdlib_module_names)))


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text, re.DOTALL)
    return _line(found[1]) if found else ""


def _line(text: str) -> str:
    return " ".join(text.split())
