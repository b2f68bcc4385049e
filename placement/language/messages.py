"""Every message about a program, in one table, and the list that a reading of a program fills."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from core.spelling import LONGEST_NAME, nearest
from placement.language.tree import Diagnostic, Span

MOST = 200  # errors of one file: nobody reads more


class Message(NamedTuple):
    """A severity, what is wrong and what is meant; the advice is left out where its ``{near}`` is not known."""

    severity: str
    text: str
    advice: str = ""


MESSAGES = {
    # Reading
    "too-long": Message("error", "the program has {size} characters", "a program may have {most} at most"),
    "too-deep": Message("error", "parentheses are nested more than {most} deep", "split the rule"),
    "too-many-errors": Message("error", "too much is wrong: the rest is left out", "mend the errors above"),
    "no-application": Message("error", "a program begins with Application NAME {{", "put Application NAME {{ first"),
    "after-end": Message("error", "{what} stands after the end of the application", "a file holds one application"),
    "unknown-sign": Message("error", "the sign {what} has no meaning here", "write {near}"),
    "wrong-brackets": Message("error", "these are the wrong brackets", "write {near}"),
    "wrong-sign": Message("error", "{what} is the wrong sign here", "write {near}"),
    "foreign-name": Message(
        "error", "the name {what} has letters beyond A to Z{again}", "names have A to Z, a to z, digits and _"
    ),
    "foreign-comment": Message("error", "a comment does not begin with #", "write //"),
    "absent-word": Message("error", "the language has no {what}", "{near}"),
    "unquoted": Message("error", "{what} is not in quotes", "write {near}"),
    "unquoted-stages": Message("error", "the stages are not in quotes", "write {near}"),
    "quoted-name": Message("error", "{what} is a text, here a name is meant", "write {near}"),
    "bare-type": Message("error", "the type {what} is not in angle brackets", "write {near}"),
    "set-action": Message("error", "= sets nothing here", "write {near}"),
    "decimal-comma": Message("error", "a number has a point, not a comma", "write {near}"),
    "chained-comparison": Message("error", "a comparison has two sides", "write {near}"),
    "missing-target": Message("error", "nothing stands before {what}", "write {near}"),
    "missing-alias": Message("error", "a device has a kind and a name", "write KIND NAME(...)"),
    "wrong-quotes": Message("error", "{what} is not in the quotes of a string", 'write "..."'),
    "unclosed-string": Message("error", "a string is not closed", 'put a " at its end'),
    "unclosed-comment": Message("error", "a comment is not closed", "put */ at its end"),
    "missing-semicolon": Message("error", "a semicolon is missing", "put ; here"),
    "missing-brace": Message("error", "{what} missing{where}", "put {near} here"),
    "missing-parenthesis": Message("error", "{what} is missing", "put {near} here"),
    "missing-comparison": Message("error", "a condition compares two things", "write a comparison, such as == 1"),
    "missing-name": Message("error", "a name is missing", "put a name here"),
    "missing-token": Message("error", "{what} is missing", "put {near} here"),
    "extra-brace": Message("error", "there is one closing brace too many", "take it away"),
    "extra-token": Message("error", "{what} is one too many", "take it away"),
    "assignment-in-condition": Message("error", "= sets a value, a condition compares", "write =="),
    "comparison-for-assignment": Message("error", "{what} compares, here a value is set", "write ="),
    "keyword-spelling": Message("error", "{what} is no keyword", "write {near}"),
    "reserved-word": Message("error", "{what} is a word of the language and cannot be a name", "take another name"),
    "syntax": Message("error", "{what} is not expected here", "expected is {near}"),
    # Names that are declared twice
    "duplicate-section": Message("error", "a second {what}", "put all into the first one, in line {line}"),
    "duplicate-alias": Message(
        "error", "two devices are called {what}", "give this one a name of its own, such as {near}"
    ),
    "duplicate-interface": Message("error", "{what} has the interface {name} twice", "take one away"),
    "duplicate-sensor": Message("error", "two virtual sensors are called {what}", "the first is in line {line}"),
    "duplicate-stage": Message("error", "{what} has two stages called {name}", "give one of them another name"),
    "duplicate-model": Message("error", "the stage {what} has a model already", "the first is in line {line}"),
    "duplicate-input": Message(
        "error", "{what} has its input already", "name all inputs in one setInput, in line {line}"
    ),
    "duplicate-output": Message("error", "{what} has its output already", "the first is in line {line}"),
    "duplicate-rule": Message("warning", "this rule stands here twice", "take one away; the first is in line {line}"),
    "duplicate-setting": Message("error", "the annotation gives {what} twice", "take one away"),
    "name-clash": Message("error", "{what} is the name of {kind}, too", "give one of them another name"),
    "second-edge": Message("error", "{what} is a second edge", "take it away: all devices speak to {first}"),
    # Annotations
    "unknown-setting": Message("error", "the annotation of {owner} has no {what}", "write {near}"),
    "bad-setting": Message("error", "{what} is {value}", "give {near}"),
    "two-costs": Message("warning", "cycles and {what} are added up", "give cycles or operations, not both"),
    "edge-network": Message(
        "error", "{what} is the edge: it speaks the network of each device", "put the annotation after the devices"
    ),
    # Virtual sensors
    "name-case": Message("error", "{what} is not declared", "write {near}: names are told apart by case"),
    "text-or-name": Message("warning", "{what} is taken as a text", "did you mean {near}?"),
    "undeclared-stage": Message("error", "{what} is no stage of {name}", "did you mean {near}?"),
    "foreign-stage": Message("error", "{what} is a stage of {owner}", "did you mean {near}?"),
    "foreign-sensor": Message("error", "{method} of {what} stands in {name}", "did you mean {near}?"),
    "undeclared-sensor": Message("error", "no virtual sensor is called {what}", "did you mean {near}?"),
    "output-on-stage": Message("error", "{what} is a stage: outputs belong to virtual sensors", "write {near}"),
    "model-on-sensor": Message("error", "{what} is a virtual sensor: models belong to stages", "did you mean {near}?"),
    "model-in-auto": Message("error", "an AUTO sensor chooses its model itself", "take setModel away, or name stages"),
    "quoted-auto": Message("error", '"AUTO" is no stage', "write AUTO without quotes, or name the stages"),
    "no-model": Message("error", "the stage {what} has no model", 'write {what}.setModel("...")'),
    "no-input": Message("error", "nothing is put into {what}", "write {what}.setInput(...)"),
    "no-output": Message("warning", "{what} does not say what it gives", "write {what}.setOutput(<float_t>)"),
    "auto-no-output": Message("error", "{what} cannot learn: its output is not given", "write {what}.setOutput(...)"),
    "no-types": Message("error", "the types of the output are missing", "write <string_t> or the like first"),
    "unused-stage": Message("warning", "nothing takes what {what} gives", "take it away, or name it as an input"),
    "unknown-type": Message(
        "warning", "no type is called {what}", "write {near}, or a name of your own that ends in _t"
    ),
    "duplicate-value": Message("warning", "{what} lists the value {value} twice", "take one away"),
    "repeated-source": Message("warning", "{name} takes {what} twice", "take one away"),
    "later-stage": Message("error", "{what} does not come before {name} in the pipeline", "put it before {name}"),
    "cycle": Message("error", "these wait for each other: {what}", "take one out of the inputs of the next"),
    "opaque-algorithm": Message("warning", "no algorithm is called {what}: it cannot run", "did you mean {near}?"),
    # Rules and references
    "undefined-name": Message("error", "{what} is not declared{again}", "did you mean {near}?"),
    "undefined-device": Message("error", "no device is called {what}{again}", "did you mean {near}?"),
    "undefined-interface": Message("error", "{what} is not declared{again}", "did you mean {near}?"),
    "undefined-variable": Message("error", "nothing is added to {what}", "did you mean {near}?"),
    "device-as-value": Message("error", "{what} is a device, not a value", "did you mean {near}?"),
    "dotted-sensor": Message("error", "{what} is a virtual sensor: nothing follows a dot", "write {near}"),
    "index-range": Message("error", "{what} has no output {index}", "it has {count}, from 0 to {last}"),
    "bad-index": Message("error", "{what} is no index", "write a whole number from 0"),
    "bad-number": Message("error", "{what} is too large", "write a smaller number"),
    "unlisted-value": Message("warning", "{what} does not list {value} as a value", "did you mean {near}?"),
    "type-mismatch": Message("warning", "{what} gives {kind}, and is compared with {value}", "compare it with {near}"),
    "ordered-text": Message("warning", "{what} gives texts, which have no order", "compare with == or !="),
    "constant-condition": Message("warning", "this condition never changes", "compare with a sensor"),
    "action-without-device": Message("error", "the action {what} is without its device", "write {near}"),
    "action-without-interface": Message("error", "the device {what} is not told what to do", "did you mean {near}?"),
    "sensor-as-action": Message("error", "{what} is {kind}: it cannot act", "name an interface of a device"),
    "misplaced-assignment": Message("error", "{what} is set within an action of an interface", "write {near}"),
    "sensor-as-actuator": Message("warning", "{what} is read and acted on", "read from one interface, act on another"),
    "interpolation": Message("error", "{what} is nothing that can be filled in", "did you mean {near}?"),
    "format-arguments": Message("warning", "the text takes {count} and is given {given}", "give it {count}"),
    # What nothing uses
    "unused-device": Message("warning", "the device {what} is not used", "take it away, or use it"),
    "unused-interface": Message("warning", "the interface {what} is not used", "take it away, or use it"),
    "unused-sensor": Message("warning", "the virtual sensor {what} is not used", "take it away, or use it in a rule"),
    "no-rules": Message("warning", "the application has no rule", "write Rule {{ IF (...) THEN (...); }}"),
}


class Phrase(str):
    """Words of ours, which are shown whole; what a program says may be long."""


class Report:
    """The diagnostics of one reading: each code once at a place, and not more than anybody reads."""

    def __init__(self) -> None:
        self._found: dict[str, dict[tuple[Span, str], Diagnostic]] = {"error": {}, "warning": {}}
        self._cut = False
        self._compared = 0

    def add(self, code: str, span: Span, near: str | None = "", **values: object) -> None:
        """Put a message in. ``near`` is what is meant; None leaves the advice out."""
        message = MESSAGES[code]
        found = self._found[message.severity]
        if len(found) >= MOST:
            self._cut = True
            return
        fields = {
            key: value if isinstance(value, Phrase) else shorten(str(value))
            for key, value in {"near": near, **values}.items()
        }
        advice = "" if near is None else message.advice.format(**fields)
        diagnostic = Diagnostic(span, message.severity, code, message.text.format(**fields), advice)
        found.setdefault((span, code), diagnostic)

    def nearest(self, name: str, candidates: Iterable[str]) -> str | None:
        """The function of this name, for as many names as are reported: it is the dear part of an error."""
        self._compared += 1
        return nearest(name, candidates) if self._compared <= MOST else None

    @property
    def full(self) -> bool:
        """There are so many errors that no more is taken in."""
        return len(self._found["error"]) >= MOST

    def sorted(self) -> tuple[Diagnostic, ...]:
        """All that was found, by place."""
        found = sorted([*self._found["error"].values(), *self._found["warning"].values()])
        return (*found, self._rest(found[-1].span)) if self._cut else tuple(found)

    @staticmethod
    def _rest(span: Span) -> Diagnostic:
        severity, text, advice = MESSAGES["too-many-errors"]
        return Diagnostic(span, severity, "too-many-errors", text, advice)


def shorten(text: str) -> str:
    """A text as a message can show it: on one line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1] + "…"
