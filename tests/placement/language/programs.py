"""Programs for property tests: any tree that the language can say, and listings with something broken in them."""

from __future__ import annotations

import random
import re
from typing import TypeVar

from hypothesis import strategies as st

from placement.language.tree import (
    Accumulation,
    Action,
    All,
    Annotation,
    Any,
    Application,
    Assignment,
    Comparison,
    Condition,
    Device,
    Interface,
    Name,
    Number,
    Reference,
    Rule,
    SetInput,
    SetModel,
    SetOutput,
    Span,
    String,
    VirtualSensor,
)
from tests.placement.language.printed import LISTINGS

HERE = Span(1, 1, 1, 1)
TOKENS = re.compile(r'\s+|"[^"]*"|\w+|[^\w\s]')
ODD = " \t\n\"'{}()[]<>;,.=&|!/*@%+-#\\\r\x00éß“”漢\U0001f600"

names = st.sampled_from(("A", "b2", "_", "LIGHT_SOLAR", "setinput", "IFX", "Rules", "auto", "e1"))
name = names.map(lambda text: Name(text, HERE))
texts = st.text(ODD.replace('"', "").replace("\n", "") + "aZ09_", max_size=20)
string = texts.map(lambda text: String(text, HERE))
number = st.sampled_from(("0", "1", "-1", "+2", "7.5", ".5", "3.", "1e9", "-2.5E-3")).map(
    lambda text: Number(float(text), text, HERE)
)
value = st.one_of(string, number)
reference = st.builds(Reference, st.none() | name, name, st.none() | st.integers(0, 999))
argument = st.one_of(value, reference)


T = TypeVar("T")


def some(item: st.SearchStrategy[T], least: int = 0, most: int = 3) -> st.SearchStrategy[tuple[T, ...]]:
    """A few of them, as a tuple."""
    return st.lists(item, min_size=least, max_size=most).map(tuple)


setting = st.tuples(names, value)
annotation = st.none() | st.lists(setting, min_size=1, max_size=3, unique_by=lambda item: item[0]).map(
    lambda items: Annotation(tuple((Name(key, HERE), item) for key, item in items), HERE)
)
device = st.builds(Device, name, name, some(st.builds(Interface, name, annotation)), annotation)
statement = st.one_of(
    st.builds(SetInput, name, some(reference)),
    st.builds(SetModel, name, string, some(argument), annotation),
    st.builds(SetOutput, name, some(name), some(value)),
)
sensor = st.one_of(
    st.builds(VirtualSensor, name, some(some(name, 1), 1), some(statement), st.just(False)),
    st.builds(VirtualSensor, name, st.just(()), some(statement), st.just(True)),
)
operand = st.one_of(argument, st.builds(Accumulation, name, reference))
comparison = st.builds(Comparison, operand, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), operand, st.just(HERE))


def _joined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=2, max_size=3)
    return st.one_of(several.map(lambda found: _flat(All, found)), several.map(lambda found: _flat(Any, found)))


def _flat(kind: type[All] | type[Any], parts: list[Condition]) -> Condition:
    return kind(tuple(inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))))


condition: st.SearchStrategy[Condition] = st.recursive(comparison, _joined, max_leaves=6)
parameter = st.one_of(argument, st.builds(Assignment, name, value))
action = st.builds(Action, name, st.none() | name, some(parameter), st.just(HERE))
rule = st.builds(Rule, condition, some(action, 1), st.just(HERE))
application = st.builds(Application, name, some(device), some(sensor), some(rule))


def broken(seed: int) -> str:
    """A listing of the report with tokens deleted, swapped, doubled, moved or replaced by odd characters."""
    chance = random.Random(seed)
    tokens = TOKENS.findall(chance.choice(list(LISTINGS.values())))
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at, other = chance.randrange(len(tokens)), chance.randrange(len(tokens))
        match chance.randrange(6):
            case 0:
                tokens[at] = ""
            case 1:
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case 2:
                tokens.insert(at, tokens[other])
            case 3:
                tokens.insert(at, "".join(chance.choices(ODD, k=chance.randrange(1, 6))))
            case 4:
                tokens[at:at] = tokens[other : other + chance.randrange(1, 12)]
            case _:
                tokens = tokens[: max(1, at)]
    return "".join(tokens)
