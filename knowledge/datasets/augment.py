"""The three IoT operators of GPIoT (section 4.1.1) on a TDD data set: by rules, and by a model where there is one to ask."""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path

from core.errors import UsageError
from core.problem import Problem
from knowledge.datasets.by_model import Asked, by_model
from knowledge.datasets.by_rules import by_rules
from knowledge.datasets.decompositions import Ask, problem_of
from knowledge.datasets.families import write_families
from knowledge.datasets.made import Made, joined, unpacked
from knowledge.datasets.pairs import Pair, Source, read_lines
from knowledge.datasets.progress import Meter, OnProgress
from knowledge.datasets.rules import RULES
from knowledge.datasets.shards import Shards
from knowledge.datasets.splitting import SIDES
from knowledge.datasets.writing import Built, distinct
from knowledge.plan_files import PLANS, plans

RAW = "raw"
"""The label of the pairs that were there before."""


async def augment(
    raw: Path, out: Path, asked: Asked | None, ask: Ask, plan_format: str, seed: int, tell: OnProgress
) -> Built:
    """Augment the TDD data set of a folder into another folder; what an earlier call has done there is not done again.

    asked: the model that applies the operators as well; without it, rules alone do
    Raises UsageError where the folders are one, the first holds no TDD data set or one that asks in another format, or the
    second holds work of other options; BackendError, StorageError.
    """
    given = _given(raw, out, ask)
    ruled = await _by_rules(given, out, ask, plan_format, tell)
    written: list[Made] = []
    if asked:
        # Apart from what rules made: it outlives another version of them.
        model, prompts = asked.rewriter.name, asked.rewriter.prompts
        settings = {"model": model, "prompts": prompts, "format": plan_format, "seed": seed}
        written = await by_model(given, asked, Shards(out / ".answers", settings), ask, plan_format, tell)
    return _written(given, joined(ruled), joined(written), out, seed, tell)


def _given(raw: Path, out: Path, ask: Ask) -> dict[Pair, Problem]:
    """The pairs of a folder that is not to be written to, and the problem that each asks to decompose."""
    if raw.resolve() == out.resolve():
        raise UsageError(f"{raw} is the data set to augment, and would be overwritten.", "Give another --out.")
    found = sorted((_read(one) for side in SIDES for one in read_lines(raw / f"{side}.jsonl")), key=lambda one: one.id)
    if not found or any(pair.kind != "decomposition" for pair in found):
        raise UsageError(f"{raw} holds no TDD data set.", "Build one: gpiot dataset tdd --out DIR")
    return {pair: problem_of(pair.user, ask) for pair in found}


async def _by_rules(given: Collection[Pair], out: Path, ask: Ask, plan_format: str, tell: OnProgress) -> list[Made]:
    settings = {"rules": _digest(), "format": plan_format, "raw": [pair.id for pair in given]}
    shards, names = Shards(out / ".work", settings), sorted({pair.family for pair in given} & set(plans()))
    meter, found = Meter("making variants", len(names), tell), []
    for name in names:
        kept = shards.get(f"{name}.json")
        # In a thread, one plan at a time: an interruption waits for no more than that.
        made = unpacked(kept) if kept else await asyncio.to_thread(by_rules, name, ask, plan_format)
        if kept is None:
            shards.put(f"{name}.json", made.packed())
        found.append(made)
        meter.step(1, len(made.pairs), resumed=kept is not None)
    return found


def _written(given: Collection[Pair], ruled: Made, written: Made, out: Path, seed: int, tell: OnProgress) -> Built:
    # What comes first stays: a model takes nothing from what rules reach alone.
    pairs = [*((RAW, pair) for pair in given), *_ordered(ruled), *_ordered(written)]
    labels = {pair.id: label for label, pair in reversed(pairs)}
    kept = distinct([pair for _, pair in pairs], tell)
    counts = {
        "made": Counter({RAW: len(given)}) + ruled.made + written.made,
        "valid": Counter(label for label, _ in pairs),
        "distinct": Counter(labels[pair.id] for pair in kept.pairs),
    }
    told = {name: dict(sorted(count.items())) for name, count in counts.items()}
    return write_families(out, kept, ruled.dropped + written.dropped, told, seed)


def _ordered(made: Made) -> list[tuple[str, Pair]]:
    """What changes least comes first."""
    return sorted(made.pairs, key=lambda one: (one[0].count("+"), one[1].family, one[1].id))


def _read(one: Mapping[str, object]) -> Pair:
    question, text = (message["content"] for message in one["messages"][1:])  # type: ignore[index]
    source, family = Source(**one["source"]), str(one["family"])  # type: ignore[arg-type]
    group = f"plan:{family}" if family in plans() else f"paper:{source.file}"
    return Pair(str(one["kind"]), family, question, text, source, str(one["licence"]), str(one["check"]), group)


def _digest() -> str:
    """What decides the variants: rules, plans and the code that joins them."""
    texts = [*RULES.glob("*.toml"), *PLANS.glob("*.toml"), *Path(__file__).parent.glob("*.py")]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(texts))).hexdigest()
