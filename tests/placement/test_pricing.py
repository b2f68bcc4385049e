"""All that keeps a program from being priced is said at once, each where it stands, and nothing else is."""

from __future__ import annotations

import pytest

from placement.costs import problem
from placement.flow import graph
from placement.language.parsing import parse
from placement.language.tree import Diagnostic
from placement.loading import load
from placement.pricing import unpriced
from placement.profiles import Data, Opaque, Work
from placement.sizes import CostError

RIGHT = """Application Small {
  Configuration {
    TelosB A(TEMPERATURE, FAN) @(network="BLE");
    MicaZ B(PIR);
    Edge E();
  }
  Implementation {
    VSensor S("{ONE, TWO}, THREE, FOUR") {
      S.setInput(A.TEMPERATURE, B.PIR);
      ONE.setModel("Mean");
      TWO.setModel("Variance");
      THREE.setModel("FC", "x.pt", 3);
      FOUR.setModel("Tea") @(cycles=5, output=1);
      S.setOutput(<float_t>);
    }
  }
  Rule { IF (S > 1) THEN (A.FAN); }
}
"""


def told(text: str) -> tuple[Diagnostic, ...]:
    application, errors = parse(text)
    assert application is not None
    assert not errors
    found, profiles = graph(application), load()
    if not (faults := unpriced(application, found, profiles)):
        assert problem(found, profiles).blocks
    else:
        with pytest.raises(CostError):
            problem(found, profiles)
    return faults


def test_nothing_is_said_of_what_has_a_price() -> None:
    assert told(RIGHT) == ()


@pytest.mark.parametrize(
    ("old", "new", "at", "code", "message", "advice"),
    [
        ("TelosB", "TelosC", "TelosC", "unknown-device", "there is no such device", "did you mean TelosB?"),
        ('"BLE"', '"Zigbe"', '"Zigbe"', "unknown-network", "A shall speak Zigbe", "did you mean Zigbee?"),
        ("PIR)", "PIR @(values=90000))", "PIR", "no-room", "180,000 bytes of RAM", "make its window smaller or"),
        ("cycles=5,", "cycles=5, ram=1e15,", '"Tea"', "no-room", "S.FOUR fits nowhere", "give it less data or"),
        ("cycles=5,", "cycles=5, flash=1e15,", '"Tea"', "no-room", "S.FOUR fits nowhere", "give it a smaller model or"),
        ('"Mean"', '"Men"', '"Men"', "no-price", "nothing is known of the algorithm Men", "did you mean Mean"),
        ('"Mean"', '"Mean", 1, 2', '"Mean"', "no-price", "S.ONE cannot be priced: Mean: 2 numbers", "leave out"),
        ('"x.pt", 3', '"x.pt"', '"FC"', "no-price", "nothing tells FC its outputs", "as a number"),
        ("cycles=5, output=1", "cycles=5", '"Tea"', "no-price", "its annotation has no output", "add output"),
        ("cycles=5, output=1", "output=1", '"Tea"', "no-price", "its annotation has no cycles", "add cycles"),
    ],
)
def test_one_fault_is_one_warning_at_its_place(
    old: str, new: str, at: str, code: str, message: str, advice: str
) -> None:
    text = RIGHT.replace(old, new, 1)
    [fault] = told(text)
    before = text[: text.index(at)]
    assert (fault.span.line, fault.span.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert (fault.severity, fault.code) == ("warning", code)
    assert message in fault.message
    assert advice in fault.advice
    assert not fault.message.endswith(".")


def test_all_faults_are_told_at_once_and_none_twice() -> None:
    text = RIGHT.replace("TelosB", "TelosC").replace('"BLE"', '"Zigbe"').replace('"Mean"', '"Men"')
    text = text.replace('"Variance"', '"Variants"').replace("cycles=5, ", "")
    text = text.replace("(A.FAN)", "(A.FAN && A.FAN)")
    assert [(one.span.line, one.code) for one in told(text)] == [
        (3, "unknown-device"),
        (3, "unknown-network"),
        (10, "no-price"),
        (11, "no-price"),
        (13, "no-price"),
    ]


def test_a_second_window_of_an_interface_is_told_at_the_interface() -> None:
    application, _ = parse(RIGHT.replace("S > 1", "S > 1 && B.PIR > 0"))
    assert application is not None
    profiles = load()
    tea = Opaque(Work(), Data(1), window=90000)
    found = graph(application, {"Variance": tea})
    faults = [(fault.code, fault.span.line) for fault in unpriced(application, found, profiles)]
    assert {("no-room", 3), ("no-room", 4)} <= set(faults)


def test_what_no_rule_needs_has_no_price_and_needs_none() -> None:
    text = RIGHT.replace('"Mean"', '"Men"').replace("IF (S > 1)", "IF (A.TEMPERATURE > 1)")
    assert told(text) == ()


def test_an_untrained_sensor_of_something_without_a_price_is_not_blamed() -> None:
    text = RIGHT.replace('"Mean"', '"Men"').replace("IF (S > 1)", 'IF (V == "a")')
    sensor = 'VSensor V(AUTO) { V.setInput(S); V.setOutput(<string_t>, "a"); }'
    assert [one.span.line for one in told(text.replace("VSensor S", f"{sensor} VSensor S"))] == [10]
