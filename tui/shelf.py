"""Methods and plans of the library as they are shown: rows of a list, and the whole of one as Markdown."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from textual.content import Content
from textual.widgets.option_list import Option

from core.knowledge import Method, Near, Plan, Step
from tui.rows import Cell, Row

Item = Method | Plan
Found = Near[Method] | Near[Plan]

_SCORE = 4
_NAME = 30
_WIDE = 52


def all_rows(items: Sequence[Item]) -> Iterator[Option]:
    """Every item, methods below the name of their family."""
    for family, group in itertools.groupby(items, lambda item: item.family if isinstance(item, Method) else ""):
        if family:
            yield Option(Content.styled(family, "bold underline"), disabled=True)
        for item in group:
            name = item.function if isinstance(item, Method) else item.name
            yield Option(Row((Cell(name, _NAME), Cell(item.title, style="dim", least=_WIDE))), id=item.name)


def near_rows(found: Sequence[Found]) -> Iterator[Option]:
    """What is near to some words, the best first, with its score."""
    for near in found:
        cells = (
            Cell(f"{near.score:.2f}", _SCORE, right=True),
            Cell(near.item.name, _NAME),
            Cell(near.item.title, style="dim", least=_WIDE),
        )
        yield Option(Row(cells), id=near.item.name)


def whole(item: Item) -> str:
    """All that there is to say of it, as Markdown."""
    return _method(item) if isinstance(item, Method) else _plan(item)


def _method(method: Method) -> str:
    facts = [
        f"`{method.name}`",
        "reads files" if method.reads_files else "",
        "plain NumPy: suits a small board" if method.plain else "",
    ]
    parts = [
        f"## {method.title}",
        " · ".join(filter(None, facts)),
        # A line of its own for each heading, as the specification's text has none between heading and target.
        method.spec.markdown().replace("**\n", "**\n\n"),
        _titled("Settings", "\n".join(f"- `{name}` = `{value}`" for name, value in method.settings.items())),
        _titled("Cost", method.cost),
        _titled("Source", method.reference),
        _titled("Keywords", ", ".join(method.keywords)),
        f"```python\n{method.code.rstrip()}\n```",
    ]
    return "\n\n".join(filter(None, parts))


def _plan(plan: Plan) -> str:
    tags = [", ".join(some) for some in (plan.modality, plan.representation, plan.resource) if some]
    parts = [
        f"## {plan.title}",
        " · ".join([f"`{plan.name}`", *tags]),
        plan.problem.statement,
        _titled("Code Input", _list(plan.problem.code_input)),
        _titled(
            "Code Output Format", f"```text\n{plan.problem.output_format}\n```" if plan.problem.output_format else ""
        ),
        _titled("Remarks", _list(plan.problem.remarks)),
        _titled("Sub-tasks", "\n".join(_step(number, step) for number, step in enumerate(plan.steps, 1))),
        _titled("Sample data", f"`gpiot plans sample {plan.name} FOLDER`"),
    ]
    return "\n\n".join(filter(None, parts))


def _step(number: int, step: Step) -> str:
    each = ", once for every recording" if step.each else ""
    fed = ", ".join(f"`{name}` from `{source}`" for name, source in step.feed.items())
    values = ", ".join(f"`{name}` = `{value}`" for name, value in step.settings.items())
    facts = "; ".join(filter(None, [f"fed with {fed}" if fed else "", f"set to {values}" if values else ""]))
    more = f" *{facts[0].upper()}{facts[1:]}.*" if facts else ""
    return f"{number}. **{step.title}** (`{step.method}`{each}): {step.description}{more}"


def _titled(title: str, text: str) -> str:
    return f"**{title}**\n\n{text}" if text else ""


def _list(items: Sequence[str]) -> str:
    return "\n".join(f"- {item}" for item in items)
