"""Every kind of slip, put into a right program one at a time, is found where it is, with what is meant."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from placement.language.messages import MESSAGES
from placement.language.reading import examine
from tests.placement.language.slips import ALGORITHMS, COUNTING, RIGHT, STAGE, WRITING, Slip, errors


def warnings(text: str) -> list[tuple[int, int, str]]:
    _, found = examine(text, ALGORITHMS)
    return [(item.span.line, item.span.column, item.code) for item in found if item.severity == "warning"]


def test_the_right_program_is_right() -> None:
    assert examine(RIGHT, ALGORITHMS)[1] == ()


PRINTED = [
    Slip("undeclared-stage", "ID.setModel", "I2.setModel", "I2", "ID"),
    Slip("name-case", "Voice.setInput", "voice.setInput", "voice", "Voice"),
    Slip("name-case", "FE.setModel", "fe.setModel", "fe", "FE"),
    Slip("foreign-sensor", "Motion.setInput", "Voice.setInput", "Voice", "Motion"),
    Slip("foreign-sensor", "Motion.setOutput", "Voice.setOutput", "Voice", "Motion"),
    Slip("output-on-stage", "Voice.setOutput", "ID.setOutput", "ID", "Voice.setOutput"),
    Slip("undeclared-sensor", "Voice.setOutput", "Elsewhere.setOutput", "Elsewhere", "Voice"),
    Slip("foreign-stage", "SUM1.setModel", "ID.setModel", "ID", "SUM1"),
    Slip("foreign-stage", '"F1", "F2")', '"F1", "FE")', '"FE"'),
    Slip("duplicate-alias", "Alarm);\n  }", "Alarm);\n    Arduino E(Go);\n  }", "E(", "E2"),
    Slip("undefined-name", "IF (Voice ==", "IF (Vois ==", "Vois", "Voice"),
    Slip("undefined-name", "A.Light <", "Light <", "Light", "A.Light"),
    Slip("assignment-in-condition", "PIR == 1", "PIR = 1", "= 1", "=="),
    Slip("missing-semicolon", "B(Mic, Accel);\n", "B(Mic, Accel)\n", "\n", ";"),
    Slip("missing-semicolon", '"cow.gmm");\n', '"cow.gmm")\n', "\n", ";"),
    Slip("missing-brace", "Alarm);\n  }\n", "Alarm);\n", "\n", "}"),
    Slip("missing-brace", '"horse");\n    }\n', '"horse");\n', "\n", "}"),
    Slip("missing-brace", "COUNT=0));\n  }\n}\n", "COUNT=0));\n  }\n", (30, 4), "}"),
    Slip("extra-brace", "COUNT=0));\n  }\n}\n", "COUNT=0));\n  }\n}\n}\n", (32, 1)),
    Slip("extra-brace", '"horse");\n    }\n', '"horse");\n    }\n    }\n', (15, 5)),
    Slip("extra-brace", "<float_t, float_t>);\n    }\n", "<float_t, float_t>);\n    }\n    }\n", (23, 5)),
    Slip("action-without-device", "E.Alarm", "Alarm", "Alarm", "E.Alarm"),
]
OURS = [
    Slip("undefined-interface", "A.Light <", "A.Lihgt <", "A.Lihgt", "A.Light"),
    Slip("undefined-interface", "A.Light <", "A.Mic <", "A.Mic", "B.Mic"),
    Slip("undefined-device", "A.Light <", "C.Light <", "C", "A"),
    Slip("undefined-interface", "E.Alarm", "E.Alram", "E.Alram", "E.Alarm"),
    Slip("undefined-name", "setInput(B.Mic)", "setInput(Motoin, B.Mic)", "Motoin", "Motion"),
    Slip("device-as-value", "A.Light <", "A <", "A", "A.Light"),
    Slip("dotted-sensor", "Voice ==", "Voice.out ==", "Voice", "Voice"),
    Slip("second-edge", "Alarm);\n  }", "Alarm);\n    Edge F(Lamp);\n  }", "Edge F", "E"),
    Slip("second-edge", "Alarm);\n  }", "Alarm);\n    edge E();\n  }", "edge E", "E"),
    Slip("edge-network", "Alarm);\n  }", 'Alarm) @(network="BLE");\n  }', "@", "after the devices"),
    Slip("edge-network", "Alarm);\n  }", "Alarm) @(colour=1);\n  }", "@", "after the devices"),
    Slip("unknown-setting", "Light, PIR", "Light @(valeus=2), PIR", "valeus", "values"),
    Slip("unknown-setting", "Light, PIR", "Light @(colour=2), PIR", "colour", "values or width"),
    Slip("unknown-setting", "Light, PIR);", 'Light, PIR) @(netwrk="BLE");', "netwrk", "network"),
    Slip("unknown-setting", '"MFCC")', '"MFCC") @(cycle=5)', "cycle", "cycles"),
    Slip("bad-setting", "Light, PIR", "Light @(values=0), PIR", "0", "a whole number, 1 or more"),
    Slip("bad-setting", "Light, PIR", "Light @(width=1.5), PIR", "1.5", "a whole number, 1 or more"),
    Slip("bad-setting", "Light, PIR);", "Light, PIR) @(network=5);", "5", '"BLE"'),
    Slip("bad-setting", '"MFCC")', '"MFCC") @(cycles="many", output=1)', '"many"', "a number from 0"),
    Slip("bad-setting", '"MFCC")', '"MFCC") @(ram=-1)', "-1", "a number from 0"),
    Slip("bad-setting", '"MFCC")', '"MFCC") @(cycles=1e30)', "1e30", "a number from 0 to 1e+15"),
    Slip("bad-number", '"MFCC")', '"MFCC") @(cycles=1e999)', "1e999"),
    Slip("duplicate-interface", "(Light, PIR)", "(Light, PIR, Light)", "Light)"),
    Slip(
        "duplicate-sensor",
        "VSensor Motion(",
        'VSensor Motion("S") {Motion.setInput(A.PIR); S.setModel("FFT"); Motion.setOutput(<float_t>);} VSensor Motion(',
        (16, 107),
        "line 16",
    ),
    Slip("duplicate-stage", "FE, ID", "FE, ID, FE", (9, 28)),
    Slip(
        "duplicate-model",
        'FE.setModel("MFCC");',
        'FE.setModel("MFCC"); FE.setModel("FFT");',
        'FE.setModel("FFT")',
        "line 11",
    ),
    Slip(
        "duplicate-input",
        "Voice.setInput(B.Mic);",
        "Voice.setInput(B.Mic); Voice.setInput(A.PIR);",
        "Voice.setInput(A",
        "line 10",
    ),
    Slip(
        "duplicate-output",
        "Motion.setOutput(<float_t, float_t>);",
        "Motion.setOutput(<float_t, float_t>); Motion.setOutput(<float_t>);",
        "Motion.setOutput(<float_t>)",
        "line 21",
    ),
    Slip(
        "duplicate-section",
        "  Rule {\n",
        "  Rule { IF (A.PIR > 0) THEN (E.Alarm); }\n  Rule {\n",
        "Rule {\n",
        "line 25",
    ),
    Slip("duplicate-setting", "Light, PIR", "Light @(width=2, width=4), PIR", "width=4"),
    Slip("name-clash", STAGE, STAGE.replace("FE", "Motion"), "Motion"),
    Slip("name-clash", COUNTING, COUNTING.replace("COUNT", "Voice"), "Voice"),
    Slip("model-on-sensor", "ID.setModel", "Voice.setModel", "Voice", "ID"),
    Slip("no-model", '      FE.setModel("MFCC");\n', "", (9, 20), "FE.setModel"),
    Slip("no-input", "      Voice.setInput(B.Mic);\n", "", (9, 13), "Voice.setInput"),
    Slip("no-input", "Voice.setInput(B.Mic)", "Voice.setInput()", (9, 13), "Voice.setInput"),
    Slip("no-types", "(<float_t, float_t>)", "()", (21, 7), "<string_t>"),
    Slip("later-stage", '"F1", "F2");', '"F1", "SUM1");', '"SUM1"', "before"),
    Slip("cycle", "setInput(B.Mic)", "setInput(B.Mic, Voice)", (9, 13)),
    Slip("undefined-variable", "E(COUNT=0)", "E(COUNTS=0)", "COUNTS", "COUNT"),
    Slip("index-range", "Motion[0]", "Motion[2]", "Motion", "from 0 to 1"),
    Slip("bad-index", "Motion[0]", "Motion[0.5]", "0.5", "whole"),
    Slip("bad-number", "< 100", "< 1e999", "1e999"),
    Slip("action-without-interface", "E.Alarm", "E", "E", "E.Database"),
    Slip("sensor-as-action", "E.Alarm", "Voice", "Voice"),
    Slip("sensor-as-action", "E.Alarm", "COUNT", "COUNT"),
    Slip("misplaced-assignment", "E(COUNT=0)", "E.Alarm(COUNT=0)", "COUNT", "E(COUNT=...)"),
    Slip("interpolation", "{COUNT}", "{COUNTS}", "{", "COUNT"),
]


@pytest.mark.parametrize("slip", PRINTED + OURS + WRITING, ids=lambda slip: f"{slip.code}: {slip.new.strip()[:30]}")
def test_one_slip_gives_one_error_at_its_place_with_what_is_meant(slip: Slip) -> None:
    assert slip.text != RIGHT
    [(line, column, code, advice)] = errors(slip.text)
    assert code == slip.code
    assert (line, column) == slip.place()
    assert slip.meant in advice


@dataclass(frozen=True)
class Doubt(Slip):
    """The same for a warning."""


TWICE = "IF (A.PIR == 1) THEN (E.Alarm);"
DOUBTS = [
    Doubt("opaque-algorithm", '"MFCC"', '"MFC"', '"MFC"', "MFCC"),
    Doubt("text-or-name", '"cow.gmm"', '"motion"', '"motion"', "Motion"),
    Doubt("text-or-name", '"F1", "F2"', '"F1", "FF2"', '"FF2"', "did you mean F2?"),
    Doubt("text-or-name", '"F1", "F2"', '"F1", "F2", "Voise"', '"Voise"', "did you mean Voice?"),
    Doubt("unused-stage", '"F1", "F2"', '"F1"', (16, 26), "name it"),
    Doubt("unknown-type", "<float_t, float_t>", "<flot_t, float_t>", "flot_t", "float_t"),
    Doubt("unknown-type", "<float_t, float_t>", "<bananas>", "bananas", "string_t, float_t or vector_t, or a name"),
    Doubt("duplicate-value", '"horse")', '"cow")', '"cow")'),
    Doubt("repeated-source", "setInput(B.Mic)", "setInput(B.Mic, B.Mic)", "B.Mic)"),
    Doubt("two-costs", '"MFCC")', '"MFCC") @(cycles=5, integer=4, output=1)', "integer", "not both"),
    Doubt("ordered-text", 'Voice == "cow"', 'Voice > "cow"', '"cow"', "=="),
    Doubt("type-mismatch", "A.Light < 100", 'A.Light < "100"', '"100"', "a number"),
    Doubt("unlisted-value", 'Voice == "cow"', 'Voice == "cows"', '"cows"', "cow"),
    Doubt("type-mismatch", 'Voice == "cow"', "Voice == 1", "1", "a string"),
    Doubt("type-mismatch", "Motion[0] >= 1", 'Motion[0] >= 1 && Motion[1] == "x"', '"x"', "a number"),
    Doubt("constant-condition", "A.PIR == 1", "A.PIR == 1 || 1 < 2", "1 < 2"),
    Doubt("sensor-as-actuator", "A.Light < 100", "E.Alarm < 100", (27, 13)),
    Doubt("format-arguments", "%f", "%f %d", (29, 24), "2"),
    Doubt("unused-device", "Edge E(", "RPI F(Camera); Edge E(", "F"),
    Doubt("unused-interface", "(Mic, Accel)", "(Mic, Camera, Accel)", "Camera"),
    Doubt("unused-sensor", 'Voice == "cow"', "A.PIR == 1", (9, 13)),
    Doubt("no-output", '      Voice.setOutput(<string_t>, "cow", "horse");\n', "", (9, 13), "setOutput"),
    Doubt("duplicate-rule", "  Rule {\n", f"  Rule {{ {TWICE} {TWICE}\n", (25, 42), "25"),
]


@pytest.mark.parametrize("doubt", DOUBTS, ids=lambda doubt: doubt.code)
def test_what_is_doubtful_is_warned_of_and_no_error(doubt: Doubt) -> None:
    _, found = examine(doubt.text, ALGORITHMS)
    assert not [item for item in found if item.severity == "error"]
    mine = [item for item in found if item.code == doubt.code]
    assert [(item.span.line, item.span.column) for item in mine] == [doubt.place()]
    assert doubt.meant in mine[0].advice


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"F1", "F2"', '"F1", "F2", "Voice.x"'),
        ('"cow.gmm"', '"models/FE"'),
        ('"cow.gmm"', '"voices"'),
        ('"cow.gmm"', '"ID2"'),
        ("<float_t, float_t>", "<point_t, float_t>"),
        ("<float_t, float_t>", "<vector_t, uint8_t>"),
        ('SUM1.setModel("Sum", "F1", "F2")', 'SUM1.setInput(F1, F2); SUM1.setModel("Sum")'),
        ("Edge E(Database, Alarm)", "RPI P(); Edge E(Database, Alarm)"),
    ],
)
def test_what_only_looks_like_a_slip_is_not_warned_of(old: str, new: str) -> None:
    assert old in RIGHT
    assert warnings(RIGHT.replace(old, new, 1)) == []


def test_a_device_that_sets_a_variable_back_is_used() -> None:
    text = RIGHT.replace("Edge E(", "RPI P(Horn); Edge E(").replace("E(COUNT=0)", "P(COUNT=0)")
    assert [code for _, _, code in warnings(text)] == ["unused-interface"]


def test_a_stage_that_a_misspelt_name_means_is_used() -> None:
    text = RIGHT.replace('SUM1.setModel("Sum", "F1", "F2")', 'SUM1.setInput(F1, FF2); SUM1.setModel("Sum")')
    assert [code for *_, code, _ in errors(text)] == ["undefined-name"]
    assert warnings(text) == []


def test_a_stage_without_named_inputs_takes_all_before_it() -> None:
    assert warnings(RIGHT.replace('"Sum", "F1", "F2"', '"Sum"')) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (", A.Light) &&", ") &&", "the text takes 1 value and is given 0; give it 1 value"),
        ("E.Alarm", "COUNT", "COUNT is a variable: it cannot act; name an interface of a device"),
        ("Edge E(", "Edge Srv(", "= sets nothing here; write Srv(COUNT=0)"),
    ],
)
def test_a_message_says_what_is_meant(old: str, new: str, message: str) -> None:
    text = RIGHT.replace("E(COUNT=0)", "COUNT=0") if "Srv" in new else RIGHT
    _, found = examine(text.replace(old, new, 1), ALGORITHMS)
    assert message in [f"{item.message}; {item.advice}" for item in found]


def test_blocks_that_are_not_closed_are_all_named() -> None:
    _, found = examine(RIGHT[: RIGHT.index("    }\n\n    VSensor Motion")], ALGORITHMS)
    [message] = [item.message for item in found if item.code == "missing-brace"]
    assert message.endswith("Application of line 1 and Implementation of line 8 and VSensor of line 9 are not closed")


def test_all_slips_of_a_program_are_found_at_once() -> None:
    chosen = [
        Slip("missing-semicolon", "Light, PIR);", "Light, PIR)", ""),
        Slip("undeclared-stage", "ID.setModel", "I2.setModel", ""),
        Slip("foreign-sensor", "Motion.setInput", "Voice.setInput", ""),
        Slip("missing-brace", "<float_t, float_t>);\n    }\n", "<float_t, float_t>);\n", ""),
        Slip("undefined-interface", "A.Light <", "A.Lihgt <", ""),
        Slip("assignment-in-condition", "PIR == 1", "PIR = 1", ""),
    ]
    text = RIGHT
    for slip in chosen:
        text = text.replace(slip.old, slip.new, 1)
    assert [code for _, _, code, _ in errors(text)] == [slip.code for slip in chosen]


def test_a_name_that_nothing_declares_is_reported_once() -> None:
    text = RIGHT.replace("A.", "Z.")
    [(line, column, code, advice)] = errors(text)
    assert (line, column, code) == (26, 27, "undefined-device")
    assert "A" in advice


def test_nothing_is_said_of_names_that_stand_in_what_cannot_be_read() -> None:
    [(line, _, code, _)] = errors(RIGHT.replace("TelosB A(Light, PIR);", "TelosB [A](Light, PIR);"))
    assert (line, code) == (3, "syntax")


def test_a_ring_of_virtual_sensors_is_named() -> None:
    text = RIGHT.replace("setInput(B.Mic)", "setInput(B.Mic, Motion)").replace(
        "setInput(B.Accel)", "setInput(B.Accel, Voice)"
    )
    _, found = examine(text, ALGORITHMS)
    [message] = [item.message for item in found if item.code == "cycle"]
    assert message.endswith(("Voice -> Motion -> Voice", "Motion -> Voice -> Motion"))


def test_a_ring_through_a_model_is_found() -> None:
    text = RIGHT.replace('"Sum", "F1", "F2"', '"Sum", "F1", "Motion"')
    assert [code for _, _, code, _ in errors(text)] == ["cycle"]


def test_a_ring_through_a_variable_is_found() -> None:
    text = RIGHT.replace("setInput(B.Accel)", "setInput(B.Accel, COUNT)")
    _, found = examine(text, ALGORITHMS)
    [(place, message)] = [((item.span.line, item.span.column), item.message) for item in found if item.code == "cycle"]
    assert place == (16, 13)
    assert message.endswith(("COUNT -> Motion -> COUNT", "Motion -> COUNT -> Motion"))


def test_variables_that_wait_for_each_other_are_found_and_one_that_adds_itself_is_not() -> None:
    text = RIGHT.replace("COUNT += Motion[0] >= 1", "COUNT += T > 1 && T += COUNT > 1")
    assert [(line, column, code) for line, column, code, _ in errors(text)] == [(28, 9, "cycle")]
    assert errors(RIGHT.replace("A.PIR == 1", "COUNT += COUNT > 9")) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "advice"),
    [
        ("E.Alarm)", "E->Alarm = 1)", "set-action", "write E.Alarm(1)"),
        ("A.Light < 100", "1 < A->Light =< 3", "chained-comparison", "write && A.Light <="),
        ('"FE, ID"', "FE， ID", "unquoted-stages", 'write "FE, ID"'),
    ],
)
def test_what_is_meant_is_written_with_the_signs_of_the_language(old: str, new: str, code: str, advice: str) -> None:
    found = errors(RIGHT.replace(old, new, 1))
    assert [item[3] for item in found if item[2] == code] == [advice]
    assert {item[2] for item in found} == {code, "unknown-sign"}


def test_a_word_of_other_languages_does_not_hide_the_slip_before_it() -> None:
    text = RIGHT.replace("&& A.Light < 100", "and not (A.Light)")
    assert [(code, advice) for _, _, code, advice in errors(text)] == [
        ("keyword-spelling", "write &&"),
        ("absent-word", "write A.Light == 0"),
    ]


AUTO = """\
Application X {
  Configuration { RPI A(Mic, Go); }
  Implementation { VSensor V(AUTO) { V.setInput(A.Mic); V.setOutput(<string_t>, "yes"); } }
  Rule { IF (V == "yes") THEN (A.Go); }
}
"""


def test_an_auto_sensor_needs_input_and_output_and_no_model() -> None:
    assert errors(AUTO) == []
    assert [e[2] for e in errors(AUTO.replace("V.setInput(A.Mic);", ""))] == ["no-input"]
    assert [e[2] for e in errors(AUTO.replace('V.setOutput(<string_t>, "yes");', ""))] == ["auto-no-output"]
    assert [e[2] for e in errors(AUTO.replace("AUTO", '"AUTO"'))] == ["quoted-auto"]
    assert [e[2] for e in errors(AUTO.replace("V.setInput", 'F.setModel("FFT"); V.setInput'))] == ["model-in-auto"]


def test_an_edge_that_is_not_declared_can_be_told_to_set_variables() -> None:
    text = "Application X { Configuration { RPI A(T, Go); } Rule { IF (N += A.T > 1) THEN (A.Go && E(N=0)); } }"
    assert errors(text) == []
    assert [
        item[2] for item in errors(text.replace("RPI A", "RPI E").replace("A.", "E.").replace("E(N", "Edge(N"))
    ] == []
    assert [item[2] for item in errors(text.replace("A.Go &&", "E.Go &&"))] == ["undefined-interface"]


def test_an_application_without_rules_is_doubtful() -> None:
    _, found = examine(RIGHT[: RIGHT.index("  Rule")] + "}", ALGORITHMS)
    assert (found[0].code, found[0].advice) == ("no-rules", "write Rule { IF (...) THEN (...); }")


def test_every_kind_of_message_is_tested() -> None:
    elsewhere = {"too-long", "too-deep", "too-many-errors", "model-in-auto", "auto-no-output", "no-rules"}
    assert {slip.code for slip in PRINTED + OURS + WRITING + DOUBTS} | elsewhere == set(MESSAGES)


def test_diagnostics_come_by_place() -> None:
    _, found = examine(RIGHT.replace("A.", "Z.").replace("ID.", "I2.").replace("Mic", "Mik", 1), ())
    assert list(found) == sorted(found)
    assert len({item.severity for item in found}) == 2


@pytest.mark.parametrize(
    "text", ["%" + "0" * 100_000, "%0" * 50_000, "{ " * 50_000, "{" + " " * 100_000, "{" + "a" * 100_000]
)
def test_odd_texts_of_an_action_do_no_harm(text: str) -> None:
    _, found = examine(RIGHT.replace("%f", text), ALGORITHMS)
    assert {item.code for item in found} == {"format-arguments"} or not found
