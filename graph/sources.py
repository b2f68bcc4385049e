"""Numbered sources of one sub-task: passages quoted to the model, and what its fields cite of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.events import CitationDropped, Cited, Event
from core.papers import Citation, Hit
from core.project import Parameter, Spec
from core.quotes import find, support

Named = tuple[int, str]
"""A source as a model names it: its number, 0 for none, and what it quotes, empty for nothing."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Passages in the order in which they are numbered.

    quoting: the model is asked for the words that it cites; a weak one only for the number
    """

    hits: tuple[Hit, ...]
    quoting: bool

    def shown(self) -> tuple[str, ...]:
        """Each passage as it is quoted in a prompt, with paper and page."""
        return tuple(f"{h.passage.title}, page {h.passage.page}: {h.passage.text}" for h in self.hits)

    def fields(self) -> dict[str, Any]:
        """The properties by which an answer names its source, none without sources."""
        if not self.hits:
            return {}
        # A weak model names none whenever it may: it has to name one, and whether that speaks of the field is checked.
        numbers = [*range(0 if self.quoting else 1, len(self.hits) + 1)]
        number = {"source": {"type": "integer", "enum": numbers}}
        return {**number, "quote": {"type": "string", "maxLength": 200}} if self.quoting else number

    def shape(self) -> str:
        """The same for the example of a prompt."""
        if not self.hits:
            return ""
        return ',"source":1,"quote":"..."' if self.quoting else ',"source":1'

    def citation(self, named: Named, statement: str) -> Citation | str:
        """The checked citation of a statement, or the reason why there is none."""
        number, quote = named
        if not 1 <= number <= len(self.hits):
            return f"source {number} was not shown"
        passage = self.hits[number - 1].passage
        span = find(quote, passage.text) if quote else support(statement, passage.text)
        if span is None:
            what = f"'{quote}' does not stand" if quote else "nothing that speaks of it stands"
            return f"{what} in source {number} ({passage.title}, page {passage.page})"
        page = passage.page_at(span[0])
        return Citation(passage.id, passage.paper, passage.title, page, passage.text[span[0] : span[1]])


def named_source(item: Any) -> Named:
    """The source that a JSON object names; anything odd names none."""
    match item:
        case {"source": int(number), **rest} if number > 0:
            quote = rest.get("quote", "")
            return number, quote.strip() if isinstance(quote, str) else ""
    return 0, ""


Listed = Sequence[tuple[Parameter, Named]]
Emit = Callable[[Event], None]


def cite(
    sources: Sources, target: tuple[str, Named], inputs: Listed, outputs: Listed, emit: Emit, about: str = ""
) -> Spec:
    """The Spec with every citation that holds; each one, and each that was dropped, is emitted.

    about: what the sub-task is, in the plan's words; a source of the target may speak of that
    """

    def checked(field: str, named: Named, statement: str) -> Citation | None:
        found = sources.citation(named, statement) if named[0] else None
        if isinstance(found, str):
            emit(CitationDropped(field=field, reason=found))
        elif found:
            emit(Cited(field=field, citation=found))
        return None if isinstance(found, str) else found

    def parameters(side: str, listed: Listed) -> tuple[Parameter, ...]:
        return tuple(
            replace(p, citation=checked(f"{side} {p.name}", named, f"{p.name} {p.meaning}")) for p, named in listed
        )

    first = checked("target", target[1], f"{target[0]} {about}")
    return Spec(target[0], parameters("input", inputs), parameters("output", outputs), (first,) if first else ())
