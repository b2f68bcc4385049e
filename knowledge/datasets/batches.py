"""One batch of objects or scripts: candidates are made of them, tried in the sandbox, and what runs becomes pairs."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.datasets import candidates
from knowledge.datasets.candidates import Package, Thing
from knowledge.datasets.drafts import Draft
from knowledge.datasets.examples import Example, make
from knowledge.datasets.pairs import Pair
from knowledge.datasets.running import Runner
from knowledge.datasets.sources import Alone
from knowledge.datasets.trying import Task, Verdict, tried

_SCRIPTS = 20
_GALLERIES = ("examples", "doc/examples", "docs/examples", "galleries", "gallery", "tutorials", "doc/source/examples")


@dataclass(frozen=True, slots=True)
class Batch:
    """Things whose pairs are made together; ``drafts`` are of scripts, by number."""

    name: str
    things: Sequence[Thing]
    drafts: Mapping[int, Draft] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many things."""
        return len(self.things)


@dataclass(slots=True)
class _Work:
    """What is on its way: pairs that need no trial, candidates that do, and reasons for what was left out."""

    pairs: list[Pair] = field(default_factory=list)
    cuts: dict[int, tuple[Alone, Pair]] = field(default_factory=dict)
    drafts: dict[int, Draft] = field(default_factory=dict)
    dropped: Counter[str] = field(default_factory=Counter)


def batch_of_things(name: str, things: Sequence[Thing]) -> Batch:
    """Documented objects of one package."""
    return Batch(name, things)


def batch_of_scripts(package: Package, tree: Path) -> Iterator[Batch]:
    """The scripts of a source tree's galleries."""
    paths = sorted({path for part in _GALLERIES for path in (tree / part).rglob("*.py")})
    for start in range(0, len(paths), _SCRIPTS):
        found = [one for path in paths[start : start + _SCRIPTS] if (one := candidates.gallery(path, tree, package))]
        drafts = {number: draft for number, (_, draft) in enumerate(found)}
        yield Batch(f"{package.name}-gallery-{start:05}", [thing for thing, _ in found], drafts)


async def worked(batch: Batch, runner: Runner) -> tuple[list[Pair], dict[str, int]]:
    """The pairs of a batch, and how many candidates were left out for which reason."""
    work = await asyncio.to_thread(_prepared, batch)
    modules = _modules(batch, work)
    probed = await tried(runner, list(_first_tasks(batch, work)), modules)
    examples = dict(_examples(batch, work, probed))
    calls = [_call(number, one) for number, one in examples.items()]
    verified = await tried(runner, [*calls, *_second_tasks(batch, work, probed)], modules)
    for number, one in examples.items():
        _take(work, candidates.example(batch.things[number], one), verified[f"call-{number}"], "example")
    for number, (_, pair) in work.cuts.items():
        again = verified.get(f"load-{number}")
        made = candidates.called(pair) if _uses(batch, work, number) and not again else pair
        _take(work, made, again or probed[f"cut-{number}"], "implementation")
    return work.pairs, dict(work.dropped)


def _prepared(batch: Batch) -> _Work:
    work = _Work(drafts=dict(batch.drafts))
    for number, thing in enumerate(batch.things):
        if number in batch.drafts:
            continue
        if reason := candidates.unusable(thing):
            work.dropped[f"object: {reason}"] += 1
            continue
        _note(work, candidates.description(thing), "description")
        alone = candidates.implementation(thing)
        if isinstance(alone, str):
            work.dropped[f"implementation: {alone}"] += 1
        else:
            work.cuts[number] = alone
        if draft := candidates.draft(thing):
            work.drafts[number] = draft
    return work


def _note(work: _Work, made: Pair | str, kind: str) -> None:
    if isinstance(made, str):
        work.dropped[f"{kind}: {made}"] += 1
    else:
        work.pairs.append(made)


def _take(work: _Work, made: Pair | str, verdict: Verdict, kind: str) -> None:
    _note(work, verdict.reason or made, kind)


def _first_tasks(batch: Batch, work: _Work) -> Iterator[Task]:
    for number, draft in work.drafts.items():
        yield Task(f"draft-{number}", statements=draft.texts)
    for number, (alone, _) in work.cuts.items():
        name = _last(batch.things[number])
        yield Task(f"cut-{number}", alone.code, name, _uses(batch, work, number))


def _uses(batch: Batch, work: _Work, number: int) -> list[str]:
    """The statements of its example, where they call it by its bare name."""
    draft, name = work.drafts.get(number), _last(batch.things[number])
    if draft is None:
        return []
    statements = candidates.adapted(name, draft.texts)
    return statements if any(f"{name}(" in text for text in statements) else []


def _second_tasks(batch: Batch, work: _Work, probed: Mapping[str, Verdict]) -> Iterator[Task]:
    """What failed with an example that does not run by itself, for want of data or a server, is only loaded."""
    for number, (alone, _) in work.cuts.items():
        sample = probed.get(f"draft-{number}")
        if probed[f"cut-{number}"].fault and sample and sample.fault:
            yield Task(f"load-{number}", alone.code, _last(batch.things[number]))


def _examples(batch: Batch, work: _Work, probed: Mapping[str, Verdict]) -> Iterator[tuple[int, Example]]:
    for number, draft in work.drafts.items():
        verdict, thing = probed[f"draft-{number}"], batch.things[number]
        if verdict.fault:
            work.dropped[f"example: {verdict.reason}"] += 1
        elif made := make(draft, candidates.subject(thing, draft), verdict.values, verdict.names):
            yield number, made
        else:
            work.dropped["example: shows nothing"] += 1


def _call(number: int, made: Example) -> Task:
    return Task(f"call-{number}", made.code, made.function, call=made.call)


def _modules(batch: Batch, work: _Work) -> list[str]:
    """What is loaded once: the public modules of the batch's objects, and what most examples use."""
    owners = {thing.owner.rpartition(".")[0] for thing in batch.things if not thing.name.endswith(".py")}
    texts = "".join(text for draft in work.drafts.values() for text in draft.texts)
    usual = {"numpy": "np.", "matplotlib.pyplot": "plt.", "pandas": "pd."}
    return [*(module for module, used in usual.items() if used in texts), *sorted(owners - {""})]


def _last(thing: Thing) -> str:
    return thing.name.rpartition(".")[2]
