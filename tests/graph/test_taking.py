"""Methods and plans taken over as they are: the modules they become, and who is asked for what."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import UsageError
from core.library_events import Nearest
from core.order import dependency_order
from core.problem import Problem
from core.project import Project, Source, SubTask, SubTaskState
from graph.library import NEAR_METHOD, NEAR_PLAN, fit, taken_plan, with_method
from graph.nodes.assemble import files_of
from graph.state import state_of
from graph.taking import Use, subtasks_of, take
from knowledge.reading import read_method
from tests.fakes import MemoryTexts, deps_of, parameter, rules, scripted, spec, subtask
from tests.graph.library import LOAD, PLAN, Library, method, methods
from tests.graph.test_build import of, run

NEAR = 0.99


def project_of_plan(folder: Path) -> Project:
    subtasks = subtasks_of(PLAN, methods(folder))
    return Project(PLAN.problem, {s.id: s for s in subtasks}, tuple(s.id for s in subtasks))


def runs(project: Project, folder: Path) -> str:
    """What the assembled program prints."""
    for name, text in files_of(project).items():
        (folder / name).write_text(text)
    command = [sys.executable, str(folder / "main.py"), "nowhere"]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder).stdout


def test_a_plan_becomes_a_program_that_runs_its_methods_for_each_recording(tmp_path: Path) -> None:
    project = project_of_plan(tmp_path)
    # Of 0..3 one sample is above 2, of 0..5 three are.
    assert runs(project, tmp_path) == "a\nPeaks: 1\nb\nPeaks: 3\n"


def test_the_module_of_a_method_says_where_it_comes_from_and_offers_one_function(tmp_path: Path) -> None:
    found = project_of_plan(tmp_path).subtasks[2]
    assert found.program is not None
    assert found.program.code.startswith('"""Sub-task 2: Find peaks.\n\nFrom the library, tested: toy.peaks.\n')
    assert "On Peaks" in found.program.code
    tree = ast.parse(found.program.code)
    assert [n.name for n in tree.body if isinstance(n, ast.FunctionDef)] == ["_high", "_peaks", "peaks"]
    assert (found.program.method, found.program.model, found.taken, found.plan) == ("toy.peaks", "", "toy.peaks", "toy")
    assert found.program.origin == "from the library, tested: toy.peaks"
    assert found.notes == ("From the library, tested: toy.peaks, by its plan toy.",)
    # Its own calls in examples are renamed with it.
    assert ">>> _peaks(np.array" in found.program.code


def test_the_readme_and_requirements_tell_what_was_taken(tmp_path: Path) -> None:
    files = files_of(project_of_plan(tmp_path))
    assert "By the plan toy of the library, made by hand." in files["README.md"]
    assert re.search(r"2\. \*\*Find peaks\*\*.*from the library, tested: toy\.peaks", files["README.md"])
    assert files["requirements.txt"] == "numpy\n"


def test_the_specification_is_that_of_the_method(tmp_path: Path) -> None:
    found = project_of_plan(tmp_path).subtasks[2].spec
    assert found is not None
    assert found.target.startswith("For every recording: Find the samples")
    types = {p.name: (p.type, p.shape, p.unit) for p in (*found.inputs, *found.outputs)}
    assert types == {
        "signal": ("dict[str, numpy.ndarray]", "(samples,)", "mV"),
        "rate": ("float", "", "Hz"),
        "height": ("float", "", "mV"),
        "peaks": ("dict[str, numpy.ndarray]", "(peaks,)", "samples"),
        "peaks_found": ("dict[str, int]", "", ""),
    }


def test_a_sub_task_keeps_its_name_when_a_method_takes_its_place(tmp_path: Path) -> None:
    one = SubTask(3, "Locate the beats", "Do it.").named()
    use = Use({"signal": Source("problem", "signal"), "rate": Source("problem", "rate")})
    found = take(one, methods(tmp_path)["toy.peaks"], use)
    assert found.program is not None
    assert (found.module, found.function) == ("step_3_locate_the_beats", "locate_the_beats")
    assert "def locate_the_beats(signal: np.ndarray, rate: float, height: float = 1.0)" in found.program.code
    assert ">>> locate_the_beats(" in found.program.code
    assert "peaks: np.ndarray" not in found.program.code
    names: dict[str, object] = {}
    exec(compile(found.program.code, "module", "exec"), names)


def test_only_the_function_is_renamed_not_what_has_its_name_as_a_part(tmp_path: Path) -> None:
    text = LOAD.replace("np.arange(4.0)", "np.load") + "        # load: load\n"
    found = take(SubTask(1, "Fetch it", "").named(), method(tmp_path, "readers.load", text), Use({}))
    assert found.program is not None
    assert "np.load" in found.program.code
    assert "def fetch_it(" in found.program.code


def test_the_arguments_of_a_plan_are_those_of_the_problem(tmp_path: Path) -> None:
    problem = Problem("Count peaks.", ("folder (str): folder with my recordings",))
    filled, subtasks = taken_plan(PLAN, problem, methods(tmp_path))
    assert subtasks[0].sources["data_path"] == Source("problem", "folder", match="plan")
    assert filled.code_input == problem.code_input
    assert filled.output_format == PLAN.problem.output_format
    filled, subtasks = taken_plan(PLAN, Problem("Count peaks."), methods(tmp_path))
    assert filled.code_input == PLAN.problem.code_input
    assert subtasks[0].sources["data_path"].name == "data_path"


async def test_a_weak_model_is_not_asked_where_a_plan_is_near(tmp_path: Path) -> None:
    model = scripted(rules(3), weak=True)
    library = Library(methods(tmp_path), plan_score=NEAR)
    project, events, state = await run(model, problem="Count all peaks.", library=library, take_over="take")
    assert model.requests == []
    assert [(task.taken, task.state) for task in project] == [
        ("readers.load", SubTaskState.DONE),
        ("toy.peaks", SubTaskState.DONE),
    ]
    assert project.problem.code_input == PLAN.problem.code_input
    near = of(events, Nearest)[0]
    assert (near.kind, near.item, near.use) == ("plan", "toy", "taken")
    assert "2 of 2 examples gave here what they should" in near.words
    assert "main.py" in state["files"]
    (tmp_path / "out").mkdir()
    assert runs(project, tmp_path / "out") == "a\nPeaks: 1\nb\nPeaks: 3\n"


async def test_with_nothing_near_it_is_said_and_the_model_writes(tmp_path: Path) -> None:
    model = scripted(rules(3), weak=True)
    library = Library(methods(tmp_path), plan_score=NEAR_PLAN - 0.3)
    project, events, _ = await run(model, library=library, take_over="take")
    assert [task.plan for task in project] == ["", "", ""]
    assert of(events, Nearest)[0].words == "No plan of the library is near: the model writes it."
    assert all(task.program and task.program.origin.startswith("written by ") for task in project)


async def test_a_plan_that_is_not_near_enough_is_told_and_taken_once_it_is_named(tmp_path: Path) -> None:
    library = Library(methods(tmp_path), plan_score=NEAR_PLAN - 0.05)
    project, events, _ = await run(scripted(rules(3), weak=True), library=library, take_over="take")
    told = of(events, Nearest)[0]
    assert [task.plan for task in project] == ["", "", ""]
    assert "`Library plan: toy`" in told.words
    assert told.choices == (f"toy ({PLAN.title})",)
    model = scripted(rules(3))
    named = "Count all peaks.\n\nLibrary plan: toy"
    project, events, _ = await run(model, problem=named, library=library, take_over="never")
    assert model.requests == []
    assert [task.taken for task in project] == ["readers.load", "toy.peaks"]
    assert of(events, Nearest)[0].use == "taken"


async def test_a_plan_that_is_not_there_is_refused_with_those_that_are_close(tmp_path: Path) -> None:
    library = Library(methods(tmp_path), plan_score=NEAR)
    with pytest.raises(UsageError, match="no plan tov") as failed:
        await run(scripted(rules(3)), problem="Count.\n\nLibrary plan: tov", library=library)
    assert failed.value.hint == "Did you mean toy?"


async def test_a_near_plan_stands_in_the_prompt_of_a_good_model_and_nowhere_when_switched_off(tmp_path: Path) -> None:
    for switched, said in ((True, True), (False, False)):
        model = scripted(rules(3))
        library = Library(methods(tmp_path), plan_score=NEAR)
        await run(model, library=library, take_over="offer", examples=switched)
        first = model.requests[0].messages[0].text
        assert ("Count the peaks of all recordings." in first) is said
        assert (json.dumps("Find them.") in first) is said


async def test_examples_are_dropped_before_the_problem_is(tmp_path: Path) -> None:
    model = scripted(rules(3), context=3072)
    long = replace(PLAN, problem=replace(PLAN.problem, statement="Count. " * 4000))
    library = Library(methods(tmp_path), plan_score=NEAR)

    async def near_plans(query: str, limit: int) -> list[object]:
        from core.knowledge import Near

        return [Near(long, NEAR)]

    library.near_plans = near_plans  # type: ignore[assignment, method-assign]
    project, _, _ = await run(model, library=library, take_over="offer")
    assert len(project.order) == 3
    assert "Count. Count." not in model.requests[0].messages[0].text


def beats_rules() -> list[dict[str, object]]:
    """A plan of three whose second step could be the method: signal and rate come from the first."""
    from tests.fakes import parameters_answer

    return rules(
        3,
        outputs_1=[
            parameters_answer("outputs", ("signal", "numpy.ndarray", "ECG"), ("rate", "float", "sampling rate"))
        ],
        inputs_2=[parameters_answer("inputs", ("signal", "numpy.ndarray", "ECG"))],
        outputs_2=[parameters_answer("outputs", ("value_2", "numpy.ndarray", "peaks"))],
        code_1=["compute it\n    return None, 1.0\n```\nIt **computes**."],
    )


@pytest.mark.parametrize("take_over", ["take", "offer", "never"])
async def test_a_method_that_fits_is_taken_offered_or_left(tmp_path: Path, take_over: str) -> None:
    model = scripted(beats_rules())
    library = Library({"toy.peaks": methods(tmp_path)["toy.peaks"]}, method_scores={"toy.peaks": NEAR})
    project, events, _ = await run(model, library=library, take_over=take_over, examples=False)
    second = project.subtasks[2]
    assert (second.taken, second.offered) == {
        "take": ("toy.peaks", ""),
        "offer": ("", "toy.peaks"),
        "never": ("", ""),
    }[take_over]
    assert {e.use for e in of(events, Nearest) if e.kind == "method"} == {"take": {"taken"}, "offer": {"offered"}}.get(
        take_over, set()
    )
    assert second.program is not None
    assert (second.program.method == "toy.peaks") is (take_over == "take")
    if take_over == "take":
        # The third takes what the method returns in the place of what was promised.
        assert project.subtasks[3].sources["value_2"] == Source("subtask", "value_2", 2, "name")
        assert [p.name for p in second.spec.outputs] == ["value_2", "count"] if second.spec else False
        written = [r for r in model.requests if r.role.name == "cgslm"]
        assert len(written) == 2


async def test_an_offer_that_the_person_takes_replaces_the_program_without_the_model(tmp_path: Path) -> None:
    from core.edits import Take, apply

    library = Library({"toy.peaks": methods(tmp_path)["toy.peaks"]}, method_scores={"toy.peaks": NEAR})
    texts = MemoryTexts()
    project, _, _ = await run(scripted(beats_rules()), library=library, take_over="offer", examples=False)
    edited = apply(project, [Take(2)])
    assert edited.todo == (2,)
    model = scripted([])
    start = {**state_of(edited.project, texts), "todo": [2]}
    deps = deps_of(model, texts, library=library, take_over="offer", examples=False)
    from graph.build import build
    from graph.state import project_of

    final = await build().ainvoke(start, context=deps)  # type: ignore[call-overload]
    made = project_of(final, texts)
    assert model.requests == []
    assert made.subtasks[2].program is not None
    assert made.subtasks[2].program.method == "toy.peaks"
    assert made.subtasks[1] == project.subtasks[1]
    assert made.subtasks[3].state is SubTaskState.STALE


def test_a_method_that_the_neighbours_cannot_feed_does_not_fit(tmp_path: Path) -> None:
    found = methods(tmp_path)["toy.peaks"]
    first = subtask(1, spec=spec((), (parameter("signal"),)))
    wanted = subtask(2, 1, spec=spec((parameter("signal"),), (parameter("beats"),)))
    project = Project(Problem("Count."), {1: first, 2: wanted}, (1, 2))
    assert fit(project, wanted, found) is None
    fed = project.with_subtasks([replace(first, spec=spec((), (parameter("signal"), parameter("rate", "float"))))])
    assert fit(fed, wanted, found) == Use(
        {"signal": Source("subtask", "signal", 1, "plan"), "rate": Source("subtask", "rate", 1, "plan")},
        gives={"peaks": "beats"},
    )


def test_a_method_of_one_recording_fits_where_the_neighbours_have_many(tmp_path: Path) -> None:
    found = methods(tmp_path)["toy.peaks"]
    many = (parameter("signals", "dict[str, numpy.ndarray]"), parameter("rate", "float"))
    first = subtask(1, spec=spec((), many))
    wanted = subtask(2, 1, spec=spec((many[0],), (parameter("beats", "dict[str, numpy.ndarray]"),)))
    project = Project(Problem("Count."), {1: first, 2: wanted}, (1, 2))
    use = fit(project, wanted, found)
    assert use is not None
    assert use.each == {"signal"}
    single = replace(wanted, spec=spec((many[0],), (parameter("beats"),)))
    assert fit(project.with_subtasks([single]), single, found) is None


def test_a_method_that_returns_something_else_does_not_fit(tmp_path: Path) -> None:
    first = subtask(1, spec=spec((), (parameter("signal"), parameter("rate", "float"))))
    wanted = subtask(2, 1, spec=spec((parameter("signal"),), (parameter("words", "list[str]"),)))
    project = Project(Problem("Count."), {1: first, 2: wanted}, (1, 2))
    assert with_method(project, wanted, methods(tmp_path)["toy.peaks"]) is None


def test_the_thresholds_leave_room_between_helping_and_taking() -> None:
    assert 0.3 < NEAR_PLAN < 1
    assert 0.4 < NEAR_METHOD < 1


def test_dependencies_follow_what_a_step_is_fed(tmp_path: Path) -> None:
    subtasks = subtasks_of(PLAN, methods(tmp_path))
    assert [s.depends_on for s in subtasks] == [(), (1,)]
    assert dependency_order({s.id: s.depends_on for s in subtasks}) == (1, 2)


def test_a_method_is_read_with_its_settings(tmp_path: Path) -> None:
    found = methods(tmp_path)["toy.peaks"]
    assert found.settings == {"height": "1.0"}
    assert found.keywords == ("maxima", "beats")
    assert found.cost == "Time: O(samples). Memory: O(samples)."
    assert found == read_method(tmp_path / "toy" / "peaks.py")
