"""Examples hold what their results need, and their specifications tell what the code begins with."""

from __future__ import annotations

import ast
from collections.abc import Sequence

import pytest

from core.project import Parameter
from knowledge.datasets.docs import Doc
from knowledge.datasets.drafts import from_docstring
from knowledge.datasets.examples import Example, Subject, make
from knowledge.datasets.slicing import given, needed


def example(text: str, doc: Doc, name: str = "tiny.total") -> Example | None:
    """The example of a text whose values are all whole numbers."""
    draft = from_docstring(text, "tiny", "total")
    assert draft is not None
    names = {n.id: ("int", "") for s in draft.statements for n in ast.walk(s.node) if isinstance(n, ast.Name)}
    return make(draft, Subject(name, "Sum.", doc), [("int", "")] * len(draft.statements), names)


@pytest.mark.parametrize(
    ("chunks", "kept"),
    [
        (["a = 1", "b = 2", "r = b + 1"], ["b = 2", "r = b + 1"]),
        (["# Said of it.\nq = np.sum(x)", "r = np.max(x)"], ["r = np.max(x)"]),
        (["m = Model()", "f = m.fit(x)", "r = m.score"], ["m = Model()", "f = m.fit(x)", "r = m.score"]),
        (["def f(x):\n    return x", "f = g", "r = f(1)"], ["f = g", "r = f(1)"]),
        (["x.sort()", "r = x"], ["x.sort()", "r = x"]),
    ],
)
def test_what_no_result_needs_is_left_out(chunks: Sequence[str], kept: list[str]) -> None:
    assert needed(chunks, ["r"], {"np"}) == kept


def test_what_the_results_are_made_from_is_told_in_its_order() -> None:
    chunks = ["a = load()", "a.add(3)", "b = a + n", "c = unrelated()", "c.add(4)", "r = b * 2"]
    assert given(chunks, {"r"}, {"n", "load"}) == ["a = load()", "a.add(3)", "b = a + n"]


def test_a_specification_tells_what_the_code_starts_from() -> None:
    made = example(">>> m = total.load()\n>>> total(m)", Doc("Sum of all."))
    assert made is not None
    assert made.spec.target == "Sum. Start from `m = total.load()`."
    assert "Start from" not in made.code


def test_names_documented_together_each_have_their_meaning() -> None:
    doc = Doc("Sum of all.", parameters=(Parameter("x, y", "int", "Addends."), Parameter("c", "int", "Carry.")))
    made = example(">>> a = 1\n>>> b = 2\n>>> d = 3\n>>> total(a, b, d)", doc)
    assert made is not None
    assert [one.meaning for one in made.spec.inputs] == ["Addends.", "Addends.", "Carry."]


def test_a_name_that_changes_is_no_input_and_outputs_are_told_apart() -> None:
    doc = Doc("Sum of all.", returns=(Parameter("", "int", "The sum."),))
    made = example(">>> a = 1\n>>> total(a)\n>>> a = 2\n>>> total(a, 3)", doc)
    assert made is not None
    assert made.spec.inputs == ()
    assert [one.meaning for one in made.spec.outputs] == ["The sum: `total(a)`", "The sum: `total(a, 3)`"]


@pytest.mark.parametrize(
    "text",
    [
        ">>> import matplotlib.pyplot as plt\n>>> a = total(1)\n>>> fig = plt.figure(a)",
        ">>> a = load(1)\n>>> b = a + 1\n>>> b",
    ],
)
def test_nothing_is_made_of_what_only_draws_or_does_not_use_its_subject(text: str) -> None:
    assert example(text, Doc("Sum of all.")) is None


def test_all_names_of_the_last_assignment_are_results_by_their_place() -> None:
    doc = Doc("Sum of all.", returns=(Parameter("s", "int", "The sum."), Parameter("c", "int", "The carry.")))
    made = example(">>> m = total.load()\n>>> [s, c] = total(m)", doc)
    assert made is not None
    assert [(one.name, one.meaning) for one in made.spec.outputs] == [("s", "The sum."), ("c", "The carry.")]
    assert "return s, c\n" in made.code
