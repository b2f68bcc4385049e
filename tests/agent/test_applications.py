"""Programs for an application: written by a scripted model, run in the sandbox, judged, kept, and gone on with."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from agent.applications.catalogue import APPLICATIONS
from agent.applications.outcomes import BY_ITSELF, Outcome, Score, kept, score, summary
from agent.applications.trials import Asked, Progress, trial
from agent.wiring import open_agent
from backends.scripted import ScriptedModel
from core.errors import UsageError
from core.problem import Problem
from core.runs import Budget, Evaluation, Measured, Metric, Ran
from core.settings import Folders, Settings
from knowledge.plan_files import plans
from sandbox.budgets import budgets
from tests.agent.playing import BY_THE_MODEL
from tests.fakes import NO_CODE, parameters_answer, rules, scripted

bubblewrap = pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed")
MEASURED = Measured(2.0, 1.0, 120.0)
LABELS = "compute it\n    return {'one': 'walk', 'two': 'sit', 'three': 'sit'}\n```\nIt **recognises**."
CRASH = "compute it\n    return {'one': value_1.undefined}\n```\nIt **crashes**."
LOAD = "compute it\n    import numpy as np\n    return np.zeros(3)\n```\nIt **loads**."


def ran(result: dict[str, object] | None = None, *evaluations: Evaluation, **changed: object) -> Ran:
    return replace(Ran("done", "bubblewrap", MEASURED, result=result, evaluations=evaluations), **changed)  # type: ignore[arg-type]


def model(*last: str) -> ScriptedModel:
    """Two sub-tasks, the second of which predicts; its programs are written one after the other."""
    outputs = parameters_answer("outputs", ("predicted", "dict[str, str]", "label of each recording"))
    return scripted(rules(2, outputs_2=[outputs] * 9, code_1=[LOAD] * 9, code_2=last or [NO_CODE]))


class Desk:
    """One home, one folder of results, labelled recordings, and what was told."""

    def __init__(self, root: Path) -> None:
        self.folders = Folders.of({"GPIOT_HOME": str(root / "home")})
        self.settings = Settings(**BY_THE_MODEL, runtime_python=sys.executable, seed=7, run_seconds=30)
        self.data = root / "data"
        self.data.mkdir()
        (self.data / "labels.csv").write_text("file,label\none,walk\ntwo,sit\nthree,walk\n")
        self.out = root / "out"
        self.told: list[Progress] = []

    def tell(self, progress: Progress) -> None:
        self.told.append(progress)

    async def trial(
        self,
        played: ScriptedModel,
        count: int = 2,
        tell: Callable[[Progress], None] | None = None,
        name: str = "activity",
    ) -> tuple[Outcome, ...]:
        async with open_agent(self.settings, self.folders) as agent:
            agent.model = played
            return await trial(agent, Asked(name, count, self.out, str(self.data)), tell or self.tell)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@bubblewrap
async def test_each_program_is_a_session_of_its_own_and_a_failed_one_is_a_line(desk: Desk) -> None:
    one, two, three = await desk.trial(model(LABELS, CRASH, *[NO_CODE] * 9), 3)
    assert (one.written, one.ran, one.kept, one.reason) == (True, True, True, "")
    assert one.score.judge == "classification"
    assert one.score.figure == pytest.approx(2 / 3)
    assert set(one.score.groups) == {"walk", "sit"}
    assert one.inference_mb
    assert one.took
    assert 0 < one.inference_mb < one.took.peak_mb * 1.5
    assert (two.written, two.ran, two.score.figure) == (True, False, None)
    assert "undefined" in two.reason
    assert (three.written, three.ran) == (False, False)
    assert three.reason
    assert [one.seed, two.seed, three.seed] == [7, 8, 9]
    assert len({one.session, two.session, three.session}) == 3
    assert (desk.out / "01" / "main.py").is_file()
    assert [(p.done, p.total) for p in desk.told] == [(1, 3), (2, 3), (3, 3)]
    assert desk.told[0].per_minute > 0
    assert desk.told[0].seconds_left > 0


@bubblewrap
async def test_what_is_finished_is_kept_and_gone_on_with(desk: Desk) -> None:
    def interrupted(progress: Progress) -> None:
        desk.tell(progress)
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await desk.trial(model(LABELS), 2, interrupted)
    before = (desk.out / "01.json").read_bytes()
    # What a program that was cut off has left is no hindrance.
    (desk.out / "02").mkdir()
    (desk.out / "02" / "main.py").write_text("half")
    one, two = await desk.trial(model(LABELS), 2)
    assert (desk.out / "01.json").read_bytes() == before
    assert one == desk.told[0].last
    assert two.ran
    played = model()
    assert await desk.trial(played, 2) == (one, two)
    assert desk.told[-1].per_minute == 0
    (desk.out / "02.json").write_text('{"of": "another version", "took": null, "score": {}}')
    assert (await desk.trial(model(LABELS), 2))[1].ran


async def test_another_question_does_not_get_these_answers(desk: Desk) -> None:
    desk.out.mkdir()
    (desk.out / "question.json").write_text(json.dumps({"application": "heartbeat"}))
    with pytest.raises(UsageError, match="another question: application, "):
        await desk.trial(model())


async def test_nothing_is_written_where_programs_may_not_run(desk: Desk) -> None:
    desk.settings = Settings(**BY_THE_MODEL, run="never")
    with pytest.raises(UsageError, match="never"):
        await desk.trial(model())
    assert not desk.out.exists()


def test_the_four_prompts_are_those_of_the_paper_and_their_budgets_are_read() -> None:
    application = APPLICATIONS["resources"]
    stated = plans()[application.plan].problem
    found = {name: application.problem(stated, name) for name in application.prompts}
    assert list(found) == ["P1", "P2", "P3", "P4"]
    assert all("Jetson Nano" in problem.statement for problem in found.values())
    limits = {name: [(b.what, b.limit) for b in budgets(problem)] for name, problem in found.items()}
    assert limits == {"P1": [], "P2": [], "P3": [("gpu memory", 200)], "P4": [("gpu memory", 50)]}
    # The plan's own limit would hold beside them.
    assert not any("MB" in remark for problem in found.values() for remark in problem.remarks)
    assert application.prompts["P4"].inference_mb == 50
    assert APPLICATIONS["activity"].problem(stated, "") is stated


def test_every_application_has_its_plan_and_reads_back_as_a_problem() -> None:
    for application in APPLICATIONS.values():
        stated = plans()[application.plan].problem
        again = Problem.from_text(stated.markdown())
        assert (again.statement, again.code_input) == (stated.statement, stated.code_input)
        assert (again.output_format, again.remarks) == (stated.output_format, stated.remarks)


def test_the_evaluator_is_believed_before_the_program() -> None:
    evaluation = Evaluation("r-peaks", (Metric("F1", 0.9), Metric("recall", 0.8), Metric("F1", 0.7, "100")))
    assert score(ran({"f1": 1.0}, evaluation), "F1") == Score(0.9, "r-peaks", {"F1": 0.9, "recall": 0.8}, {"100": 0.7})


def test_what_the_program_says_of_itself_is_called_so() -> None:
    result: dict[str, object] = {
        "margin": 0.1, "fused_accuracy": 97.0, "accuracies": {"radar": 0.8, "sound": 0.9}, "accurate": True
    }  # fmt: skip
    found = score(ran(result), "accuracy")
    assert found == Score(0.97, BY_ITSELF, {"fused_accuracy": 0.97}, {"radar": 0.8, "sound": 0.9})
    assert score(ran({"accuracy": float("nan"), "loss": 0.1}), "accuracy") == Score()
    assert score(ran(), "accuracy") == Score()


def test_a_limit_is_kept_missed_or_not_measured() -> None:
    over = Budget("memory", 50, "MB", "at most 50 MB", measured=120.0)
    unmeasured = Budget("gpu memory", 50, "MB", "at most 50 MB of GPU memory")
    assert kept(ran(), None, None) is None
    assert kept(ran(budgets=(unmeasured,)), None, 50) is None
    assert kept(ran(budgets=(unmeasured,)), 32.0, 50) is True
    assert kept(ran(), 50.5, 50) is False
    assert kept(ran(budgets=(over,)), 32.0, 50) is False


def test_the_summary_counts_and_means_what_is_there() -> None:
    good = Outcome(1, "", 1, written=True, ran=True, kept=True, score=Score(0.9, "", {}, {"a": 1.0}), took=MEASURED)
    best = replace(good, number=2, kept=None, score=Score(1.0, "", {}, {"a": 0.5}), inference_mb=30.0)
    found = summary([good, best, Outcome(3, "", 3, written=True), Outcome(4, "", 4)])
    counts = [found[key] for key in ("programs", "written", "ran", "kept_budgets", "missed_budgets")]
    assert counts == [4, 3, 2, 1, 0]
    assert (found["mean"], found["best"], found["groups"]) == (pytest.approx(0.95), 1.0, {"a": 0.75})
    assert (found["inference_mb"], found["peak_mb"], found["gpu_mb"]) == (30.0, 120.0, None)


def test_an_outcome_reads_back_as_it_was_written() -> None:
    outcome = Outcome(1, "P1", 3, score=Score(0.5, "x", {"F1": 0.5}, {"a": 0.1}), took=Measured(1, 1, 1, {2: 0.5}))
    assert Outcome.of_json(json.loads(json.dumps(outcome.json()))) == outcome
