"""What a program in the EdgeProg language says, with the place of every name in its text."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where something stands in a text: lines and columns count from 1, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written. Two names are equal if their texts are: places do not count."""

    text: str
    span: Span = field(compare=False)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Number:
    """A number; ``text`` keeps how it was written."""

    value: float
    text: str
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class String:
    """A string without its quotes; interpolations ``{NAME}`` stand in it as written."""

    text: str
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Annotation:
    """``@(key=value, ...)`` after an interface, a device or a ``setModel``: what no profile knows (ours, not the report's)."""

    values: tuple[tuple[Name, Number | String], ...]
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Interface:
    """One sensor or actuator of a device."""

    name: Name
    annotation: Annotation | None = None


@dataclass(frozen=True, slots=True)
class Device:
    """``TelosB A(TEMPERATURE, HUMIDITY);``"""

    kind: Name
    alias: Name
    interfaces: tuple[Interface, ...]
    annotation: Annotation | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """``NAME`` or ``DEVICE.INTERFACE``, with an index if there is one: ``LimbPosition[0]``."""

    owner: Name | None
    name: Name
    index: int | None = None
    span: Span = field(compare=False, default=Span(1, 1, 1, 1))

    @property
    def full(self) -> str:
        """Its name, with its device if it has one."""
        return f"{self.owner}.{self.name}" if self.owner else self.name.text


@dataclass(frozen=True, slots=True)
class SetInput:
    """``TARGET.setInput(A.MIC, OtherSensor)``: a virtual sensor's or one stage's inputs."""

    target: Name
    sources: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class SetModel:
    """``STAGE.setModel("GMM", "open.gmm", 3, "OtherStage")``."""

    target: Name
    algorithm: String
    arguments: tuple[String | Number | Reference, ...]
    annotation: Annotation | None = None


@dataclass(frozen=True, slots=True)
class SetOutput:
    """``TARGET.setOutput(<string_t, float_t>, "open", "close")``."""

    target: Name
    types: tuple[Name, ...]
    values: tuple[String | Number, ...]


Statement = SetInput | SetModel | SetOutput


@dataclass(frozen=True, slots=True)
class VirtualSensor:
    """``VSensor NAME("S1, {S2, S3}, S4"){...}``.

    pipeline: groups in order; the stages of a group run beside each other. Empty where ``auto`` is set
    """

    name: Name
    pipeline: tuple[tuple[Name, ...], ...]
    statements: tuple[Statement, ...]
    auto: bool = False
    span: Span = field(compare=False, default=Span(1, 1, 1, 1))


@dataclass(frozen=True, slots=True)
class Accumulation:
    """``SUM+=CountPredict``: adds the source's value to a variable whenever it comes, and stands for the sum."""

    variable: Name
    source: Reference


Operand = Reference | Number | String | Accumulation


@dataclass(frozen=True, slots=True)
class Comparison:
    """``LEFT OP RIGHT`` with one of ``== != < <= > >=``."""

    left: Operand
    operator: str
    right: Operand
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class All:
    """Parts joined by ``&&``; becomes a CONJ block."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Parts joined by ``||``; becomes a DISJ block (ours, not the report's)."""

    parts: tuple[Condition, ...]


Condition = Comparison | All | Any


@dataclass(frozen=True, slots=True)
class Assignment:
    """``SUM=0`` of ``E(SUM=0)``."""

    variable: Name
    value: Number | String


@dataclass(frozen=True, slots=True)
class Action:
    """``E.LCD_SHOW("PH: %f", A.PH)``, or ``E(SUM=0)``: then there is no interface."""

    device: Name
    interface: Name | None
    arguments: tuple[String | Number | Reference | Assignment, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """``IF (CONDITION) THEN (ACTION && ACTION);``"""

    condition: Condition
    actions: tuple[Action, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, kept for the formatter: ``own_line`` tells whether anything stands before it on its line."""

    text: str
    own_line: bool
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Section:
    """Where one of the three parts stands, for the formatter: ``Configuration``, ``Implementation`` or ``Rule``."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Application:
    """A whole program.

    span: from ``Application`` to its closing brace
    lost: names in what could not be read; nothing is said about them
    gaps: lines that an empty line stands before, for the formatter
    """

    name: Name
    devices: tuple[Device, ...]
    sensors: tuple[VirtualSensor, ...]
    rules: tuple[Rule, ...]
    comments: tuple[Comment, ...] = field(default=(), compare=False)
    sections: tuple[Section, ...] = field(default=(), compare=False)
    span: Span = field(compare=False, default=Span(1, 1, 1, 1))
    lost: frozenset[str] = field(default=frozenset(), compare=False)
    gaps: frozenset[int] = field(default=frozenset(), compare=False)


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One thing that is wrong with a program, or doubtful.

    code: a short word for the kind of slip, such as ``undeclared-stage``
    advice: what is meant, with the nearest declared name where one is near
    """

    span: Span
    severity: str  # 'error' or 'warning'
    code: str
    message: str
    advice: str = ""
