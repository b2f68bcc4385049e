"""Reading a program: what the tree holds, and what happens to text that is no program."""

from __future__ import annotations

import pytest

from placement.language.messages import MOST
from placement.language.parsing import MOST_CHARACTERS, parse
from placement.language.tree import All, Any, Application, Comparison, Number, Reference, SetModel, Span, String


def read(text: str) -> Application:
    application, found = parse(text)
    assert application is not None
    assert found == ()
    return application


def rule(text: str) -> Application:
    return read(f"Application X {{ Rule {{ {text} }} }}")


def codes(text: str) -> list[str]:
    return [item.code for item in parse(text)[1]]


def test_devices_have_kinds_aliases_interfaces_and_annotations() -> None:
    text = 'Application X { Configuration { TelosB A (T @(values=3, width=2), H) @(network="WiFi"); Edge E(); } }'
    first, second = read(text).devices
    assert (first.kind.text, first.alias.text) == ("TelosB", "A")
    assert [item.name.text for item in first.interfaces] == ["T", "H"]
    assert first.interfaces[0].annotation is not None
    assert [(name.text, value.text) for name, value in first.interfaces[0].annotation.values] == [
        ("values", "3"),
        ("width", "2"),
    ]
    assert first.annotation is not None
    assert first.annotation.values[0][1].text == "WiFi"
    assert second.interfaces == ()


def test_a_pipeline_has_groups_and_each_stage_has_its_place() -> None:
    text = 'Application X {\nImplementation {\nVSensor V("{F1,\n  F2}, SUM") { SUM.setModel("Sum", "F1", 2, A.X) @(ram=10); } } }'
    [sensor] = read(text).sensors
    assert [[stage.text for stage in group] for group in sensor.pipeline] == [["F1", "F2"], ["SUM"]]
    assert [stage.span for group in sensor.pipeline for stage in group] == [
        Span(3, 13, 3, 15),
        Span(4, 3, 4, 5),
        Span(4, 8, 4, 11),
    ]
    [model] = sensor.statements
    assert isinstance(model, SetModel)
    assert [type(argument) for argument in model.arguments] == [String, Number, Reference]
    assert model.annotation is not None


def test_and_binds_closer_than_or() -> None:
    [one] = rule("IF (A.X > 1 || B.Y < 2 && C.Z == 3) THEN (E.Go)").rules
    assert isinstance(one.condition, Any)
    left, right = one.condition.parts
    assert isinstance(left, Comparison)
    assert isinstance(right, All)


def test_parentheses_change_what_binds_and_else_say_nothing() -> None:
    [one] = rule("IF ((A.X > 1 || B.Y < 2) && ((C.Z == 3 && D.W != 4))) THEN (E.Go)").rules
    assert isinstance(one.condition, All)
    assert [type(part) for part in one.condition.parts] == [Any, Comparison, Comparison]


@pytest.mark.parametrize("semicolon", ["", ";"])
@pytest.mark.parametrize("around", ["{}", "({})"])
def test_semicolons_and_parentheses_of_a_rule_may_be_left_out(semicolon: str, around: str) -> None:
    text = f"IF {around.format('A.X > 1')} THEN {around.format('E.Go')}{semicolon} IF (B.Y<-2.5e1) THEN (E.Stop)"
    assert len(rule(text).rules) == 2


def test_a_string_over_a_line_end_is_joined() -> None:
    [one] = rule('IF (A.X > 1) THEN (E.Show("PH:\n     %f, Temp: {SUM}\n  end", A.X))').rules
    assert one.actions[0].arguments[0] == String("PH: %f, Temp: {SUM} end", Span(1, 1, 1, 1))


def test_windows_line_ends_are_line_ends() -> None:
    application = read('Application X {\r\n  Rule {\r\n    IF (A.X == "a\r\n b") THEN (E.Go); // c\r\n  }\r\n}\r\n')
    assert application.rules[0].span.line == 3
    assert application.comments[0].text == "// c"


def test_comments_are_kept_with_their_places() -> None:
    application = read("// one\nApplication X { /* two\n lines */ Rule { } // three\n}")
    assert [(item.text, item.own_line, item.span.line) for item in application.comments] == [
        ("// one", True, 1),
        ("/* two\n lines */", False, 2),
        ("// three", False, 3),
    ]


def test_sections_come_in_any_order() -> None:
    application = read("Application X { Rule { IF (A.X > 1) THEN (A.Y) } Configuration { RPI A(X, Y); } }")
    assert len(application.devices) == len(application.rules) == 1


def test_an_error_costs_its_item_alone() -> None:
    text = """Application X {
  Configuration { TelosB A(T); TelosB [B](T); TelosB C(T); }
  Implementation { VSensor [U] ("S") { S.setModel("FFT"); } VSensor V("S") { S.setModel(); V.setInput(A.T); } }
  Rule { IF (A.T >) THEN (E.Go); IF (A.T > 1) THEN (E.Go); }
}"""
    application, found = parse(text)
    assert application is not None
    assert [(item.code, item.span.line) for item in found] == [
        ("syntax", 2),
        ("syntax", 3),
        ("syntax", 3),
        ("syntax", 4),
    ]
    assert [device.alias.text for device in application.devices] == ["A", "C"]
    assert [sensor.name.text for sensor in application.sensors] == ["V"]
    assert len(application.sensors[0].statements) == len(application.rules) == 1
    assert {"B", "S"} <= application.lost


def test_several_missing_braces_are_one_message() -> None:
    text = 'Application X { Implementation { VSensor V("S") { V.setInput(A.T); Rule { IF (A.T > 1) THEN (A.Go); } }'
    [found] = parse(text)[1]
    assert found.message.startswith("2 closing braces are missing")
    assert "VSensor of line 1" in found.message


def test_nothing_that_can_be_read_gives_none_and_one_error() -> None:
    for text in ("", " \n", "// nothing", "VSensor X(AUTO) { }", "{}"):
        application, found = parse(text)
        assert application is None
        assert [item.code for item in found] == ["no-application"]


def test_an_unclosed_string_ends_with_its_line() -> None:
    text = 'Application X {\n Rule {\n IF (A.X == "a) THEN (E.Go);\n IF (A.X == "b") THEN (E.Go);\n}}'
    application, found = parse(text)
    assert application is not None
    assert len(application.rules) == 2
    assert [(item.code, item.span.line, item.span.column) for item in found] == [("unclosed-string", 3, 13)]


@pytest.mark.parametrize("opener", ["(", "(A.X > 1 && (", "((A.X > 1) || "])
def test_deep_nesting_is_refused_in_one_message(opener: str) -> None:
    text = "Application X { Rule { IF " + opener * 3000 + " A.X > 1; IF (A.X > 1) THEN (A.Go); } }"
    application, found = parse(text)
    assert application is not None
    assert [item.code for item in found] == ["too-deep"]
    assert len(application.rules) == 1


def test_twenty_parentheses_are_not_too_deep() -> None:
    rule("IF " + "(" * 20 + "A.X > 1" + ")" * 20 + " THEN (A.Go)")


@pytest.mark.parametrize("text", ["x" * 5_000_000, "Application X {" + " " * MOST_CHARACTERS + "}"])
def test_a_program_that_is_too_long_is_refused_at_once(text: str) -> None:
    application, [found] = parse(text)
    assert application is None
    assert found.code == "too-long"


HEAD = "Application X { Configuration { "


@pytest.mark.parametrize(
    "text",
    [
        HEAD + ";" * 20_000,
        HEAD + "}" * 20_000,
        HEAD + ";( " * 10_000,
        HEAD + '";\n' * 10_000,
        HEAD + "a " * 10_000,
        "/*" * 10_000,
        "/*" + "*" * 50_000,
        "é" * 20_000,
        "{" * 20_000,
        "VSensor " * 5_000,
        "Application " * 5_000,
        HEAD + "TelosB " + "a" * 50_000 + "(T);",
        "Application X { Rule { IF (A.X[" + "9" * 20_000 + "] > " + "9" * 20_000 + ") THEN (A.Go); } }",
    ],
    ids=lambda text: text[-12:].strip(),
)
def test_rubbish_ends_with_few_errors(text: str) -> None:
    _, found = parse(text)
    assert 0 < len(found) <= MOST + 1


def test_numbers_that_no_float_holds_are_errors() -> None:
    assert codes("Application X { Rule { IF (A.X > 1e400) THEN (A.Go); } }") == ["bad-number"]


def test_what_follows_an_error_at_once_is_no_second_one() -> None:
    text = "Application X { Configuration { TelosB [ IF (A.X > 1) THEN (E.Go); TelosB B(T); } }"
    application, found = parse(text)
    assert application is not None
    assert [device.alias.text for device in application.devices] == ["B"]
    assert [item.code for item in found] == ["syntax"]
