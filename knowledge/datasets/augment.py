"""The three IoT operators of GPIoT (section 4.1.1) by rules: sensor modality, data representation, resources."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from core.errors import UsageError
from core.knowledge import Method, Plan
from knowledge.datasets.decompositions import Ask, plan_pair
from knowledge.datasets.families import distinct, write_families
from knowledge.datasets.modality import by_sensor
from knowledge.datasets.pairs import Pair, Source, pair_of, read_lines
from knowledge.datasets.parts import live, parts_of, wrong_with
from knowledge.datasets.progress import Meter, OnProgress
from knowledge.datasets.resources import by_device
from knowledge.datasets.rules import RULES, applied, rules
from knowledge.datasets.shards import Shards
from knowledge.datasets.splitting import SIDES
from knowledge.datasets.writing import Built
from knowledge.plan_files import PLANS, plans
from knowledge.reading import methods


@dataclass(frozen=True, slots=True)
class Variant:
    """A plan by some of the operators, which are named; ``made`` says by which rules."""

    plan: Plan
    operators: tuple[str, ...]
    made: str


@dataclass(slots=True)
class Made:
    """The pairs of one plan family, and how many variants each combination of operators made and which of them hold."""

    pairs: list[tuple[str, Pair]] = field(default_factory=list)
    made: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)


def variants(name: str, library: Mapping[str, Method]) -> Iterator[Variant]:
    """Every combination of sensor, representation and device of a plan, the plan itself left out."""
    plan = plans()[name]
    sensors = [("", plan), *by_sensor(name)]
    for sensor, sensed in sensors:
        if len(live(parts_of(sensed))) < len(sensed.steps):
            continue
        for form, formed in [("", sensed), *_forms(sensed)]:
            for device, placed in [("", formed), *by_device(formed, library)]:
                named = {"modality": sensor, "representation": form, "resources": device}
                used = tuple(operator for operator, how in named.items() if how)
                if used:
                    yield Variant(placed, used, "; ".join(how for how in named.values() if how))


def _forms(plan: Plan) -> Iterator[tuple[str, Plan]]:
    """The plan by every rule of representation, and by every other form of its files with another rule."""
    single = [(rule, made) for rule in rules("representation") if (made := applied(rule, plan))]
    yield from ((rule.name, made) for rule, made in single)
    for rule, made in single:
        if _changes_files(rule.of, rule.place):
            others = (other for other in rules("representation") if not _changes_files(other.of, other.place))
            yield from ((f"{rule.name}, {o.name}", both) for o in others if (both := applied(o, made)))


def _changes_files(of: Sequence[str], place: str) -> bool:
    return place == "swap" and of[0].startswith("readers.")


def made_of(name: str, ask: Ask, plan_format: str) -> Made:
    """The pairs of a plan's variants; those that do not hold are left out and counted."""
    found, library = Made(), methods()
    for variant in variants(name, library):
        operators = " + ".join(variant.operators)
        found.made[operators] += 1
        pair = wrong_with(variant.plan, library) or plan_pair(variant.plan, name, variant.made, ask, plan_format)
        if isinstance(pair, Pair):
            found.pairs.append((operators, pair))
        else:
            found.dropped[f"variant: {_short(pair)}"] += 1
    return found


def _short(reason: str) -> str:
    return "more than 8 steps" if "a plan has 3 to 8" in reason else reason


def augment(raw: Path, out: Path, ask: Ask, plan_format: str, seed: int, tell: OnProgress) -> Built:
    """Augment the TDD data set of a folder into another folder; what an earlier call has done there is not done again.

    Raises UsageError where the folder holds no TDD data set or work of other options, StorageError.
    """
    given = [_read(one) for side in SIDES for one in read_lines(raw / f"{side}.jsonl")]
    if not given or any(pair.kind != "decomposition" for pair in given):
        raise UsageError(f"{raw} holds no TDD data set.", "Build one: gpiot dataset tdd --out DIR")
    shards = Shards(
        out / ".work", {"rules": _digest(), "format": plan_format, "raw": sorted(pair.id for pair in given)}
    )
    names = sorted({pair.family for pair in given} & set(plans()))
    meter, families = Meter("making variants", len(names), tell), []
    for name in names:
        kept = shards.get(f"{name}.json")
        made = _unpacked(kept) if kept else made_of(name, ask, plan_format)
        if kept is None:
            shards.put(f"{name}.json", _packed(made))
        families.append(made)
        meter.step(1, len(made.pairs), resumed=kept is not None)
    return _written(given, families, out, seed, tell)


def _written(given: Sequence[Pair], families: Sequence[Made], out: Path, seed: int, tell: OnProgress) -> Built:
    by_operators = {pair.id: operators for made in families for operators, pair in reversed(made.pairs)}
    pairs = [pair for made in families for _, pair in made.pairs]
    # What changes least comes first, and stays.
    pairs.sort(key=lambda pair: (by_operators[pair.id].count("+"), pair.family, pair.id))
    kept = distinct([*sorted(given, key=lambda pair: pair.id), *pairs], tell)
    made = sum((one.made for one in families), Counter[str]())
    counts = {
        "made": {"raw": len(given), **made},
        "valid": {"raw": len(given), **Counter(operators for one in families for operators, _ in one.pairs)},
        "distinct": Counter(by_operators.get(pair.id, "raw") for pair in kept.pairs),
    }
    dropped = sum((one.dropped for one in families), Counter[str]())
    return write_families(out, kept, dropped, {key: dict(sorted(one.items())) for key, one in counts.items()}, seed)


def _read(one: Mapping[str, object]) -> Pair:
    question, text = (message["content"] for message in one["messages"][1:])  # type: ignore[index]
    source = Source(**one["source"])  # type: ignore[arg-type]
    family, group = str(one["family"]), str(one["family"])
    group = f"plan:{family}" if source.package == "gpiot" else f"paper:{source.file}"
    return Pair(str(one["kind"]), family, question, text, source, str(one["licence"]), str(one["check"]), group)


def _packed(made: Made) -> bytes:
    pairs = [[operators, asdict(pair)] for operators, pair in made.pairs]
    return json.dumps({"pairs": pairs, "made": made.made, "dropped": made.dropped}).encode()


def _unpacked(data: bytes) -> Made:
    told = json.loads(data)
    pairs = [(operators, pair_of(pair)) for operators, pair in told["pairs"]]
    return Made(pairs, Counter(told["made"]), Counter(told["dropped"]))


def _digest() -> str:
    """What decides the variants: rules, plans and the code that joins them."""
    texts = [*RULES.glob("*.toml"), *PLANS.glob("*.toml"), *Path(__file__).parent.glob("*.py")]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(texts))).hexdigest()
