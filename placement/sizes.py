"""What each block asks for wherever it runs: data on its flows, operations, memory.

What an annotation says comes first, then an opaque profile of the block or of its algorithm, then the algorithm's own model.
An algorithm-agnostic sensor without a profile counts as what it will most likely be: six figures of each input, and a forest.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

from placement.algorithms.algorithm import Algorithm
from placement.algorithms.catalogue import CATALOGUE, find
from placement.blocks import Block, FlowGraph, Kind
from placement.cycles import adjacent
from placement.flow import AUTO
from placement.language.tree import Number, String
from placement.loading import UNKNOWN_INTERFACE, Register
from placement.profiles import Data, InterfaceProfile, Opaque, Profiles, Work

OPERATIONS = tuple(field.name for field in fields(Work))
SIGNAL = Data(1, 1)  # yes or no: what logic gives to what follows
SAMPLE_KEYS = ("values", "width")
ALGORITHM_KEYS = ("output", "width", "cycles", "ram", "flash", *OPERATIONS)
_LARGEST = 1e15
_LISTED = 12
_FLOAT = Data(1, 4)  # what an annotation's output is counted in where it names no width
_ANNOTATE = "write @(cycles=..., output=...) after setModel(...)"
# A comparison is a difference and a jump; an action is one call.
_LOGIC = {
    Kind.CMP: Work(float_add=1, integer=1),
    Kind.AUX: Work(integer=1),
    Kind.ACTUATE: Work(integer=1),
}


class CostError(ValueError):
    """What a placement costs cannot be told: ``message`` says why, ``hint`` what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(f"{message} {hint}")
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Demand:
    """What one run of a block asks for.

    work: operations by class; cycles: what an annotation gives instead, the same on every device
    ram: bytes it holds, its output included; flash: bytes of its code and its model
    """

    output: Data
    work: Work
    cycles: float = 0.0
    ram: float = 0.0
    flash: float = 0.0


def demands(graph: FlowGraph, profiles: Profiles) -> tuple[Demand, ...]:
    """For each block, in the graph's order. Raises `CostError` where neither annotation, profile nor model tells."""
    sources, _ = adjacent(len(graph.blocks), graph.flows)
    interfaces, opaque = Register(profiles.interfaces), Register(profiles.opaque)
    found: list[Demand] = []
    for block, taken in zip(graph.blocks, sources, strict=True):
        inputs = tuple(found[source].output for source in taken)
        check_keys(block.name, block.notes, ALGORITHM_KEYS if block.kind is Kind.ALGORITHM else SAMPLE_KEYS)
        if block.kind is Kind.SAMPLE:
            found.append(_sampled(block, interfaces))
        elif block.kind is Kind.ALGORITHM:
            found.append(_computed(block, inputs, opaque))
        else:
            found.append(Demand(SIGNAL, _LOGIC.get(block.kind, Work(integer=len(inputs))), ram=SIGNAL.size))
    return tuple(found)


def outputs(graph: FlowGraph, profiles: Profiles) -> tuple[Data, ...]:
    """What each block puts on every flow that leaves it, q of Eq. 4."""
    return tuple(demand.output for demand in demands(graph, profiles))


def assumed(graph: FlowGraph, profiles: Profiles) -> tuple[str, ...]:
    """The blocks whose cost is guessed: interfaces that nothing describes, algorithm-agnostic sensors that are not trained."""
    interfaces, opaque = Register(profiles.interfaces), Register(profiles.opaque)
    samples = (one for one in graph.blocks if one.kind is Kind.SAMPLE and "values" not in dict(one.notes))
    sensors = (one for one in graph.blocks if one.algorithm == AUTO)
    return (
        *(block.name for block in samples if _interface(block) not in interfaces),
        *(block.name for block in sensors if block.name not in opaque and AUTO not in opaque),
    )


def check_keys(name: str, notes: Sequence[tuple[str, object]], known: Sequence[str]) -> None:
    """An annotation has no key that nothing reads."""
    for key, _ in notes:
        if key not in known:
            raise CostError(f"{name}: an annotation has no {key} here.", nearest(key, known))


def nearest(name: str, known: Collection[str]) -> str:
    """A sentence that leads from a wrong name to the known ones."""
    spelled = {one.casefold(): one for one in known}
    near = difflib.get_close_matches(name.casefold(), spelled, n=3, cutoff=0.65)
    if near:
        return f"Did you mean {' or '.join(spelled[one] for one in near)}?"
    listed = sorted(known)
    more = f" and {len(listed) - _LISTED} more" if len(listed) > _LISTED else ""
    return f"Known are: {', '.join(listed[:_LISTED]) or 'none'}{more}."


def _sampled(block: Block, interfaces: Mapping[str, InterfaceProfile]) -> Demand:
    """A window of samples: each value is moved once."""
    profile = interfaces.get(_interface(block), UNKNOWN_INTERFACE)
    data = _data(block, "values", profile.data)
    return Demand(data, Work(integer=data.values), ram=data.size)


def _interface(block: Block) -> str:
    return block.name.rpartition(".")[2].partition("#")[0]


def _computed(block: Block, inputs: tuple[Data, ...], opaque: Mapping[str, Opaque]) -> Demand:
    """An algorithm's demand: its annotation over what is known of it."""
    given = {key: _amount(block, key) for key, _ in block.notes if key not in {"output", "width"}}
    work = {name: given[name] for name in OPERATIONS if name in given}
    priced, sized = bool(work) or "cycles" in given, "output" in dict(block.notes)
    known = None if priced and sized else _known(block, inputs, opaque)
    if known is None and not (priced and sized):
        raise _opaque(block, opaque)
    output = _data(block, "output", known.output if known else _FLOAT)
    demand = known or Demand(output, Work(), ram=output.size)
    return Demand(
        output,
        Work(**work) if priced else demand.work,
        given.get("cycles", 0.0),
        given.get("ram", demand.ram),
        given.get("flash", demand.flash),
    )


def _known(block: Block, inputs: tuple[Data, ...], opaque: Mapping[str, Opaque]) -> Demand | None:
    """What a profile or the catalogue says of an algorithm."""
    if profile := opaque.get(block.name) or opaque.get(block.algorithm):
        return Demand(profile.output, profile.work, ram=profile.ram, flash=profile.flash)
    try:
        if block.algorithm == AUTO:
            return _untrained(inputs)
        algorithm = find(block.algorithm)
        return _modelled(algorithm, inputs, _arguments(block)) if algorithm else None
    except (ArithmeticError, TypeError, ValueError) as error:
        raise CostError(f"The cost of {block.name} cannot be told: {error}.", f"Or {_ANNOTATE}.") from error


@lru_cache(maxsize=4096)
def _modelled(algorithm: Algorithm, inputs: Sequence[Data], arguments: Sequence[float | str]) -> Demand | None:
    """An algorithm's own model, None where it lacks a setting; graphs repeat their stages, so answers are kept."""
    if algorithm.missing(arguments):
        return None
    return Demand(
        algorithm.output(inputs, arguments),
        algorithm.work(inputs, arguments),
        ram=algorithm.ram(inputs, arguments),
        flash=algorithm.stored(inputs, arguments),
    )


def _untrained(inputs: Sequence[Data]) -> Demand | None:
    """Statistics of each input, and a random forest of them all."""
    statistics, forest = CATALOGUE["Statistics"], CATALOGUE["RandomForest"]
    steps = [_modelled(statistics, (data,), ()) for data in inputs]
    features = [step for step in steps if step]
    last = _modelled(forest, tuple(step.output for step in features), ())
    return last and Demand(
        last.output,
        Work(*(sum(getattr(step.work, name) for step in (*features, last)) for name in OPERATIONS)),
        ram=sum(step.ram for step in (*features, last)),
        flash=max((step.flash for step in features), default=0.0) + last.flash,
    )


def _arguments(block: Block) -> tuple[float | str, ...]:
    return tuple(
        one.value if isinstance(one, Number) else one.text if isinstance(one, String) else str(one.name)
        for one in block.arguments
    )


def _opaque(block: Block, opaque: Mapping[str, Opaque]) -> CostError:
    if algorithm := find(block.algorithm):
        missing = " and ".join(algorithm.missing(_arguments(block)))
        message = f"{block.name} cannot be priced: nothing tells {algorithm.name} its {missing}."
        return CostError(message, f"Give it to setModel as a number, or {_ANNOTATE}.")
    return CostError(
        f"{block.name} cannot be priced: nothing is known of the algorithm {block.algorithm}. "
        f"{nearest(block.algorithm, {*CATALOGUE, *opaque})}",
        f"Otherwise {_ANNOTATE}, or add an opaque profile.",
    )


def _data(block: Block, key: str, known: Data) -> Data:
    """Values and their width: the annotation's where it gives them."""
    values, width = _amount(block, key, known.values), _amount(block, "width", known.width)
    for name, amount in ((key, values), ("width", width)):
        if amount < 1 or amount != int(amount):
            raise CostError(f"{block.name}: {name} is {amount:g}.", "Give a whole number, 1 or more.")
    return Data(int(values), int(width))


def _amount(block: Block, key: str, default: float = 0.0) -> float:
    """A number of the annotation."""
    amount = dict(block.notes).get(key, default)
    if isinstance(amount, str) or not math.isfinite(amount) or not 0 <= amount <= _LARGEST:
        raise CostError(f"{block.name}: {key} is {amount}.", f"Give a number from 0 to {_LARGEST:g}.")
    return amount
