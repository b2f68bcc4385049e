"""Programs that run, fail, are mended or not: the real sandbox and a scripted model."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from agent import history, run_folders
from agent.executing import check
from agent.programs import Wanted, find
from agent.running import reached, run
from agent.terms import Terms
from agent.wiring import open_agent
from backends.scripted import ScriptedModel
from core.errors import GpiotError, UsageError
from core.events import Diff, Event, SubTaskFailed
from core.run_events import Printed, RepairStarted, RunEnded, RunStarted, StepRan
from core.runs import Evaluation, Measured, Metric, Ran
from core.settings import Settings
from sandbox.results import read_result
from tests.agent.playing import BY_THE_MODEL, Desk, collected, of, yes
from tests.fakes import NO_CODE, rules, scripted

bubblewrap = pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed")
LOAD = "compute it\n    import numpy as np\n    return np.arange(5.0)\n```\nIt **loads**."
SCORE = "compute it\n    return {'one': float(value_1.mean()) / 4}\n```\nIt **scores**."
CRASH = "compute it\n    return {'one': value_1.undefined}\n```\nIt **scores**."
NO_MAPPING = "compute it\n    return [1.0]\n```\nIt **scores**."
NO_LOAD = "compute it\n    raise OSError('no recording')\n```\nIt **loads**."


class Runs(Desk):
    """A desk whose programs run with this interpreter."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.settings = Settings(**BY_THE_MODEL, runtime_python=sys.executable, run_seconds=20)
        self.data = root / "data"
        self.data.mkdir()
        (self.data / "one.txt").write_text("1\n")

    async def program(self, *codes: str) -> None:
        """A project of two sub-tasks with this code."""
        changed = {f"code_{n}": [code] for n, code in enumerate(codes, 1)}
        await self.ask(scripted(rules(2, **changed)))

    async def run(self, model: ScriptedModel | None = None, target: str = "", **wanted: object) -> list[Event]:
        async with open_agent(self.settings, self.folders) as agent:
            agent.model = model or scripted([])
            asked = Wanted(data=str(self.data), **wanted)  # type: ignore[arg-type]
            return await collected(run(agent, target or self.session(), asked, Terms(yes)))


@pytest.fixture
def desk(tmp_path: Path) -> Runs:
    return Runs(tmp_path)


def ended(events: list[Event]) -> RunEnded:
    assert isinstance(events[-1], RunEnded)
    return events[-1]


def mending(*codes: str, role: str = "cgslm") -> ScriptedModel:
    """A model that answers every request for a mended program with the next of these."""
    return scripted([{"match": "failed when it ran", "role": role, "answers": list(codes)}])


@bubblewrap
async def test_a_program_runs_on_the_data_and_is_measured(desk: Runs) -> None:
    await desk.program(LOAD, SCORE)
    events = await desk.run()
    begun, last = of(events, RunStarted)[0], ended(events)
    assert (begun.isolation, begun.arguments, begun.round) == ("bubblewrap", ("--", str(desk.data)), 0)
    assert [(e.subtask, e.seconds is None) for e in of(events, StepRan)] == [
        (1, True),
        (1, False),
        (2, True),
        (2, False),
    ]
    assert "\n".join(e.text for e in of(events, Printed)).splitlines() == ["Case one", "Detection accuracy: 50%"]
    assert (last.ran.state, last.ran.fault, last.rounds, last.code) == ("done", None, 0, 0)
    assert last.ran.result == {"accuracy": {"one": 0.5}}
    [budget] = last.ran.budgets
    assert (budget.what, budget.limit, budget.state) == ("memory", 50, "pass")
    told = last.json()
    assert {"ok", "state", "subtask", "reason", "metrics", "budgets", "wall_s", "cpu_s", "peak_mb", "rounds"} <= {*told}
    assert told["ok"] is True
    assert json.loads((Path(last.folder) / "run.json").read_text())["state"] == "done"
    with (Path(last.folder) / "result.bin").open("rb") as file:
        assert read_result(file) == last.ran.result
    assert (Path(last.folder) / "printed.txt").read_text() == "Case one\nDetection accuracy: 50%\n"


@bubblewrap
async def test_what_errs_twice_and_then_mends_is_repaired_in_two_rounds(desk: Runs) -> None:
    await desk.program(LOAD, CRASH)
    before = desk.files()
    events = await desk.run(mending(NO_MAPPING, SCORE), repairs=2)
    last = ended(events)
    assert (last.ran.ok, last.rounds) == (True, 2)
    assert [(e.subtask, e.round) for e in of(events, RepairStarted)] == [(2, 1), (2, 2)]
    assert [e.round for e in of(events, RunStarted)] == [0, 1, 2]
    assert "AttributeError" in of(events, RepairStarted)[0].reason
    after = desk.files()
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"step_2_filter_baseline.py", "project.json"}
    assert [diff.path for diff in of(events, Diff)] == ["step_2_filter_baseline.py"] * 2
    with desk.store() as store:
        whats = [revision.what.partition(":")[0] for revision in store.revisions(desk.session())]
    assert whats == ["ask", "repair 2", "repair 2"]


@bubblewrap
async def test_a_mended_program_is_told_what_failed(desk: Runs) -> None:
    await desk.program(LOAD, CRASH)
    model = mending(SCORE)
    await desk.run(model, repairs=1)
    said = model.requests[0].messages[-1].text
    assert "value_1.undefined" in said
    assert "AttributeError" in said
    assert "float64" in said
    assert "(5,)" in said


@bubblewrap
async def test_what_never_mends_stops_and_says_so(desk: Runs) -> None:
    await desk.program(LOAD, CRASH)
    events = await desk.run(mending(NO_MAPPING, NO_MAPPING.replace("1.0", "2.0")), repairs=2)
    last = ended(events)
    assert (last.ran.ok, last.rounds, last.code) == (False, 2, 1)
    assert last.ran.fault is not None
    assert last.ran.fault.subtask == 2
    assert desk.state() == "done"


@bubblewrap
async def test_a_repair_that_makes_it_worse_is_taken_back(desk: Runs) -> None:
    await desk.program(LOAD, CRASH)
    before = desk.files()
    # Before, one sub-task came to its end; with this one none does.
    events = await desk.run(mending("compute it\n    import no_such_package\n    return None\n```\nx"), repairs=2)
    last = ended(events)
    assert (last.rounds, last.code) == (1, 1)
    assert last.ran.fault is not None
    assert "AttributeError" in last.ran.fault.reason
    # The report that is named is that of the run which holds.
    assert "AttributeError" in json.loads((Path(last.folder) / "run.json").read_text())["reason"]
    assert desk.files() == before
    [_, back] = [diff.diff for diff in of(events, Diff) if diff.path.startswith("step_2_")]
    assert "-    import no_such_package" in back


def test_fewer_errors_are_no_step_back() -> None:
    def ran(f1: float, missed: float) -> Ran:
        metrics = (Metric("F1", f1), Metric("missed beats", missed, unit="beats"))
        return Ran("done", "bubblewrap", Measured(1, 1, 1), evaluations=(Evaluation("r-peaks", metrics),))

    assert reached(ran(0.9, 10)) > reached(ran(0.5, 500))


@bubblewrap
async def test_a_model_that_writes_no_program_ends_the_repair(desk: Runs) -> None:
    await desk.program(LOAD, CRASH)
    before = desk.files()
    events = await desk.run(mending(NO_CODE), repairs=2)
    assert (ended(events).rounds, of(events, SubTaskFailed)[-1].stage) == (1, "repair")
    assert desk.files() == before
    assert desk.state() == "failed"


@bubblewrap
async def test_a_folder_runs_without_a_session_and_is_not_mended(desk: Runs) -> None:
    await desk.program(LOAD, CRASH)
    model = mending(SCORE)
    last = ended(await desk.run(model, target=f"{desk.out}/", repairs=2))
    assert (last.session, last.rounds, model.requests) == ("", 0, [])
    (desk.out / "step_2_filter_baseline.py").write_text("def filter_baseline(value_1):\n    return {'one': 1.0}\n")
    assert ended(await desk.run(target=f"{desk.out}/")).ran.result == {"accuracy": {"one": 1.0}}


@bubblewrap
async def test_a_run_goes_on_with_the_values_of_the_run_before(desk: Runs) -> None:
    await desk.program(LOAD, SCORE)
    await desk.run()
    for events in (await desk.run(first=2), await desk.run(only=2)):
        assert ended(events).ran.result == {"accuracy": {"one": 0.5}}
        assert {e.subtask for e in of(events, StepRan)} == {2}


@bubblewrap
@pytest.mark.parametrize("part", ["first", "only"])
async def test_kept_values_of_other_data_or_an_older_module_are_not_used(desk: Runs, part: str) -> None:
    async def again(number: int = 2) -> RunEnded:
        first, only = (number, 0) if part == "first" else (0, number)
        return ended(await desk.run(target=f"{desk.out}/", first=first, only=only))

    await desk.program(LOAD, SCORE)
    with pytest.raises(UsageError, match="No values are kept"):
        await again()
    await desk.run(target=f"{desk.out}/")
    assert (await again()).code == 0
    step = desk.out / "step_1_load_recordings.py"
    text = step.read_text()
    step.write_text(text.replace("5.0", "6.0"))
    with pytest.raises(UsageError, match="Sub-task 1 has changed since"):
        await again()
    step.write_text(text)
    (desk.data / "one.txt").write_text("another\n")
    with pytest.raises(UsageError, match="come from other data"):
        await again()
    with pytest.raises(UsageError, match="no sub-task 9"):
        await again(9)
    # What could not begin is no run.
    assert len(list(Path(ended(await desk.run(target=f"{desk.out}/")).folder).parent.glob("0*"))) == 3


@bubblewrap
async def test_a_run_in_which_nothing_came_to_its_end_leaves_the_values(desk: Runs) -> None:
    await desk.program(LOAD, SCORE)
    await desk.run(target=f"{desk.out}/")
    step = desk.out / "step_1_load_recordings.py"
    text = step.read_text()
    step.write_text(text.replace("return", "raise OSError  #"))
    assert ended(await desk.run(target=f"{desk.out}/")).code == 1
    step.write_text(text)
    assert ended(await desk.run(target=f"{desk.out}/", first=2)).code == 0


@bubblewrap
async def test_a_metric_that_cannot_judge_says_so_beside_the_result(desk: Runs) -> None:
    await desk.program(LOAD, SCORE)
    with pytest.raises(UsageError, match="bogus"):
        await desk.run(metric="bogus")
    last = ended(await desk.run(metric="r-peaks"))
    assert last.ran.ok
    assert [note for note in last.ran.notes if note.startswith("Not judged: ")]


@bubblewrap
async def test_a_flood_of_output_is_told_in_part(desk: Runs) -> None:
    flood = "compute it\n    for _ in range(20_000):\n        print('line')\n    return {'one': 0.5}\n```\nx"
    await desk.program(LOAD, flood)
    events = await desk.run()
    told = "\n".join(event.text for event in of(events, Printed))
    assert len(told) < 200_000
    assert "It prints more" in told
    assert (Path(ended(events).folder) / "printed.txt").read_text().count("line\n") == 20_000


@bubblewrap
async def test_a_missed_budget_is_a_failure(desk: Runs) -> None:
    hungry = "compute it\n    import numpy as np\n    return np.ones(30_000_000)\n```\nIt **loads**."
    await desk.program(hungry, SCORE)
    last = ended(await desk.run())
    assert (last.ran.state, last.ran.ok, last.code) == ("done", False, 1)
    assert last.ran.fault is not None
    assert (last.ran.fault.kind, last.ran.budgets[0].state) == ("budget", "fail")


async def test_missing_packages_are_named_before_anything_runs(desk: Runs) -> None:
    await desk.program("compute it\n    import wfdb_pro_max\n    return None\n```\nx", SCORE)
    events = await desk.run(mending(LOAD), repairs=2)
    last = ended(events)
    assert (last.ran.state, last.rounds) == ("failed", 0)
    assert last.ran.fault is not None
    assert (last.ran.fault.kind, last.ran.fault.subtask) == ("import", 1)
    assert "wfdb_pro_max" in last.ran.fault.reason
    assert of(events, StepRan) == []


@pytest.mark.parametrize(
    ("setting", "says"), [({"run": "never"}, "never"), ({"runtime_python": "/no/python"}, "/no/python")]
)
async def test_what_cannot_run_says_why(desk: Runs, setting: dict[str, str], says: str) -> None:
    await desk.program(LOAD, SCORE)
    desk.settings = desk.settings.model_copy(update=setting)
    with pytest.raises(Exception, match=says):
        await desk.run()


@bubblewrap
async def test_runs_are_kept_up_to_a_number_and_go_with_their_session(
    desk: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_folders, "KEPT", 2)
    await desk.program(LOAD, SCORE)
    folders = [Path(ended(await desk.run()).folder) for _ in range(3)]
    assert [folder.exists() for folder in folders] == [False, True, True]
    with desk.store() as store:
        history.delete(store, desk.session())
    assert not folders[0].parent.exists()


@bubblewrap
async def test_what_keeps_a_run_from_beginning_is_told_before_it_and_leaves_nothing(desk: Runs) -> None:
    def checked(**wanted: object) -> None:
        with desk.store() as store:
            program = find(store, desk.session())
        check(program, Wanted(**{"data": str(desk.data), **wanted}), desk.settings, desk.folders)  # type: ignore[arg-type]

    await desk.program(LOAD, SCORE)
    checked()
    bad: list[tuple[dict[str, object], str]] = [
        ({"data": "/no/such"}, "does not exist"),
        ({"data": str(Path.home())}, "holds your home folder"),
        ({"metric": "bogus"}, "bogus"),
        ({"given": {"x": "1"}}, "no argument x"),
        ({"only": 9}, "No values are kept|no sub-task 9"),
        ({"first": 2}, "No values are kept"),
    ]
    for wanted, says in bad:
        with pytest.raises(GpiotError, match=says):
            checked(**wanted)
    assert not (desk.folders.state / "runs").exists()
    last = ended(await desk.run())
    checked(first=2)
    assert list(Path(last.folder).parent.glob("0*")) == [Path(last.folder)]


async def test_data_that_is_not_there_is_named(desk: Runs) -> None:
    await desk.program(LOAD, SCORE)
    (desk.data / "one.txt").unlink()
    with pytest.raises(UsageError, match="data is empty"):
        await desk.run()
    desk.data = desk.data / "gone"
    with pytest.raises(UsageError, match="gone does not exist"):
        await desk.run()
