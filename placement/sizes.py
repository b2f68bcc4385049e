"""What each block asks for wherever it runs: data on its flows, operations, memory.

What an annotation says comes first, then an opaque profile of the block or of its algorithm, then the algorithm's own model.
An algorithm-agnostic sensor without a profile counts as what it will most likely be: six figures of each input, and a forest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

from core.spelling import suggestion
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
_FLOAT = Data(1, 4)  # what an annotation's output is counted in where it names no width
_ANNOTATE = "write @(cycles=..., output=...) after setModel(...)"
_PRICES = {  # what an annotation has to say of an algorithm that nothing else describes
    "cycles": "Add cycles=... to it, or operations such as float_multiply=...",
    "output": "Add output=... to it: how many values come out.",
}
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


class Waiting(CostError):
    """What a block costs hangs on an input that has no price."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} takes what has no price.", "Give its inputs a price first.")


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
    found: list[Demand] = []
    for one in estimates(graph, profiles):
        if isinstance(one, CostError):
            raise one
        found.append(one)
    return tuple(found)


def estimates(graph: FlowGraph, profiles: Profiles) -> Iterator[Demand | CostError]:
    """For each block, in the graph's order, what it asks for, or why that cannot be told."""
    sources, _ = adjacent(len(graph.blocks), graph.flows)
    interfaces, opaque = Register(profiles.interfaces), Register(profiles.opaque)
    found: list[Demand | CostError] = []
    for block, taken in zip(graph.blocks, sources, strict=True):
        try:
            found.append(_demand(block, [found[source] for source in taken], interfaces, opaque))
        except CostError as error:
            found.append(error)
        yield found[-1]


def _demand(
    block: Block,
    inputs: Sequence[Demand | CostError],
    interfaces: Mapping[str, InterfaceProfile],
    opaque: Mapping[str, Opaque],
) -> Demand:
    if block.kind is Kind.SAMPLE:
        return _sampled(block, interfaces)
    if block.kind is Kind.ALGORITHM:
        return _computed(block, inputs, opaque)
    return Demand(SIGNAL, _LOGIC.get(block.kind, Work(integer=len(inputs))), ram=SIGNAL.size)


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


def _sampled(block: Block, interfaces: Mapping[str, InterfaceProfile]) -> Demand:
    """A window of samples: each value is moved once."""
    profile = interfaces.get(_interface(block), UNKNOWN_INTERFACE)
    data = _data(block, "values", profile.data)
    return Demand(data, Work(integer=data.values), ram=data.size)


def _interface(block: Block) -> str:
    return block.name.rpartition(".")[2].partition("#")[0]


def _computed(block: Block, inputs: Sequence[Demand | CostError], opaque: Mapping[str, Opaque]) -> Demand:
    """An algorithm's demand: its annotation over what is known of it."""
    given = _given(block)
    work = {name: given[name] for name in OPERATIONS if name in given}
    priced, sized = bool(work) or "cycles" in given, "output" in given
    known = None if priced and sized else _known(block, inputs, opaque)
    if known is None and not (priced and sized):
        raise _opaque(block, opaque, [key for key, said in (("cycles", priced), ("output", sized)) if not said])
    output = _data(block, "output", known.output if known else _FLOAT)
    demand = known or Demand(output, Work(), ram=output.size)
    return Demand(
        output,
        Work(**work) if priced else demand.work,
        given.get("cycles", 0.0),
        given.get("ram", demand.ram),
        given.get("flash", demand.flash),
    )


def _known(block: Block, inputs: Sequence[Demand | CostError], opaque: Mapping[str, Opaque]) -> Demand | None:
    """What a profile or the catalogue says of an algorithm."""
    if profile := opaque.get(block.name) or opaque.get(block.algorithm):
        return Demand(profile.output, profile.work, ram=profile.ram, flash=profile.flash)
    algorithm, arguments = find(block.algorithm), _arguments(block)
    if block.algorithm != AUTO and (algorithm is None or algorithm.missing(arguments)):
        return None
    try:
        if algorithm:
            algorithm.settings(arguments)  # what is wrong with them is told even where an input has no price
        taken = tuple(one.output for one in inputs if isinstance(one, Demand))
        if len(taken) < len(inputs):
            raise Waiting(block.name)
        return _modelled(algorithm, taken, arguments) if algorithm else _untrained(taken)
    except CostError:
        raise
    except (ArithmeticError, TypeError, ValueError) as error:
        reason, _, advice = str(error).partition("; ")
        hint = f"{advice}, or {_ANNOTATE}." if advice else f"{_ANNOTATE}."
        raise CostError(f"{block.name} cannot be priced: {reason}.", hint[0].upper() + hint[1:]) from error


@lru_cache(maxsize=4096)
def _modelled(algorithm: Algorithm, inputs: Sequence[Data], arguments: Sequence[float | str]) -> Demand:
    """An algorithm's own model; graphs repeat their stages, so answers are kept."""
    return Demand(
        algorithm.output(inputs, arguments),
        algorithm.work(inputs, arguments),
        ram=algorithm.ram(inputs, arguments),
        flash=algorithm.stored(inputs, arguments),
    )


def _untrained(inputs: Sequence[Data]) -> Demand:
    """Statistics of each input, and a random forest of them all."""
    features = [_modelled(CATALOGUE["Statistics"], (data,), ()) for data in inputs]
    last = _modelled(CATALOGUE["RandomForest"], tuple(step.output for step in features), ())
    steps = (*features, last)
    return Demand(
        last.output,
        Work(*(sum(getattr(step.work, name) for step in steps) for name in OPERATIONS)),
        ram=sum(step.ram for step in steps),
        flash=max((step.flash for step in features), default=0.0) + last.flash,
    )


def _arguments(block: Block) -> tuple[float | str, ...]:
    return tuple(
        one.value if isinstance(one, Number) else one.text if isinstance(one, String) else str(one.name)
        for one in block.arguments
    )


def _opaque(block: Block, opaque: Mapping[str, Opaque], lacking: Sequence[str]) -> CostError:
    """Neither profile nor model tells the cost, and the annotation lacks some of it."""
    if len(lacking) < len(_PRICES):
        return CostError(f"{block.name} cannot be priced: its annotation has no {lacking[0]}.", _PRICES[lacking[0]])
    if algorithm := find(block.algorithm):
        missing = " and ".join(algorithm.missing(_arguments(block)))
        message = f"{block.name} cannot be priced: nothing tells {algorithm.name} its {missing}."
        return CostError(message, f"Give it to setModel as a number, or {_ANNOTATE}.")
    return CostError(
        f"{block.name} cannot be priced: nothing is known of the algorithm {block.algorithm}.",
        f"{suggestion(block.algorithm, {*CATALOGUE, *opaque})} Otherwise {_ANNOTATE}, or add an opaque profile.",
    )


def _data(block: Block, key: str, known: Data) -> Data:
    """Values and their width: the annotation's where it gives them."""
    given = _given(block)
    return Data(int(given.get(key, known.values)), int(given.get("width", known.width)))


def _given(block: Block) -> dict[str, float]:
    """Its annotation; texts stand only in those of devices."""
    return {key: value for key, value in block.notes if not isinstance(value, str)}
