"""The report's listings: as printed each gives its own slips and no more; put right they are without fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from placement.language.printing import show
from placement.language.reading import examine, read
from tests.placement.language.printed import LISTINGS

EXAMPLES = Path(__file__).parents[3] / "examples" / "placement"
# Line, code and what is meant.
SLIPS: dict[str, list[tuple[int, str, str]]] = {
    "smart_home": [],
    "smart_door": [],
    "auto_door": [],
    "rface": [
        (9, "name-case", "Preprocess"),
        (11, "undeclared-stage", "REA"),
        (19, "output-on-stage", "DDDS.setOutput"),
    ],
    "limb_motion": [],
    "repetitive_count": [
        (11, "undeclared-sensor", "ResBlock3D"),
        (14, "foreign-sensor", "ResBlock2D"),
        (18, "undeclared-sensor", "ResBlock2D"),
        (31, "foreign-stage", "SUMV2"),
        (44, "missing-semicolon", ";"),
        (51, "missing-brace", "}"),
    ],
    "hyduino": [
        (8, "duplicate-alias", "E2"),
        (14, "action-without-device", "E.SDCardWrite"),
        (16, "missing-brace", "}"),
    ],
    "smart_chair": [
        (11, "undeclared-stage", "CAL"),
        (16, "undefined-name", "US_Distance"),
        (16, "assignment-in-condition", "=="),
    ],
}


@pytest.mark.parametrize("name", LISTINGS)
def test_a_printed_listing_gives_its_slips_and_nothing_else(name: str) -> None:
    application, found = examine(LISTINGS[name], [])
    assert application is not None
    errors = [item for item in found if item.severity == "error"]
    assert [(item.span.line, item.code) for item in errors] == [slip[:2] for slip in SLIPS[name]]
    for item, (_, _, meant) in zip(errors, SLIPS[name], strict=True):
        assert meant in item.advice
    assert {item.code for item in found if item.severity == "warning"} <= {"opaque-algorithm"}


@pytest.mark.parametrize("name", LISTINGS)
def test_an_example_is_without_fault_and_formatted(name: str) -> None:
    text = read(EXAMPLES / f"{name}.ep")
    application, found = examine(text, [])
    assert application is not None
    assert {item.code for item in found} <= {"opaque-algorithm"}
    assert show(application) == text


def test_every_example_has_its_listing() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.ep")} >= set(LISTINGS)


@pytest.mark.parametrize("name", [name for name, slips in SLIPS.items() if not slips and name != "auto_door"])
def test_a_faultless_listing_is_its_example(name: str) -> None:
    printed, _ = examine(LISTINGS[name], [])
    example, _ = examine(read(EXAMPLES / f"{name}.ep"), [])
    assert printed == example
