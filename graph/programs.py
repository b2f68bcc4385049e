"""A module out of CGSLM's answer: exactly one public function whose signature is the Spec's, and it compiles."""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import dataclass

from core.project import Program, Spec, SubTask
from graph.asking import InvalidError
from graph.signatures import docstring, plain, signature, type_imports

_FENCE = re.compile(r"```(?:python|py)?[ \t]*\n(.*?)(?:\n```|\Z)", re.DOTALL | re.IGNORECASE)
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Parts:
    """What is kept of an answer: imports, what stands before the function, the lines of its body, and the words after it."""

    imports: tuple[str, ...]
    helpers: str
    body: str
    notes: str


def read_program(answer: str, subtask: SubTask, spec: Spec, model: str) -> Program:
    """The module of an answer; raises InvalidError with the compiler's words, or what the function lacks."""
    parts = _parts(answer, subtask, spec)
    code = _module(parts, subtask, spec, model)
    tree = _compiled(code)
    _check(tree, subtask, spec)
    return Program(code, documentation(subtask, spec, model, parts.notes), third_party(tree), model)


def prefix(subtask: SubTask, spec: Spec) -> str:
    """The beginning of the answer for models that continue one: imports, signature, docstring and a first comment.

    The comment is left open: a small model that meets a finished docstring takes the function for finished.
    """
    imports = "".join(f"{line}\n" for line in type_imports(spec))
    gap = "\n\n" if imports else ""
    return f"```python\n{imports}{gap}{signature(subtask, spec)}\n{docstring(spec)}\n    # "


def third_party(tree: ast.Module) -> tuple[str, ...]:
    """The top-level names of imported modules outside the standard library."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return tuple(sorted(names - set(sys.stdlib_module_names)))


def documentation(subtask: SubTask, spec: Spec, model: str, notes: str) -> str:
    """The module's documentation: what the Spec says, then what the model wrote about its code."""
    said = f"\n\n**Notes by {model}**\n\n{notes}" if notes else ""
    return f"`{signature(subtask, spec).removesuffix(':')}`\n\n{spec.markdown()}{said}"


def _parts(answer: str, subtask: SubTask, spec: Spec) -> Parts:
    source, notes = _fenced(answer)
    tree = _compiled(source)
    function = _public(tree, subtask)
    names = [arg.arg for arg in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
    if names != [p.name for p in spec.inputs]:
        raise InvalidError(f"the parameters are ({', '.join(names)}); the signature must be {signature(subtask, spec)}")
    lines = source.split("\n")
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    imports = [ast.unparse(n) for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)]
    kept = [_text(lines, node) for node in tree.body if node is not function and _is_helper(node, used)]
    return Parts(tuple(imports), "\n\n\n".join(kept), _body(lines, function), notes)


def _fenced(answer: str) -> tuple[str, str]:
    """The code block that defines functions and the text after it; without a fence all of it is code."""
    blocks = list(_FENCE.finditer(answer))
    if not blocks:
        return answer.strip("\n"), ""
    block = next((b for b in blocks if re.search(r"^def ", b[1], re.MULTILINE)), blocks[0])
    return block[1], _FENCE.sub("", answer[block.end() :]).strip().removeprefix("```").strip()


def _compiled(source: str) -> ast.Module:
    try:
        tree = ast.parse(source)
        compile(source, "<module>", "exec", dont_inherit=True)
    except SyntaxError as error:
        raise InvalidError(f"line {error.lineno}: {error.msg}: {(error.text or '').strip()}") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise InvalidError(f"the code does not compile: {error}") from error
    return tree


def _public(tree: ast.Module, subtask: SubTask) -> _Function:
    found = [node for node in tree.body if isinstance(node, _Function)]
    named = [node for node in found if node.name == subtask.function]
    public = named or [node for node in found if not node.name.startswith("_")]
    if not public:
        raise InvalidError(f"there is no function {subtask.function}")
    if len(public) > 1 and not named:
        raise InvalidError(f"there are {len(public)} public functions; helpers begin with an underscore")
    if isinstance(public[0], ast.AsyncFunctionDef):
        raise InvalidError("the function must not be async")
    return public[0]


def _is_helper(node: ast.stmt, used: set[str]) -> bool:
    """Constants, classes and functions that the code uses stay; example calls, prints and imports do not."""
    if isinstance(node, _Function | ast.ClassDef):
        return node.name in used
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    names = [name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]
    return any(name in used and name.isupper() for name in names)


def _body(lines: list[str], function: _Function) -> str:
    """The statements of a function with their comments, without its docstring."""
    statements = function.body
    if ast.get_docstring(function) is not None:
        statements = statements[1:]
    if not statements:
        raise InvalidError("the function has no statements")
    before = function.body[0].end_lineno if statements is not function.body else _header_end(function)
    return "\n".join(lines[before or 0 : function.end_lineno]).strip("\n")


def _header_end(function: _Function) -> int:
    """The last line of the signature: comments may stand between it and the first statement."""
    ends = [function.lineno, *(a.end_lineno or 0 for a in ast.walk(function.args) if isinstance(a, ast.arg | ast.expr))]
    return max([*ends, (function.returns.end_lineno or 0) if function.returns else 0])


def _text(lines: list[str], node: ast.stmt) -> str:
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
    return "\n".join(lines[first - 1 : node.end_lineno])


def _module(parts: Parts, subtask: SubTask, spec: Spec, model: str) -> str:
    imports = dict.fromkeys([*type_imports(spec), *(i for i in parts.imports if "__future__" not in i)])
    head = f'"""{_title(subtask)}\n\nWritten by {plain(model)}.\n"""\n\nfrom __future__ import annotations'
    sections = [head + ("\n\n" + "\n".join(imports) if imports else "")]
    sections += [parts.helpers] if parts.helpers else []
    sections.append(f"{signature(subtask, spec)}\n{docstring(spec)}\n{parts.body}")
    return "\n\n\n".join(sections) + "\n"


def _title(subtask: SubTask) -> str:
    text = plain(subtask.title).replace('"', "'").rstrip(". ")
    return f"Sub-task {subtask.id}: {text}."


def _check(tree: ast.Module, subtask: SubTask, spec: Spec) -> None:
    public = [n.name for n in tree.body if isinstance(n, _Function | ast.ClassDef) and not n.name.startswith("_")]
    if public != [subtask.function]:
        raise InvalidError(f"the module offers {', '.join(public)}; helpers begin with an underscore")
    function = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == subtask.function)
    returns = [n for n in ast.walk(function) if isinstance(n, ast.Return) and n.value is not None]
    if spec.outputs and not returns:
        raise InvalidError(f"nothing is returned; return {', '.join(p.name for p in spec.outputs)}")
    tuples = [n.value for n in returns if isinstance(n.value, ast.Tuple)]
    if len(spec.outputs) > 1 and (wrong := [t for t in tuples if len(t.elts) != len(spec.outputs)]):
        raise InvalidError(f"{len(wrong[0].elts)} values are returned; the specification has {len(spec.outputs)}")
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            raise InvalidError("a module of its own must not use relative imports")
