"""What conditions, actions and statements mention, and how Fig. 6 writes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from placement.language.names import accumulations
from placement.language.tree import (
    Accumulation,
    Action,
    All,
    Annotation,
    Any,
    Assignment,
    Condition,
    Name,
    Number,
    Operand,
    Reference,
    Rule,
    SetInput,
    SetModel,
    String,
    VirtualSensor,
)
from placement.language.words import FILLED_IN

Notes = tuple[tuple[str, float | str], ...]

_SHOWN = 12


def written(operand: Operand) -> str:
    """An operand or an argument as a program has it; of an accumulation the variable, whose sum is a block of its own."""
    if isinstance(operand, Accumulation):
        return operand.variable.text
    if isinstance(operand, Number):
        return operand.text
    if isinstance(operand, String):
        return f'"{operand.text}"'
    owner = f"{operand.owner}." if operand.owner else ""
    return f"{owner}{operand.name}" + ("" if operand.index is None else f"[{operand.index}]")


def called(function: str, arguments: Sequence[Operand | str]) -> str:
    """``MFCC(A.MIC)``"""
    return f"{function}({listed(arguments)})"


def listed(arguments: Sequence[Operand | str]) -> str:
    """``A.MIC, FE``; of many arguments only the first ones are written."""
    shown = [one if isinstance(one, str) else written(one) for one in arguments[:_SHOWN]]
    more = [f"... {len(arguments) - _SHOWN} more"] if len(arguments) > _SHOWN else []
    return ", ".join(shown + more)


def label(action: Action) -> str:
    """``A.DOOR_UNLOCK``, or ``E(SUM=0)`` for an action that only sets variables."""
    if action.interface is not None:
        return f"{action.device}.{action.interface}"
    settings = (one for one in action.arguments if isinstance(one, Assignment))
    return called(str(action.device), [f"{one.variable}={written(one.value)}" for one in settings])


def interpolated(text: String) -> Iterator[Reference]:
    """What stands in braces in a string."""
    for first, second, _ in FILLED_IN.findall(text.text):
        owner, name = (Name(first, text.span), second) if second else (None, first)
        yield Reference(owner, Name(name, text.span), span=text.span)


def read(operand: Operand) -> tuple[Reference, ...]:
    """What an operand takes its value from; an accumulation from its variable."""
    if isinstance(operand, Accumulation):
        return (Reference(None, operand.variable, span=operand.variable.span),)
    return (operand,) if isinstance(operand, Reference) else ()


def parts(whole: All | Any) -> Iterator[Condition]:
    """What a condition joins: what it holds of its own kind is taken apart, for ``a && (b && c)`` is one conjunction."""
    stack = [*reversed(whole.parts)]
    while stack:
        part = stack.pop()
        if isinstance(part, type(whole)):
            stack.extend(reversed(part.parts))
        else:
            yield part


@dataclass(slots=True)
class State:
    """A variable that comparisons add to. keeper: the device that sets it back, which holds it; empty if none does"""

    variable: Name
    sources: dict[Reference, None] = field(default_factory=dict)
    keeper: str = ""

    @property
    def functionality(self) -> str:
        """``SUM += CountPredict``"""
        return f"{self.variable} += {listed(tuple(self.sources))}"

    @property
    def notes(self) -> Notes:
        """A load and an addition for each source; the sum is one value."""
        return (("integer", len(self.sources)), ("float_add", len(self.sources)), ("output", 1))


def states(rules: Sequence[Rule]) -> dict[str, State]:
    """All variables of the rules, by name."""
    found: dict[str, State] = {}
    for item in accumulations(rules):
        found.setdefault(item.variable.text, State(item.variable)).sources[item.source] = None
    for action in chain.from_iterable(rule.actions for rule in rules):
        for one in action.arguments:
            if isinstance(one, Assignment) and one.variable.text in found:
                state = found[one.variable.text]
                state.keeper = state.keeper or action.device.text
    return found


def notes(annotation: Annotation | None) -> Notes:
    """The keys and values of an annotation."""
    if annotation is None:
        return ()
    return tuple(
        (key.text, value.value if isinstance(value, Number) else value.text) for key, value in annotation.values
    )


@dataclass(slots=True)
class Pipeline:
    """A virtual sensor: its groups of stages, what its statements say, and the blocks that its stages became."""

    sensor: VirtualSensor
    groups: tuple[tuple[Name, ...], ...]
    models: dict[str, SetModel]
    inputs: dict[str, tuple[Reference, ...]]
    stages: frozenset[str]
    blocks: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, sensor: VirtualSensor) -> Pipeline:
        """Without blocks. An algorithm-agnostic sensor is one stage, named as the sensor is."""
        inputs: dict[str, tuple[Reference, ...]] = {}
        for statement in sensor.statements:
            if isinstance(statement, SetInput):
                target = statement.target.text
                inputs[target] = inputs.get(target, ()) + statement.sources
        models = {one.target.text: one for one in sensor.statements if isinstance(one, SetModel)}
        groups = ((sensor.name,),) if sensor.auto else sensor.pipeline
        if not groups:
            raise ValueError(f"The virtual sensor {sensor.name} has no stages. Name them in its parentheses.")
        return cls(sensor, groups, models, inputs, frozenset(stage.text for group in groups for stage in group))

    @property
    def outputs(self) -> tuple[int, ...]:
        """The blocks of the last group."""
        return tuple(self.blocks[stage.text] for stage in self.groups[-1])

    def own(self, stage: str) -> tuple[Reference, ...]:
        """What ``setInput`` says of one stage; of a stage named as its sensor it says nothing."""
        return () if stage == self.sensor.name.text else self.inputs.get(stage, ())

    def usual(self, position: int) -> tuple[Reference, ...]:
        """What the stages of a group take where they choose nothing else."""
        if position == 0:
            return self.inputs.get(self.sensor.name.text, ())
        return tuple(Reference(None, stage, span=stage.span) for stage in self.groups[position - 1])
