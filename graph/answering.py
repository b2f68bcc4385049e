"""A question about the project or the literature, answered out of numbered passages that the answer has to cite."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import StageError
from core.events import Answered, StageStarted
from core.papers import Citation, Hit
from core.project import Project, SubTask
from core.quotes import support
from core.roles import RTSLM
from graph import prompts
from graph.asking import Asker, Emit, Question
from graph.sources import Sources
from graph.state import Deps

STAGE = "answer"
_PASSAGES = 4
_TOKENS = 400
_MARK = re.compile(r"\s*\[(\d{1,2})\]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"'(])")
_NOTHING = "Nothing that answers this was found: neither in the project nor in the ingested papers."
_WEAK = "This model is too small to answer; these are the passages that come nearest."


async def answer(question: str, project: Project | None, deps: Deps, emit: Emit) -> Answered:
    """Answer a question; what a source does not support loses its mark and is named. A weak model only quotes.

    Raises BackendError, BudgetError and LiteratureError.
    """
    emit(StageStarted(stage=STAGE, role=RTSLM.name))
    meant = _meant(question, project)
    hits = await deps.papers.search(_query(question, meant), _PASSAGES)
    if deps.model.abilities.weak:
        return _quoted(hits, meant)
    asker = Asker(deps, emit, STAGE)
    asked = Question(
        RTSLM,
        "answer",
        (prompts.question(question, project, meant),),
        answer=_TOKENS,
        passages=Sources(tuple(hits), quoting=False).shown(),
    )
    try:
        text = await asker.valid(asked, str.strip)
    except StageError as error:
        return Answered(text=f"The model gave no answer: {error.message}", notes=(error.hint,))
    return _checked(text, hits[: asker.shown])


def _meant(question: str, project: Project | None) -> tuple[SubTask, ...]:
    """The sub-tasks that a question names by their number."""
    named = {int(number) for number in re.findall(r"(?:step|task|#)\s*(\d{1,3})", question, re.IGNORECASE)}
    return tuple(subtask for subtask in project or () if subtask.id in named)


def _query(question: str, meant: Sequence[SubTask]) -> str:
    return ". ".join([question, *(f"{subtask.title}. {subtask.description}" for subtask in meant)])


def _quoted(hits: Sequence[Hit], meant: Sequence[SubTask]) -> Answered:
    """What stands in the project and in the papers, word by word."""
    specified = [f"**Sub-task {s.id}, {s.title}**\n\n{s.spec.markdown()}" for s in meant if s.spec]
    citations = tuple(_citation(hit) for hit in hits)
    parts = [*specified, *([_WEAK] if citations else [])]
    return Answered(text="\n\n".join(parts) or _NOTHING, citations=citations)


def _citation(hit: Hit, span: tuple[int, int] | None = None) -> Citation:
    start, end = span or hit.span
    passage = hit.passage
    quote = passage.text[start:end] or passage.text
    return Citation(passage.id, passage.paper, passage.title, passage.page_at(start), quote)


@dataclass(slots=True)
class _Checking:
    """The marks of an answer, sentence by sentence; the citations are numbered anew in the order of their use."""

    hits: Sequence[Hit]
    citations: list[Citation]
    notes: list[str]

    def sentence(self, sentence: str) -> str:
        said = _MARK.sub("", sentence)
        marks = "".join(self._mark(int(number), said) for number in dict.fromkeys(_MARK.findall(sentence)))
        return said + marks

    def _mark(self, number: int, said: str) -> str:
        hit = self.hits[number - 1] if 1 <= number <= len(self.hits) else None
        span = support(said, hit.passage.text) if hit else None
        if hit is None or span is None:
            self.notes.append(f"source {number} does not say: {_line(said)[:100]}")
            return ""
        citation = _citation(hit, span)
        if citation not in self.citations:
            self.citations.append(citation)
        return f" [{self.citations.index(citation) + 1}]"


def _checked(text: str, hits: Sequence[Hit]) -> Answered:
    checking = _Checking(hits, [], [])
    paragraphs = [" ".join(map(checking.sentence, _SENTENCE.split(part))) for part in text.split("\n")]
    return Answered(text="\n".join(paragraphs), citations=tuple(checking.citations), notes=tuple(checking.notes))


def _line(text: str) -> str:
    return " ".join(text.split())
