from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.order import ancestors, edges
from graph.asking import InvalidError
from graph.plans import Draft, distinct, near_duplicate, parse_json_plan, parse_text_plan, subtasks_of
from tests.fakes import chain, plan_answer

DRAFTS = st.lists(
    st.builds(
        Draft,
        st.text(alphabet="abcdefg ", min_size=1, max_size=12),
        st.text(alphabet="abcdefg ", min_size=1, max_size=30),
        st.lists(st.integers(-1, 14), max_size=4).map(tuple),
    ),
    max_size=14,
)


def test_a_json_plan_is_found_in_talk_and_fences() -> None:
    drafts = parse_json_plan(f"Sure!\n```json\n{chain(3)}\n```\nDone.")
    assert [draft.depends_on for draft in drafts] == [(), (1,), (2,)]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("no plan", "no JSON object"),
        ('{"subtasks": "none"}', '"subtasks" as a list'),
        ('{"subtasks": [{"title": "A"}]}', "title and a description"),
        ('{"subtasks": [{"title": "A", ', "does not parse"),
    ],
)
def test_what_is_no_plan_is_refused_with_its_reason(answer: str, reason: str) -> None:
    with pytest.raises(InvalidError, match=reason):
        parse_json_plan(answer)


def test_the_papers_text_format_is_numbered_steps_between_blank_lines() -> None:
    text = "1. Load data: read all records\n   from disk.\n\n**Step 2: Filter.** Use a band-pass.\n\nNotes: none"
    first, second = parse_text_plan(text)
    assert (first.title, first.depends_on) == ("Load data: read all records", ())
    assert second.title == "Filter"
    assert second.depends_on == (1,)
    with pytest.raises(InvalidError, match="no numbered step"):
        parse_text_plan("Just do it.")


@given(st.text(max_size=400))
def test_parsers_refuse_or_parse_and_never_break(text: str) -> None:
    for parse in (parse_json_plan, parse_text_plan):
        try:
            drafts = parse(text)
        except InvalidError:
            continue
        assert all(draft.title is not None for draft in drafts)


@given(DRAFTS, DRAFTS)
def test_distinct_plans_have_no_twins_no_cycles_and_known_ids(known: list[Draft], new: list[Draft]) -> None:
    kept = distinct(distinct((), known), new)
    assert len(kept) <= 12
    assert not any(near_duplicate(a, b) for i, a in enumerate(kept) for b in kept[:i])
    subtasks = subtasks_of(kept)
    assert [subtask.id for subtask in subtasks] == list(range(1, len(kept) + 1))
    needs = edges(subtasks)
    assert all(number not in ancestors(needs, number) and all(n < number for n in needs[number]) for number in needs)


def test_what_depended_on_a_twin_depends_on_the_one_it_repeats() -> None:
    drafts = parse_json_plan(
        plan_answer(("Load data", "Read the files.", []), ("Load data", "Read it.", []), ("Filter", "Band-pass.", [2]))
    )
    assert [draft.depends_on for draft in distinct((), drafts)] == [(), (1,)]


def test_steps_that_name_no_other_follow_each_other() -> None:
    drafts = [Draft(title, title, ()) for title in ("Load", "Filter", "Report")]
    assert [subtask.depends_on for subtask in subtasks_of(drafts)] == [(), (1,), (2,)]


def test_modules_and_functions_are_named_after_titles() -> None:
    plan = json.dumps(
        {"subtasks": [{"title": "加载数据", "description": "x y"}, {"title": "Filter ECG!", "description": "z"}]}
    )
    first, second = subtasks_of(parse_json_plan(plan))
    assert (first.module, first.function) == ("step_1_subtask_1", "subtask_1")
    assert (second.module, second.function) == ("step_2_filter_ecg", "filter_ecg")
