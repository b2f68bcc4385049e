"""TDD augmented by a scripted model: what it is asked, what becomes of its answers, and when it is not asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from agent import dataset_augment
from agent.dataset_augment import ModelRewriter, augment_tdd
from agent.dataset_tdd import asked
from agent.wiring import open_agent
from backends.scripted import ScriptedModel
from cli.dataset import dataset
from core.errors import BackendError, StageError
from core.problem import Problem
from core.settings import Folders, Settings
from knowledge.datasets import writing
from knowledge.datasets.by_model import Restated
from knowledge.datasets.decompositions import plan_pair
from knowledge.datasets.families import write_families
from knowledge.datasets.guard import Guard
from knowledge.datasets.pairs import Pair, Source, read_lines
from knowledge.datasets.writing import Built, Distinct
from knowledge.plan_files import plans
from tests.agent.playing import collected

CHANGES = {
    "another sensor": ("magnetometer", "A magnetometer beside an old meter feels the turning disc pass by every few seconds."),
    "another representation": ("hourly counts", "Each file holds how often a lamp has blinked in every single hour of a year."),
    "another device": ("ATtiny85", "A chip with 512 bytes of memory and one coin cell counts short flashes of a lamp for years."),
}  # fmt: skip
DETAILS = {
    "another sensor": ("field in microtesla", "the mean of the last minute", "each rising edge", "one turn is 13 Wh"),
    "another representation": ("counts with pandas", "hours without a count", "all hours of a day", "by the meter's constant"),
    "another device": ("timer's capture register", "flashes of less than a millisecond", "a 16-bit counter", "once in a week"),
}  # fmt: skip


def steps(words: str) -> list[dict[str, Any]]:
    """The sub-tasks of a changed problem."""
    read, clean, count, tell = DETAILS[words]
    return [
        {"title": "Open it", "description": f"Get the {read} one after the other, with its time.", "depends_on": []},
        {"title": "Clean", "description": f"Take away {clean}, which would be seen as more.", "depends_on": [1]},
        {"title": "Sum up", "description": f"Add {count}, and tell the energy: {tell}.", "depends_on": [2]},
    ]


@pytest.fixture(autouse=True)
def _no_benchmark(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    guard = Guard(tmp_path_factory.mktemp("benchmark"))
    monkeypatch.setattr(writing, "Guard", lambda: guard)


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders.of({"GPIOT_HOME": str(tmp_path / "home")})


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """One plan and one module of a paper."""
    ask = asked("json")
    pair = plan_pair(plans()["pulse_meter"], "pulse_meter", "", ask, "json")
    assert isinstance(pair, Pair)
    question = ask(
        Problem("Packets carry a random phase that hides the slow motion of a sleeping chest from everybody.")
    )
    paper = Pair(
        "decomposition", "paper: wifi.pdf", question, pair.assistant, Source("a paper", "big", "Phase", "wifi.pdf"), "by a model",
        "model", "paper:wifi.pdf",
    )  # fmt: skip
    write_families(tmp_path / "raw", Distinct([pair, paper]), {}, {}, 0)
    return tmp_path / "raw"


def rules() -> list[dict[str, Any]]:
    """A script that states any problem anew, and decomposes what it has stated."""
    found = []
    for words, (change, text) in CHANGES.items():
        restated, solved = {"change": change, "problem": text}, {"subtasks": steps(words)}
        found.append({"match": f"State this problem anew (with|for) {words}", "answers": [json.dumps(restated)]})
        found.append({"match": f"(?s){text}.*Decompose this problem", "answers": [json.dumps(solved)]})
    return found


def scripted(root: Path, *, weak: bool = False) -> Settings:
    script = root / "script.json"
    script.write_text(json.dumps({"rules": rules(), "abilities": {"weak": weak}}))
    return Settings(backend="scripted", script=str(script), embedder="none")


def augmented(
    raw: Path, folders: Folders, settings: Settings, name: str = "out", variants: int = 1, *, weak: bool = False
) -> tuple[Built, list[str]]:
    told: list[str] = []
    work = augment_tdd(
        raw, raw.parent / name, 0, lambda _: None, told.append, settings, folders, variants=variants, weak=weak
    )
    return asyncio.run(work), told


def by_model(folder: Path) -> list[dict[str, Any]]:
    pairs = [one for side in ("train", "valid", "test") for one in read_lines(folder / f"{side}.jsonl")]
    return [one for one in pairs if one["source"]["package"] == "a model"]


async def restated(model: ScriptedModel, folders: Folders, problem: Problem, known: Sequence[str] = ()) -> Restated:
    async with open_agent(Settings(embedder="none"), folders) as agent:
        return await ModelRewriter(agent, model).restate(problem, "modality", known)


def test_a_strong_model_adds_pairs_that_name_it_and_the_operator(raw: Path, folders: Folders, tmp_path: Path) -> None:
    told, why = augmented(raw, folders, scripted(tmp_path))
    assert not why
    assert told.counts["made"]["script-tdslm: modality"] == 2
    # The script answers both raw pairs alike.
    assert told.counts["distinct"]["script-tdslm: modality"] == 1
    found = {one["source"]["object"].partition(": ")[2]: one for one in by_model(tmp_path / "out")}
    assert set(found) == {"modality, magnetometer", "representation, hourly counts", "resources, ATtiny85"}
    question, answer = (message["content"] for message in found["modality, magnetometer"]["messages"][1:])
    assert question == asked("json")(Problem(CHANGES["another sensor"][1]))
    assert json.loads(answer)["subtasks"] == steps("another sensor")
    assert "script-tdslm" in (tmp_path / "out" / "README.md").read_text()


def test_the_whole_problem_is_asked_about_under_a_schema(folders: Folders) -> None:
    model, problem = ScriptedModel(rules=rules()), plans()["pulse_meter"].problem
    told = asyncio.run(restated(model, folders, problem, ["camera", "microphone"]))
    assert told == Restated("magnetometer", CHANGES["another sensor"][1])
    [request] = model.requests
    said = request.messages[-1].text
    assert problem.markdown() in said
    assert "camera; microphone" in said
    assert request.schema
    assert request.schema["required"] == ["change", "problem"]


def test_other_prompts_have_another_digest(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    async def digest(settings: Settings) -> str:
        async with open_agent(settings, folders) as agent:
            return ModelRewriter(agent, ScriptedModel(rules=rules())).prompts

    plain, text = Settings(embedder="none"), Settings(embedder="none", plan_format="text")
    one, again, other = (asyncio.run(digest(settings)) for settings in (plain, plain, text))
    assert one == again != other
    monkeypatch.setattr(dataset_augment, "_RESTATE", "State it anew.\n{problem}")
    assert asyncio.run(digest(plain)) != one


@pytest.mark.parametrize(
    "answer",
    ["no JSON", '{"change":"radar"}', '{"change":"","problem":"x"}', '{"change":"Camera","problem":"See more."}',
     '{"change":"radar","problem":" "}'],
)  # fmt: skip
def test_an_answer_that_is_none_is_asked_for_once_more(folders: Folders, answer: str) -> None:
    good = json.dumps({"change": "radar", "problem": "A radar hears it.\x1b[31m\n\n**Remarks**\n1. It is dark."})
    model = ScriptedModel(rules=[{"answers": [answer, good]}])
    told = asyncio.run(restated(model, folders, Problem("Hear it."), ["camera"]))
    assert told == Restated("radar", "A radar hears it. [31m\n\n**Remarks**\n1. It is dark.")
    first, second = model.requests
    assert first.seed != second.seed
    with pytest.raises(StageError):
        asyncio.run(restated(ScriptedModel(rules=[{"answers": [answer]}]), folders, Problem("Hear it."), ["camera"]))


def test_no_more_is_asked_at_once_than_person_and_server_allow(folders: Folders) -> None:
    async def at_once(parallel: int) -> int:
        async with open_agent(Settings(parallel=parallel, embedder="none"), folders) as agent:
            return ModelRewriter(agent, ScriptedModel(rules=rules())).at_once

    assert [asyncio.run(at_once(parallel)) for parallel in (3, 64)] == [3, 8]


def test_passages_of_papers_stand_before_the_question_for_sub_tasks(folders: Folders, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "disc.md").write_text("# Discs\n\nA magnetometer feels the turning disc of an old meter.\n")
    model = ScriptedModel(rules=rules())

    async def solved() -> int:
        async with open_agent(Settings(embedder="none"), folders) as agent:
            await collected(agent.papers.ingest([tmp_path / "papers"]))
            return len(await ModelRewriter(agent, model).solve(Problem(CHANGES["another sensor"][1])))

    assert asyncio.run(solved()) == 3
    assert "feels the turning disc of an old meter" in model.requests[0].messages[-1].text


def test_a_weak_model_is_not_asked_unless_it_is_wanted_and_that_is_said(
    raw: Path, folders: Folders, tmp_path: Path
) -> None:
    settings = scripted(tmp_path, weak=True)
    told, why = augmented(raw, folders, settings)
    assert why == ["Rules alone: script-tdslm is weak and is not asked. Choose another model, or give --weak."]
    assert not by_model(tmp_path / "out")
    both, why = augmented(raw, folders, settings, "weak", weak=True)
    assert not why
    assert both.pairs == told.pairs + 3
    assert {one["source"]["version"] for one in by_model(tmp_path / "weak")} == {"script-tdslm (weak)"}


def test_where_no_model_was_chosen_and_none_answers_rules_do_alone(
    raw: Path, folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def none(*_: object) -> object:
        raise BackendError("There are no weights.", "Add some.")

    monkeypatch.setattr("backends.choose", none)
    told, why = augmented(raw, folders, Settings(embedder="none"))
    assert why == ["Rules alone: no model answers. There are no weights. Add some."]
    assert told.pairs > 2
    with pytest.raises(BackendError, match="no weights"):
        augmented(raw, folders, scripted(tmp_path), "named")
    assert augmented(raw, folders, scripted(tmp_path), "rules", variants=0)[0].sha256 == told.sha256


def test_the_command_says_what_rules_and_the_model_reached(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GPIOT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GPIOT_EMBEDDER", "none")
    monkeypatch.setenv("GPIOT_SCRIPT", scripted(tmp_path).script)
    command = ["augment", str(raw), "--backend", "scripted", "--variants", "1"]
    told = CliRunner().invoke(dataset, [*command, "--out", str(tmp_path / "out")])
    assert told.exit_code == 0, told.output
    assert "script-tdslm: all: 6 made, 6 valid, 3 distinct" in told.stdout
    assert "rules: all: " in told.stdout
    assert "raw: 2 made, 2 valid, 2 distinct" in told.stdout


def test_the_command_says_that_a_weak_model_was_not_asked_in_words_or_as_an_event(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GPIOT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GPIOT_SCRIPT", scripted(tmp_path, weak=True).script)
    command = ["augment", str(raw), "--backend", "scripted", "--out", str(tmp_path / "out")]
    assert "Rules alone: script-tdslm is weak" in CliRunner().invoke(dataset, command).stderr
    events = [json.loads(line) for line in CliRunner().invoke(dataset, [*command, "--json"]).stdout.splitlines()]
    assert events[0]["type"] == "dataset_notice"
    assert events[-1]["type"] == "done"
    assert "script-tdslm: modality" not in events[-1]["counts"]["made"]
