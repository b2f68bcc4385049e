"""What each block asks for wherever it runs: data on its flows, operations, memory.

What an annotation says comes first, then an opaque profile of the block or of its algorithm, then the algorithm's own model.
An algorithm-agnostic sensor without a profile counts as what it will most likely be: six figures of each input, and a forest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

from core.spelling import suggestion
from placement.algorithms.algorithm import Algorithm
from placement.algorithms.catalogue import CATALOGUE, find
from placement.blocks import Block, FlowGraph, Kind
from placement.cycles import adjacent
from placement.flow import AUTO
from placement.language.tree import Number, String
from placement.language.words import FILLED_IN
from placement.loading import UNKNOWN_INTERFACE, pricing, unsaid
from placement.profiles import Data, Profiles, Work

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
    found: list[Demand | CostError] = []
    for block, taken in zip(graph.blocks, sources, strict=True):
        try:
            found.append(_demand(block, [found[source] for source in taken], profiles))
        except CostError as error:
            found.append(error)
        yield found[-1]


def _demand(block: Block, inputs: Sequence[Demand | CostError], profiles: Profiles) -> Demand:
    if block.kind is Kind.SAMPLE:
        return _sampled(block, profiles)
    if block.kind is Kind.ALGORITHM:
        return _computed(block, inputs, profiles)
    if block.kind is Kind.AUX and block.arguments:
        return _message(block)
    return Demand(SIGNAL, _LOGIC.get(block.kind, Work(integer=len(inputs))), ram=SIGNAL.size)


def _message(block: Block) -> Demand:
    """What the program itself gives an action: texts in UTF-8 and numbers. Values that are sensed have flows of their own."""
    texts = (FILLED_IN.sub("", one.text) for one in block.arguments if isinstance(one, String))
    numbers = sum(isinstance(one, Number) for one in block.arguments)
    given = sum(len(text.encode()) for text in texts) + numbers * _FLOAT.size
    sent = Data(max(given, SIGNAL.size), 1)
    return Demand(sent, _LOGIC[Kind.AUX], ram=sent.size, flash=given)


def outputs(graph: FlowGraph, profiles: Profiles) -> tuple[Data, ...]:
    """What each block puts on every flow that leaves it, q of Eq. 4."""
    return tuple(demand.output for demand in demands(graph, profiles))


def assumed(graph: FlowGraph, profiles: Profiles) -> tuple[str, ...]:
    """The blocks whose cost is guessed: interfaces that nothing describes, algorithm-agnostic sensors that are not trained."""
    guessed = (block for block in graph.blocks if block.kind is Kind.SAMPLE or block.algorithm == AUTO)
    return tuple(block.name for block in guessed if unsaid(block) and not pricing(block, profiles))


def _sampled(block: Block, profiles: Profiles) -> Demand:
    """A window of samples: each value is moved once."""
    known = pricing(block, profiles)
    profile = profiles.interfaces[known[1]] if known else UNKNOWN_INTERFACE
    data = _data(block, "values", profile.data)
    return Demand(data, Work(integer=data.values), ram=data.size)


def _computed(block: Block, inputs: Sequence[Demand | CostError], profiles: Profiles) -> Demand:
    """An algorithm's demand: its annotation over what is known of it."""
    given, lacking = _given(block), unsaid(block)
    work = {name: given[name] for name in OPERATIONS if name in given}
    known = _known(block, inputs, profiles) if lacking else None
    if known is None and lacking:
        raise _opaque(block, profiles, lacking)
    output = _data(block, "output", known.output if known else _FLOAT)
    demand = known or Demand(output, Work(), ram=output.size)
    return Demand(
        output,
        demand.work if "cycles" in lacking else Work(**work),
        given.get("cycles", 0.0),
        given.get("ram", demand.ram),
        given.get("flash", demand.flash),
    )


def _known(block: Block, inputs: Sequence[Demand | CostError], profiles: Profiles) -> Demand | None:
    """What a profile or the catalogue says of an algorithm."""
    if priced := pricing(block, profiles):
        profile = profiles.opaque[priced[1]]
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


def _opaque(block: Block, profiles: Profiles, lacking: Sequence[str]) -> CostError:
    """Neither profile nor model tells the cost, and the annotation lacks some of it."""
    if len(lacking) < len(_PRICES):
        return CostError(f"{block.name} cannot be priced: its annotation has no {lacking[0]}.", _PRICES[lacking[0]])
    if algorithm := find(block.algorithm):
        missing = " and ".join(algorithm.missing(_arguments(block)))
        message = f"{block.name} cannot be priced: nothing tells {algorithm.name} its {missing}."
        return CostError(
            message, f"Give it to setModel as a number (gpiot place algorithms {algorithm.name}), or {_ANNOTATE}."
        )
    return CostError(
        f"{block.name} cannot be priced: nothing is known of the algorithm {block.algorithm}.",
        f"{suggestion(block.algorithm, {*CATALOGUE, *profiles.opaque})} Otherwise {_ANNOTATE}, or add an opaque profile.",
    )


def _data(block: Block, key: str, known: Data) -> Data:
    """Values and their width: the annotation's where it gives them."""
    given = _given(block)
    return Data(int(given.get(key, known.values)), int(given.get("width", known.width)))


def _given(block: Block) -> dict[str, float]:
    """Its annotation; texts stand only in those of devices."""
    return {key: value for key, value in block.notes if not isinstance(value, str)}
