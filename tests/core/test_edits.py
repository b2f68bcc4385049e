from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.edits import Add, Drop, Edit, Link, Merge, Move, Reword, Split, Take, apply, parse, say
from core.errors import UsageError
from core.order import ancestors, dependency_order, dependents, edges
from core.problem import Problem
from core.project import Program, Project, Spec, SubTask, SubTaskState

WAITING, DONE, STALE, FAILED = SubTaskState.WAITING, SubTaskState.DONE, SubTaskState.STALE, SubTaskState.FAILED
PROGRAM = Program("def f(): ...", "It works.", (), "model")
SPEC = Spec("target", (), ())

Needs = dict[int, tuple[int, ...]]
T = TypeVar("T")


def subtask(number: int, needs: Sequence[int] = (), state: SubTaskState = DONE) -> SubTask:
    built = state in (DONE, STALE)
    new = SubTask(
        number,
        f"Title {number}",
        f"Text {number}.",
        tuple(needs),
        state,
        spec=SPEC if built else None,
        program=PROGRAM if built else None,
        wishes=(f"wish {number}",) if built else (),
    )
    return new.named()


def plan(needs: Needs, state: SubTaskState = DONE, dropped: Sequence[int] = ()) -> Project:
    subtasks = {n: subtask(n, above, state) for n, above in needs.items()}
    return Project(Problem("anything"), subtasks, tuple(n for n in needs if n not in dropped), tuple(dropped))


def chain(count: int, state: SubTaskState = DONE) -> Project:
    return plan({n: (n - 1,) if n > 1 else () for n in range(1, count + 1)}, state)


def needs_of(project: Project) -> Needs:
    return {s.id: s.depends_on for s in project}


def states(project: Project) -> dict[int, SubTaskState]:
    return {s.id: s.state for s in project}


def tried(what: Callable[[], T]) -> T | UsageError:
    """What comes out, refusals included; anything else that is raised is a fault."""
    try:
        return what()
    except UsageError as error:
        return error


# -- add, drop, merge, split --------------------------------------------------------------------------------------


def test_a_sub_task_added_after_another_needs_only_that_and_rewires_nobody() -> None:
    before = chain(3)
    after = apply(before, [Add("Log the\n  residual", "Into a file.", 1)])
    assert after.project.order == (1, 4, 2, 3)
    assert after.todo == (4,)
    new = after.project.subtasks[4]
    assert (new.title, new.description, new.depends_on, new.state) == (
        "Log the residual", "Into a file.", (1,), WAITING,
    )  # fmt: skip
    assert (new.module, new.function) == ("step_4_log_the_residual", "log_the_residual")
    assert all(after.project.subtasks[n] is before.subtasks[n] for n in (1, 2, 3))


def test_a_sub_task_added_without_a_place_follows_the_last_one() -> None:
    project = apply(plan({2: (), 1: (2,)}), [Add("Plot")]).project
    assert project.order == (2, 1, 3)
    assert project.subtasks[3].depends_on == (1,)
    assert project.subtasks[3].description == "Plot"


def test_a_plan_can_begin_with_an_added_sub_task() -> None:
    after = apply(Project(Problem("anything")), [Add("Load"), Add("Plot")])
    assert needs_of(after.project) == {1: (), 2: (1,)}
    assert after.todo == (1, 2)


def test_two_sub_tasks_of_one_title_have_functions_of_different_names() -> None:
    project = apply(chain(2), [Add("Filter"), Split(2, ("Filter", "Filter")), Drop(3), Add("Filter")]).project
    functions = [s.function for s in project]
    assert len(set(functions)) == len(functions)
    assert functions[-1].startswith("filter")


def test_what_needed_a_dropped_sub_task_needs_what_that_needed() -> None:
    before = plan({1: (), 2: (), 3: (1, 2), 4: (3,), 5: (1,), 6: (4,)})
    after = apply(before, [Drop(3)])
    assert needs_of(after.project) == {1: (), 2: (), 4: (1, 2), 5: (1,), 6: (4,)}
    assert states(after.project) == {1: DONE, 2: DONE, 4: STALE, 5: DONE, 6: STALE}
    assert after.project.dropped == (3,)
    assert after.project.subtasks[3] is before.subtasks[3]
    assert after.project.get(3) is None
    assert after.todo == ()
    assert all(after.project.subtasks[n] is before.subtasks[n] for n in (1, 2, 5))


def test_a_dropped_id_never_comes_back() -> None:
    project = apply(chain(3), [Drop(3), Add("A"), Drop(4), Add("B")]).project
    assert project.order == (1, 2, 5)
    assert project.dropped == (3, 4)
    # A tombstone may have been lost from the mapping; its id is still taken.
    assert apply(plan({1: ()}, dropped=(9,)), [Add("C")]).project.order == (1, 10)


def test_a_merge_stands_at_the_place_of_the_first_and_needs_all_that_they_needed() -> None:
    before = plan({1: (), 2: (1,), 3: (1,), 4: (2, 3), 5: (4,)})
    after = apply(before, [Merge((3, 2))])
    new = after.project.subtasks[6]
    assert after.project.order == (1, 6, 4, 5)
    assert (new.title, new.description) == ("Title 2 and Title 3", "Text 2. Text 3.")
    assert (new.depends_on, new.wishes, new.state) == ((1,), ("wish 2", "wish 3"), WAITING)
    assert needs_of(after.project)[4] == (6,)
    assert states(after.project) == {1: DONE, 6: WAITING, 4: STALE, 5: STALE}
    assert after.project.dropped == (2, 3)
    assert after.todo == (6,)


def test_a_merge_comes_after_all_that_it_needs() -> None:
    after = apply(plan({1: (), 2: (1,), 3: (1,), 4: (3,)}), [Merge((2, 4), "Both")])
    assert after.project.order == (1, 3, 5)
    assert after.project.subtasks[5].depends_on == (1, 3)


def test_a_merge_around_another_sub_task_is_refused_and_says_which() -> None:
    with pytest.raises(UsageError, match=r"Cannot merge 2, 4: 3 would stand in a circle") as caught:
        apply(chain(5), [Merge((2, 4))])
    assert caught.value.hint == "Merge all of them: merge 2, 3, 4"
    assert apply(chain(5), [parse(caught.value.hint.partition(": ")[2])]).project.order == (1, 6, 5)


def test_the_parts_of_a_split_follow_each_other_in_its_place() -> None:
    before = plan({1: (), 2: (1,), 3: (2,), 4: (2,), 5: ()})
    after = apply(before, [Split(2, ("Filter", "Differentiate", "Integrate"))])
    assert after.project.order == (1, 6, 7, 8, 3, 4, 5)
    assert needs_of(after.project) == {1: (), 6: (1,), 7: (6,), 8: (7,), 3: (8,), 4: (8,), 5: ()}
    assert states(after.project) == {1: DONE, 6: WAITING, 7: WAITING, 8: WAITING, 3: STALE, 4: STALE, 5: DONE}
    assert after.todo == (6, 7, 8)
    assert all(s.wishes == ("wish 2",) and "Text 2." in s.description for s in after.project if s.id in after.todo)


# -- move, reword, link -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("move", "order"),
    [
        (Move(4, before=2), (1, 4, 2, 3, 5)),
        (Move(5, first=True), (5, 1, 2, 3, 4)),
        (Move(2), (1, 3, 4, 5, 2)),
        (Move(2, after=4), (1, 3, 4, 2, 5)),
        (Move(4, after=1), (1, 4, 2, 3, 5)),
    ],
)
def test_a_move_changes_the_order_only(move: Move, order: tuple[int, ...]) -> None:
    before = plan({1: (), 2: (1,), 3: (1,), 4: (1,), 5: ()})
    after = apply(before, [move])
    assert after.project == replace(before, order=order)
    assert after.todo == ()


@pytest.mark.parametrize(
    ("move", "why", "way"),
    [
        (Move(3, first=True), "3 depends on 2 and cannot come before it", "link 3 to nothing"),
        (Move(2), "3 depends on 2 and cannot come before it", "link 3 to nothing"),
        (Move(4, before=1), "4 depends on 1 and cannot come before it", "link 4 to 2"),
    ],
)
def test_a_move_before_what_is_needed_is_refused_with_the_way_out(move: Move, why: str, way: str) -> None:
    project = plan({1: (), 2: (), 3: (2,), 4: (1, 2)})
    with pytest.raises(UsageError, match=why) as caught:
        apply(project, [move])
    assert caught.value.hint.endswith(way)
    assert parse(way)


def test_a_reworded_sub_task_is_built_anew_and_keeps_its_program_and_names_until_then() -> None:
    before = chain(3)
    after = apply(before, [Reword(2, description="Use  a Kalman filter. ")])
    assert after.todo == (2,)
    assert after.project.subtasks[2] == replace(before.subtasks[2], description="Use a Kalman filter.")
    assert states(after.project) == {1: DONE, 2: DONE, 3: STALE}
    renamed = apply(before, [Reword(2, "Smooth")]).project.subtasks[2]
    assert renamed == replace(before.subtasks[2], title="Smooth")


def test_a_sub_task_that_nobody_built_is_named_after_its_new_title() -> None:
    renamed = apply(chain(3, WAITING), [Reword(2, "Smooth")]).project.subtasks[2]
    assert (renamed.module, renamed.function) == ("step_2_smooth", "smooth")


def test_a_link_sets_what_a_sub_task_needs_and_the_order_follows() -> None:
    before = plan({1: (), 2: (1,), 3: (), 4: (2,)})
    after = apply(before, [Link(2, (3,))])
    assert after.project.order == (1, 3, 2, 4)
    assert needs_of(after.project) == {1: (), 3: (), 2: (3,), 4: (2,)}
    assert states(after.project) == {1: DONE, 3: DONE, 2: DONE, 4: STALE}
    assert after.todo == (2,)
    assert after.project.subtasks[2].program is PROGRAM


@pytest.mark.parametrize("edit", [Link(3, (2, 2)), Reword(2, "Title 2"), Move(3)])
def test_what_changes_nothing_builds_nothing(edit: Edit) -> None:
    before = chain(3)
    assert apply(before, [edit]).project == before
    assert apply(before, [edit]).todo == ()


def test_a_circle_is_refused_and_named() -> None:
    with pytest.raises(UsageError, match="circle") as caught:
        apply(chain(4), [Link(1, (3,))])
    steps = [int(n) for n in re.findall(r"\d+", caught.value.message.partition("circle: ")[2])]
    assert steps[0] == steps[-1]
    assert set(steps) == {1, 2, 3}
    assert caught.value.message.startswith("Cannot link 1 to 3: the sub-tasks would depend")


# -- todo, refusals -----------------------------------------------------------------------------------------------


def test_in_a_plan_that_is_not_built_everything_is_to_be_built() -> None:
    assert apply(chain(3, WAITING), [Move(3)]).todo == (1, 2, 3)
    assert apply(chain(3, WAITING), []).todo == (1, 2, 3)
    assert apply(chain(3), []) == apply(chain(3), ())
    assert apply(chain(3), []).todo == ()


def test_what_an_edit_made_and_a_later_one_dropped_is_not_built() -> None:
    after = apply(chain(2), [Add("A"), Split(3, ("B", "C")), Drop(4)])
    assert after.project.order == (1, 2, 5)
    assert after.todo == (5,)
    assert after.project.subtasks[5].depends_on == (2,)


def test_failed_and_stale_sub_tasks_are_left_as_they_are() -> None:
    before = plan({1: (), 2: (1,), 3: (1,)}).with_subtasks([subtask(2, (1,), FAILED), subtask(3, (1,), STALE)])
    after = apply(before, [Reword(1, "Read")])
    assert states(after.project) == {1: DONE, 2: FAILED, 3: STALE}
    assert after.todo == (1,)


@pytest.mark.parametrize(
    ("edits", "why"),
    [
        ([Drop(9)], r"^Cannot drop 9: there is no sub-task 9\."),
        ([Drop(2), Drop(2)], r"^Cannot drop 2: sub-task 2 was dropped\."),
        ([Add("x", after=9)], "no sub-task 9"),
        ([Add(" \n ")], "title is empty"),
        ([Add("...")], "title is empty"),
        ([Add("x" * 161)], "161 characters, at most 160"),
        ([Merge((2,))], "two or more"),
        ([Merge((2, 2))], "two or more"),
        ([Merge((2, 9))], "no sub-task 9"),
        ([Split(2, ("only",))], "at least two titles"),
        ([Split(2, ("one", " "))], "title is empty"),
        ([Split(9, ("one", "two"))], "no sub-task 9"),
        ([Reword(2)], "neither a title nor a description"),
        ([Reword(2, "!")], "title is empty"),
        ([Reword(9, "x")], "no sub-task 9"),
        ([Move(9)], "no sub-task 9"),
        ([Move(2, before=9)], "no sub-task 9"),
        ([Move(2, before=2)], "beside itself"),
        ([Move(2, before=1, first=True)], "one place only"),
        ([Link(2, (2,))], "cannot need itself"),
        ([Link(2, (9,))], "no sub-task 9"),
        ([Drop(1), Drop(2), Drop(3)], "1 to 12 sub-tasks; after this it would have 0"),
        ([Add(f"Step {n}") for n in range(10)], "1 to 12 sub-tasks; after this it would have 13"),
    ],
)
def test_what_cannot_be_done_says_why_and_what_to_do(edits: list[Edit], why: str) -> None:
    project = chain(3)
    with pytest.raises(UsageError, match=why) as caught:
        apply(project, edits)
    assert caught.value.hint
    assert project == chain(3)


def test_only_the_plan_that_is_left_has_to_be_of_a_good_size() -> None:
    full = chain(12)
    assert len(apply(full, [Add("One more"), Drop(1)]).project.order) == 12
    assert apply(chain(1), [Drop(1), Add("Another")]).project.order == (2,)


def test_a_long_merge_asks_for_a_title() -> None:
    wordy = chain(3).with_subtasks([replace(subtask(n), title="x" * 90) for n in (1, 2)])
    with pytest.raises(UsageError, match="at most 160"):
        apply(wordy, [Merge((1, 2))])
    assert apply(wordy, [Merge((1, 2), "Short")]).project.subtasks[4].title == "Short"


# -- invariants ---------------------------------------------------------------------------------------------------


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """Built, half-built and unbuilt plans whose ids are in any order, with tombstones."""
    ids = draw(st.lists(st.integers(1, 20), unique=True, min_size=1, max_size=12))
    needs = {
        n: tuple(draw(st.lists(st.sampled_from(ids[:at]), unique=True, max_size=3)) if at else [])
        for at, n in enumerate(ids)
    }
    live = {n: subtask(n, sorted(above), draw(st.sampled_from(SubTaskState))) for n, above in needs.items()}
    gone = draw(st.lists(st.integers(1, 25).filter(lambda n: n not in ids), unique=True, max_size=3))
    return Project(Problem("anything"), live | {n: subtask(n) for n in gone}, tuple(ids), tuple(gone))


def some_edits(numbers: st.SearchStrategy[int], texts: st.SearchStrategy[str]) -> st.SearchStrategy[Edit]:
    several = st.lists(numbers, min_size=2, max_size=4).map(
        lambda items: tuple(dict.fromkeys(items)) if len({*items}) > 1 else (items[0], items[0] + 1)
    )
    return st.one_of(
        st.builds(Add, texts, texts | st.just(""), numbers | st.just(0)),
        st.builds(Drop, numbers),
        st.builds(Merge, several, texts | st.just("")),
        st.builds(Move, numbers, before=numbers),
        st.builds(Move, numbers, after=numbers),
        st.builds(Move, numbers, first=st.booleans()),
        st.builds(Split, numbers, st.lists(texts, min_size=2, max_size=3).map(tuple)),
        st.builds(Reword, numbers, texts, texts | st.just("")),
        st.builds(Reword, numbers, st.just(""), texts),
        st.builds(Link, numbers, st.lists(numbers, unique=True, max_size=3).map(tuple)),
    )


def possible(project: Project) -> st.SearchStrategy[Edit]:
    return some_edits(st.sampled_from(project.order), st.sampled_from(["Filter", "Detect peaks", "滤波", "Log: all"]))


def check_sound(project: Project) -> None:
    assert sorted(project.order) == sorted(set(project.subtasks) - set(project.dropped))
    assert len(set(project.dropped)) == len(project.dropped)
    assert all(key == s.id for key, s in project.subtasks.items())
    for at, s in enumerate(project):
        assert set(s.depends_on) <= set(project.order[:at])
        assert s.title.strip()
        assert s.module
        assert s.function
    assert len(dependency_order(edges(project))) == len(project.order)
    assert len({s.module for s in project}) == len(project.order)
    assert len({s.function for s in project}) == len(project.order)


def check_change(before: Project, edit: Edit, after: Project, todo: tuple[int, ...]) -> None:
    known = {*before.subtasks, *before.dropped}
    new = set(after.subtasks) - set(before.subtasks)
    assert all(n > max(known) for n in new)
    assert all(after.subtasks[n].state is WAITING for n in new)
    assert (after.problem, after.traces) == (before.problem, before.traces)
    assert after.dropped[: len(before.dropped)] == before.dropped
    gone = set(before.order) - set(after.order)
    named = {edit.number} if isinstance(edit, Reword | Link) else set()
    changed = {n for n in named if after.subtasks[n] != before.subtasks[n]}
    below = set(dependents(edges(before), gone | changed))
    for number, old in before.subtasks.items():
        now = after.subtasks[number]
        if number in named:
            assert now.program is old.program
        elif number in below and number in before.order:
            state = STALE if old.state is DONE else old.state
            assert now == replace(old, state=state, depends_on=now.depends_on)
            assert now.depends_on == old.depends_on or gone & set(old.depends_on)
        else:
            assert now is old
    waiting = {s.id for s in after if s.state is WAITING and s.program is None}
    assert set(todo) == (new & set(after.order)) | changed | waiting
    assert list(todo) == [n for n in after.order if n in todo]


@settings(max_examples=120, deadline=None)
@given(projects(), st.data())
def test_every_plan_that_edits_leave_is_sound(project: Project, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 5))):
        edit = data.draw(possible(project))
        shown = repr(project)
        after = tried(partial(apply, project, [edit]))
        assert repr(project) == shown
        if isinstance(after, UsageError):
            assert after.hint
            continue
        check_sound(after.project)
        check_change(project, edit, after.project, after.todo)
        project = after.project


@given(projects(), st.data())
def test_who_could_reach_a_result_still_can_after_a_drop_a_merge_or_a_split(
    project: Project, data: st.DataObject
) -> None:
    edit = data.draw(possible(project).filter(lambda e: isinstance(e, Drop | Merge | Split)))
    edited = tried(partial(apply, project, [edit]))
    if isinstance(edited, UsageError):
        return
    after = edited.project
    stayed = set(project.order) & set(after.order)
    for number in stayed:
        before = set(ancestors(edges(project), number)) & stayed
        assert before <= set(ancestors(edges(after), number))
        if not isinstance(edit, Merge):
            assert before == set(ancestors(edges(after), number)) & stayed


@given(projects(), st.data())
def test_several_edits_are_made_one_after_the_other_or_not_at_all(project: Project, data: st.DataObject) -> None:
    edits = data.draw(st.lists(possible(project), min_size=2, max_size=3))
    together = tried(partial(apply, project, edits))
    if isinstance(together, UsageError):
        return
    one_by_one = project
    for edit in edits:
        step = tried(partial(apply, one_by_one, [edit]))
        if isinstance(step, UsageError):
            assert "1 to 12" in step.message
            return
        one_by_one = step.project
    assert together.project == one_by_one


# -- words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("add Plot results", Add("Plot results")),
        ("ADD  Plot\tresults. ", Add("Plot results")),
        ("add: Plot results: as a PNG.", Add("Plot results", "as a PNG.")),
        ("add Plot results：as a PNG", Add("Plot results", "as a PNG")),
        ("add after 2 Plot: it", Add("Plot", "it", 2)),
        ("add after step #2: Plot", Add("Plot", after=2)),
        ("add after 2, Plot at 12:30", Add("Plot at 12:30", after=2)),
        ("add Plot after sub-task 2: it", Add("Plot", "it", 2)),
        ("add a new sub-task that plots", Add("plots")),
        ("add a step after 2 to log the residual", Add("log the residual", after=2)),
        ("add step counting", Add("step counting")),
        ("add a step: Detect falls", Add("Detect falls")),
        ('add "Stage two: filter": by Kalman', Add("Stage two: filter", "by Kalman")),
        ("add “after: all”", Add("after: all")),
        ("add 滤波器：去除噪声", Add("滤波器", "去除噪声")),
        ("insert Read http://host/data", Add("Read http://host/data")),
        ("drop 3", Drop(3)),
        ("Please remove step 3, please.", Drop(3)),
        ("delete sub-task #3!", Drop(3)),
        ("delete the subtask number 3", Drop(3)),
        ("- drop no. 3", Drop(3)),
        ("merge 2 3", Merge((2, 3))),
        ("merge 2 and 3", Merge((2, 3))),
        ("merge 2,3", Merge((2, 3))),
        ("merge 2-4", Merge((2, 3, 4))),
        ("merge steps 2–3 & 7", Merge((2, 3, 7))),
        ("merge step 2 with step 3 into one step.", Merge((2, 3))),
        ("combine 2, 3, and 5 into Clean signal", Merge((2, 3, 5), "Clean signal")),
        ("merge 2 3 as Clean: all", Merge((2, 3), "Clean: all")),
        ("merge #2 #3: Clean", Merge((2, 3), "Clean")),
        ("move 4 before 2", Move(4, before=2)),
        ("move step 4 to directly after step 2.", Move(4, after=2)),
        ("move 4 first", Move(4, first=True)),
        ("move 4 to the top", Move(4, first=True)),
        ("move 4 last", Move(4)),
        ("move 4 to end", Move(4)),
        ("put 4 at the end", Move(4)),
        ("split 2: Filter; Detect", Split(2, ("Filter", "Detect"))),
        ("split 2 into Filter and Detect", Split(2, ("Filter", "Detect"))),
        ("split step 2 into Filter, Detect, and Log.", Split(2, ("Filter", "Detect", "Log"))),
        ("split 2 into two steps: Read and check; Plot", Split(2, ("Read and check", "Plot"))),
        ('split 2: "A; B"; C', Split(2, ("A; B", "C"))),
        ("split 2：滤波；检测", Split(2, ("滤波", "检测"))),
        ("rename 2: Filter", Reword(2, "Filter")),
        ("rename step 2 to 'Filter'", Reword(2, "Filter")),
        ("rename 2 3D map", Reword(2, "3D map")),
        ("rename 2: Filter: by Kalman", Reword(2, "Filter", "by Kalman")),
        ("reword 2: use a Kalman filter: it is better.", Reword(2, "", "use a Kalman filter: it is better.")),
        ("reword 2: to keep", Reword(2, "", "to keep")),
        ("link 4: 1, 2", Link(4, (1, 2))),
        ("link 4 to 1 and 2", Link(4, (1, 2))),
        ("link step 4 with steps 1-3", Link(4, (1, 2, 3))),
        ("link 4 to nothing", Link(4, ())),
        ("unlink 4", Link(4, ())),
    ],
)
def test_what_people_type_is_understood(text: str, edit: Edit) -> None:
    assert parse(text) == edit
    assert parse(say(edit)) == edit


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no edit of the plan: nothing was said"),
        ("make it faster", "no edit of the plan: make it faster"),
        ("3", "no edit"),
        ("!!!", "no edit"),
        ("add", "title is empty"),
        ('add "": x', "title is empty"),
        ("add after 2", "title is empty"),
        ("add after all: plot", "number of a sub-task is missing at: all"),
        ("add before 2 Plot", "added after another one"),
        ("drop", r"number of a sub-task is missing\."),
        ("drop it", "missing at: it"),
        ("drop 3 and add Plot", "What is meant by: and add Plot"),
        ("drop 3, 4", "one sub-task is dropped at a time"),
        ("drop 0", "missing"),
        ("drop 2.5", r"What is meant by: \.5"),
        ("drop 12345", "missing"),
        ("drop -3", "missing"),
        ("merge 2", "two or more"),
        ("merge 2 2", "two or more"),
        ("merge 2 3 Clean", "What is meant by: Clean"),
        ("merge 2 3 as !", "title is empty"),
        ("merge 1-9999", "too many"),
        ("move 4", "Where sub-task 4 goes"),
        ("move 4 before", "missing"),
        ("move 4 before 0", "missing"),
        ("move 4 first before 2", "What is meant by: before 2"),
        ("split 2", "two or more titles"),
        ("split 2: Filter", "two or more titles"),
        ("rename 2:", "title is empty"),
        ("reword 2", "description is empty"),
        ("link 4", "missing"),
        ("link 4 to itself", "missing at: itself"),
        ("unlink 4 from 2", "What is meant by: from 2"),
    ],
)
def test_what_is_no_edit_says_so_with_the_forms(text: str, why: str) -> None:
    with pytest.raises(UsageError, match=f"(?i){why}") as caught:
        parse(text)
    assert "like this" in caught.value.hint or caught.value.hint.startswith("Edits are: ")


def test_the_forms_in_the_hint_are_edits() -> None:
    with pytest.raises(UsageError) as caught:
        parse("what")
    forms = re.split(r" · |, (?=[a-z]+ )", caught.value.hint.removeprefix("Edits are: "))
    assert {type(parse(form)) for form in forms} == {Add, Drop, Merge, Move, Split, Reword, Link, Take}


def test_a_pasted_book_is_refused_at_once() -> None:
    for text in ("add " + "x" * 1_000_000, 'add "' + '\\"' * 500_000, "merge " + "1," * 500_000):
        with pytest.raises(UsageError, match="too long"):
            parse(text)


@pytest.mark.parametrize("piece", ['"\\', "after ", " and ", "“", "1-9 ", ": ", ",,", "step ", "to ", "a new "])
@pytest.mark.parametrize("verb", ["add", "drop 2", "merge 2 3", "move 2", "split 2", "rename 2", "link 2", "add after"])
def test_the_longest_edits_are_read_at_once(verb: str, piece: str) -> None:
    text = f"{verb} {piece * 4000}"[:4000]
    began = time.process_time()
    tried(partial(parse, text))
    assert time.process_time() - began < 2


_PIECES = (
    "add drop merge move split rename reword link unlink please after before first last to the end into as and with step "
    "sub-task # 1 2 3 04 9999 2-4 : ; , . \" ' “ ” \\ -> Filter 滤波 ： ； \x1b[31m \u2028 \u0661 one nothing 12:30 a new that"
).split(" ")


@settings(max_examples=500)
@given(st.text() | st.lists(st.sampled_from(_PIECES), max_size=9).map(" ".join) | st.text('ad1 ":;,\\“”'))
def test_nothing_that_is_typed_breaks_the_parser(text: str) -> None:
    edit = tried(partial(parse, text))
    if isinstance(edit, UsageError):
        assert edit.message
        assert edit.hint
    else:
        assert parse(say(edit)) == edit


def _texts() -> st.SearchStrategy[str]:
    """One-line texts that say something; some are made of the words that edits are made of."""
    built = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=6).map(" ".join)
    lines = (st.text(max_size=30) | built).map(lambda text: " ".join(text.split()))
    return lines.filter(lambda line: any(map(str.isalnum, line)))


@settings(max_examples=500)
@given(some_edits(st.integers(1, 9998), _texts()))
def test_an_edit_that_is_said_is_read_as_what_it_was(edit: Edit) -> None:
    assert parse(say(edit)) == edit


@given(some_edits(st.integers(-3, 99), st.text(max_size=5)))
def test_an_edit_that_cannot_be_made_can_still_be_said(edit: Edit) -> None:
    assert say(edit)
    after = tried(partial(apply, chain(3), [edit]))
    assert after.hint if isinstance(after, UsageError) else after.project.order
