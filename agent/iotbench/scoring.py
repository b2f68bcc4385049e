"""The table of a run: what was answered, held against the references."""

from __future__ import annotations

import importlib.util
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from agent.iotbench.findings import lint, security
from agent.iotbench.kept import Answered, Kept, verdict_key
from agent.iotbench.options import Options
from agent.iotbench.similarity import Embed, Vectors, code_embed, vectors
from core.ports import Embedder
from knowledge.iotbench.scores import coverage, is_well_formed, mean_pass_at_k, specialised_share
from knowledge.iotbench.tasks import CodeTask, Decomposition

COVERED = 0.45
"""How alike a step is to the one of the reference that it covers; see docs/iotbench.md for how it was found."""
_FIVE = 5


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores what is kept; ``embedder`` is that of the settings, None where words alone are searched."""

    options: Options
    kept: Kept
    embedder: Embedder | None

    async def table(self) -> dict[str, Any]:
        """Figures by stage; None where a figure cannot be had here."""
        wanted = set(self.options.asked)
        plans, programs = ([a for key, a in sorted(self.kept.answers.items()) if key in wanted and key[0] == stage]
                           for stage in ("td", "cg"))  # fmt: skip
        table: dict[str, Any] = {}
        if plans:
            table["td"] = _shared(plans) | await self._plans(plans)
        if programs:
            table["cg"] = _shared(programs) | await self._programs(programs)
        return table

    async def _plans(self, answers: Sequence[Answered]) -> dict[str, Any]:
        tasks = {task.name: task for task in self.options.plans}
        asked = [answer for answer in answers if answer.calls]
        named = (self.embedder.name, self.embedder.embed) if self.embedder else None
        complete = await _completeness(answers, tasks, named)
        return {
            **_bleu(["\n".join(a.steps) for a in answers], ["\n".join(_reference(tasks[a.task])) for a in answers]),
            "format_correct": _mean([float(is_well_formed(answer.text)) for answer in asked]),
            "subtask_completeness": complete,
            "completeness_by": f"{named[0]}, cosine >= {COVERED}" if named else None,
            "subtasks": _mean([float(len(answer.steps)) for answer in answers]),
        }

    async def _programs(self, answers: Sequence[Answered]) -> dict[str, Any]:
        tasks = {task.name: task for task in self.options.functions}
        right: dict[str, list[bool]] = defaultdict(list)
        for answer in answers:
            right[answer.task].append(self._passes(answer, tasks[answer.task]))
        counts = [(len(found), sum(found)) for found in right.values()]
        code = [answer.code for answer in answers if answer.code]
        named = await code_embed(self.options.encoder, self.embedder)
        patterns = [(answer.code, tasks[answer.task].specialised) for answer in answers]
        return {
            "pass@1": _rounded(mean_pass_at_k(counts, 1)),
            "pass@5": _rounded(mean_pass_at_k(counts, _FIVE)) if min(n for n, _ in counts) >= _FIVE else None,
            "code_similarity": await _similarity(answers, tasks, named),
            "similarity_by": named[0] if named else None,
            "specialised_share": _rounded(specialised_share(patterns)) if any(p for _, p in patterns) else None,
            "lint_per_program": _mean(await lint(code)),
            "security_per_program": _mean(await security(code)),
        }

    def _passes(self, answer: Answered, task: CodeTask) -> bool:
        return bool(answer.code) and self.kept.verdicts[verdict_key(answer, task)] == ""


def _shared(answers: Sequence[Answered]) -> dict[str, Any]:
    return {
        "tasks": len({answer.task for answer in answers}),
        "answers": len(answers),
        "nothing_came": sum(bool(answer.failed) for answer in answers),
        "from_library": sum(answer.origin.startswith("library: ") for answer in answers),
        "asked_again": sum(answer.calls > 1 for answer in answers),
        "tokens_per_answer": _mean([float(answer.tokens) for answer in answers]),
    }


def _bleu(answers: Sequence[str], references: Sequence[str]) -> dict[str, Any]:
    """Corpus BLEU over all answers, an empty one for each that failed."""
    if importlib.util.find_spec("sacrebleu") is None:
        return {"bleu": None, "bleu_by": None}
    from sacrebleu.metrics.bleu import BLEU

    metric = BLEU()
    score = metric.corpus_score(list(answers), [list(references)]).score
    return {"bleu": round(score, 2), "bleu_by": str(metric.get_signature())}


async def _completeness(
    answers: Sequence[Answered], tasks: dict[str, Decomposition], named: tuple[str, Embed] | None
) -> float | None:
    if named is None:
        return None
    references = {name: _reference(task) for name, task in tasks.items()}
    texts = [step for steps in (*references.values(), *(answer.steps for answer in answers)) for step in steps]
    made = await vectors(*named, texts)
    return _mean([coverage(made.table(references[answer.task], answer.steps), COVERED) for answer in answers])


async def _similarity(
    answers: Sequence[Answered], tasks: dict[str, CodeTask], named: tuple[str, Embed] | None
) -> float | None:
    """The mean cosine to the right program; 0 where no program came."""
    if named is None:
        return None
    texts = [text for answer in answers for text in (answer.code, tasks[answer.task].right) if text]
    made: Vectors = await vectors(*named, texts)
    return _mean([made.alike(a.code, tasks[a.task].right) if a.code else 0.0 for a in answers])


def _reference(task: Decomposition) -> tuple[str, ...]:
    return tuple(f"{step.title}. {step.description}" for step in task.steps)


def _mean(values: Sequence[float] | None) -> float | None:
    return _rounded(fmean(values)) if values else None


def _rounded(value: float) -> float:
    return round(value, 4)
