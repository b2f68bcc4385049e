"""``main.py``: takes the Code Input as its arguments, calls the functions in dependency order, prints the Code Output Format."""

from __future__ import annotations

from core.contracts import arguments, gaps
from core.demands import all_outputs
from core.order import dependency_order, edges
from core.output_format import KEY, Field, bind, each, parse
from core.project import Project, Source, SubTask, SubTaskState
from graph.signatures import plain

_READ = {"int": "int", "float": "float", "str": "str", "pathlib.Path": "Path"}

_SHOWING = '''
def shown(value: object, style: str, digits: int) -> str:
    """One value as the output format writes it; a percentage is a fraction of one or given in percent."""
    if style == "text" or not isinstance(value, Real):
        return str(value)
    if style == "percent":
        return f"{value * 100 if 0 <= value <= 1 else value:.{digits}f}%"
    return f"{value:.{digits}f}"


def rows(values: dict[str, object]) -> list[dict[str, object]]:
    """One row to print; one a key where results are mappings (of a value a record, say)."""
    mappings = [value for value in values.values() if isinstance(value, dict)]
    keys = list(mappings[0]) if mappings else [""]
    return [
        {"key": key, **{n: v.get(key, "") if isinstance(v, dict) else v for n, v in values.items()}} for key in keys
    ]


def report(values: dict[str, object]) -> None:
    """Print the results in the output format, once for each row."""
    for row in rows(values):
        for line in OUTPUT:
            print("".join(p if isinstance(p, str) else shown(row.get(p[0], ""), p[1], p[2]) for p in line))
'''

# Where lines of single values stand around those of mappings.
_SHOWING_APART = (
    _SHOWING.partition("def report")[0]
    + '''def report(values: dict[str, object]) -> None:
    """Print the results in the output format, the lines of EACH once for each row."""
    for lines, repeated in ((BEFORE, [values]), (EACH, rows(values)), (AFTER, [values])):
        for row in repeated:
            for line in lines:
                print("".join(p if isinstance(p, str) else shown(row.get(p[0], ""), p[1], p[2]) for p in line))
'''
)

_PLAIN_REPORT = '''
def report(values: dict[str, object]) -> None:
    """Print each result with its name: the problem states no output format."""
    for name, value in values.items():
        print(f"{name}: {value}")
'''


def main_module(project: Project) -> str:
    """The text of ``main.py``; with a failed sub-task it says so and ends with status 1."""
    subtasks = [project.subtasks[number] for number in dependency_order(edges(project))]
    failed = [subtask for subtask in subtasks if subtask.program is None]
    outputs = all_outputs(subtasks)
    lines = bind(parse(project.problem.output_format), outputs)
    wanted = _wanted(lines, subtasks)
    body = _failing(failed) if failed else _calls(subtasks, wanted)
    formatted = any(isinstance(piece, str) and piece for line in lines for piece in line)
    output = _formatted(lines, each(lines, outputs)) if lines and formatted else _PLAIN_REPORT
    return (
        "\n\n".join(
            [
                _head(project),
                _parser(project, subtasks),
                body,
                output.strip("\n") + "\n",
                'if __name__ == "__main__":\n    report(run(arguments()))',
            ]
        ).replace("\n\n\n\n", "\n\n\n")
        + "\n"
    )


def _head(project: Project) -> str:
    title = plain(project.problem.title).replace('"', "'")
    origin = "Assembled by gpiot, not written by a model; every module that it imports says where it comes from."
    standard = (
        "import argparse\nimport ast\nfrom numbers import Real  # noqa: F401\nfrom pathlib import Path  # noqa: F401"
    )
    return f'"""{title}\n\n{origin}\n"""\n\nfrom __future__ import annotations\n\n{standard}'


def _parser(project: Project, subtasks: list[SubTask]) -> str:
    lines = [
        f"    parser.add_argument({argument.name!r}, type={_reader(argument.type)}, help={_help(argument.meaning)})"
        for argument in arguments(project.problem)
    ]
    lines += [
        f"    parser.add_argument('--{name}', required=True, type={_reader(kind)}, help={_help(meaning)})"
        for name, (kind, meaning) in _asked(subtasks).items()
    ]
    return (
        "\ndef literal(text: str) -> object:\n"
        '    """A Python literal, or the text itself."""\n'
        "    try:\n        return ast.literal_eval(text)\n    except (ValueError, SyntaxError):\n        return text\n\n\n"
        "def arguments(argv: list[str] | None = None) -> argparse.Namespace:\n"
        '    """The program\'s input."""\n'
        f"    parser = argparse.ArgumentParser(description={_help(project.problem.title)})\n"
        + "".join(line + "\n" for line in lines)
        + "    return parser.parse_args(argv)\n"
    )


def _asked(subtasks: list[SubTask]) -> dict[str, tuple[str, str]]:
    """Inputs that no sub-task and no Code Input provides, with type and meaning."""
    found: dict[str, tuple[str, str]] = {}
    for subtask in subtasks:
        for parameter in subtask.spec.inputs if subtask.spec else ():
            if parameter.name in gaps(subtask):
                meaning = f"{parameter.meaning} (for {subtask.function}; nothing in the plan provides it)"
                found.setdefault(parameter.name, (parameter.type, meaning))
    return found


def _calls(subtasks: list[SubTask], wanted: dict[str, str]) -> str:
    # Imported here, so that --help works before the requirements are installed.
    lines = [f"from {subtask.module} import {subtask.function}" for subtask in subtasks]
    lines += ["", *(line for subtask in subtasks for line in _call(subtask))]
    results = ", ".join(f"{name!r}: {variable}" for name, variable in wanted.items())
    return (
        "\ndef run(given: argparse.Namespace) -> dict[str, object]:\n"
        '    """Call every sub-task in dependency order."""\n'
        + "".join(f"    {line}".rstrip() + "\n" for line in lines)
        + f"    return {{{results}}}\n"
    )


def _call(subtask: SubTask) -> list[str]:
    spec = subtask.spec
    if spec is None:
        return []
    given = ", ".join(f"{p.name}={_value(subtask.sources[p.name])}" for p in spec.inputs)
    names = ", ".join(_variable(subtask.id, p.name) for p in spec.outputs)
    return [f"{names + ' = ' if names else ''}{subtask.function}({given})"]


def _value(source: Source) -> str:
    if source.kind == "subtask":
        return _variable(source.subtask, source.name)
    return source.name if source.kind == "value" else f"given.{source.name}"


def _variable(subtask: int, output: str) -> str:
    return f"{output}_{subtask}"


def _failing(failed: list[SubTask]) -> str:
    names = ", ".join(f"{subtask.id} ({subtask.title})" for subtask in failed)
    state = "failed" if all(s.state is SubTaskState.FAILED for s in failed) else "are not written"
    return (
        "\ndef run(given: argparse.Namespace) -> dict[str, object]:\n"
        '    """Not complete: some sub-tasks have no program."""\n'
        f"    raise SystemExit({f'This program is not complete: sub-tasks {names} {state}.'!r})\n"
    )


def _wanted(lines: tuple[tuple[str | Field, ...], ...], subtasks: list[SubTask]) -> dict[str, str]:
    """The results to report: those that the format names, or all outputs that no sub-task takes."""
    fields = [piece for line in lines for piece in line if isinstance(piece, Field) and piece.subtask]
    if lines:
        return {_variable(f.subtask, f.output): _variable(f.subtask, f.output) for f in fields}
    taken = {(s.subtask, s.name) for subtask in subtasks for s in subtask.sources.values()}
    free = [(n, p) for n, p in all_outputs(subtasks) if (n, p.name) not in taken]
    return {_variable(n, p.name): _variable(n, p.name) for n, p in free}


def _formatted(lines: tuple[tuple[str | Field, ...], ...], repeated: slice) -> str:
    """The lines of the format and the functions that print them."""
    about = "# The lines of the output format: literal text, or the name, style and decimal places of a value.\n"
    if repeated == slice(0, len(lines)):
        return f"{about}{_lines('OUTPUT', lines)}\n\n{_SHOWING}"
    parts = {"BEFORE": lines[: repeated.start], "EACH": lines[repeated], "AFTER": lines[repeated.stop :]}
    return f"{about}{''.join(_lines(name, part) for name, part in parts.items())}\n\n{_SHOWING_APART}"


def _lines(name: str, lines: tuple[tuple[str | Field, ...], ...]) -> str:
    rendered = "".join(f"    ({''.join(_piece(piece) + ', ' for piece in line)}),\n" for line in lines)
    return f"{name} = (\n{rendered})\n"


def _piece(piece: str | Field) -> str:
    if isinstance(piece, str):
        return repr(piece)
    name = _variable(piece.subtask, piece.output) if piece.subtask else piece.output or f"no result for {piece.label}"
    return repr((KEY if piece.output == KEY else name, piece.style, piece.digits))


def _reader(kind: str) -> str:
    return _READ.get(kind, "literal")


def _help(text: str) -> str:
    return repr(text.replace("%", "%%"))
