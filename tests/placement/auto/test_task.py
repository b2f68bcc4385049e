from __future__ import annotations

import pytest

from placement.auto import AutoError, Task, task
from placement.language.tree import (
    Application,
    Device,
    Interface,
    Name,
    Number,
    Reference,
    SetInput,
    SetOutput,
    Span,
    String,
    VirtualSensor,
)

HERE = Span(1, 1, 1, 1)


def name(text: str) -> Name:
    return Name(text, HERE)


def takes(*sources: str, index: int | None = None) -> SetInput:
    parts = [source.rpartition(".") for source in sources]
    found = [Reference(name(owner) if owner else None, name(last), index, HERE) for owner, _, last in parts]
    return SetInput(name("VoiceRecog"), tuple(found))


def gives(*values: str | float) -> SetOutput:
    found = [String(one, HERE) if isinstance(one, str) else Number(one, f"{one:g}", HERE) for one in values]
    return SetOutput(name("VoiceRecog"), (name("string_t"),), tuple(found))


def asked(*statements: SetInput | SetOutput, auto: bool = True) -> Task:
    devices = tuple(Device(name("RPI"), name(alias), (Interface(name("MIC")),)) for alias in "AB")
    sensor = VirtualSensor(name("VoiceRecog"), (), statements, auto)
    return task(Application(name("SmartDoor"), devices, (sensor,), ()), sensor)


def test_fig_5() -> None:
    found = asked(takes("A.MIC", "A.Accel_x", "B.PIR"), gives("open", "close"))
    assert found == Task("VoiceRecog", ("A.MIC", "A.Accel_x", "B.PIR"), ("open", "close"))


def test_other_virtual_sensors_indices_and_numbers() -> None:
    found = asked(takes("LimbPosition", index=2), takes("A.MIC"), gives(0.0, 1.5))
    assert found == Task("VoiceRecog", ("LimbPosition[2]", "A.MIC"), ("0", "1.5"))


@pytest.mark.parametrize(
    ("statements", "message"),
    [
        ((gives("open", "close"),), "VoiceRecog has no inputs"),
        ((takes("A.MIC"),), "needs two values or more"),
        ((takes("A.MIC"), gives("open")), "needs two values or more"),
        ((takes("C.MIC"), gives("open", "close")), "takes C.MIC, and SmartDoor has no device C"),
        ((takes("A.MIC", "A.MIC"), gives("open", "close")), "takes A.MIC twice"),
        ((takes("A.MIC"), gives("open", "Open")), "gives Open twice"),
        ((takes("A.MIC"), gives("open", "../close")), "'../close' of VoiceRecog cannot name a folder"),
        ((takes("A.MIC"), gives("open", "")), "'' of VoiceRecog cannot name a folder"),
        ((takes("A.MIC"), gives("open", "a\nb")), "cannot name a folder"),
    ],
)
def test_what_cannot_be_trained_is_refused(statements: tuple[SetInput | SetOutput, ...], message: str) -> None:
    with pytest.raises(AutoError, match=message):
        asked(*statements)


def test_a_sensor_with_stages_is_not_trained() -> None:
    with pytest.raises(AutoError, match="VoiceRecog has stages of its own"):
        asked(takes("A.MIC"), gives("open", "close"), auto=False)
