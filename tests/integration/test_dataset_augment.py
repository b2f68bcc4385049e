"""``gpiot dataset augment`` as a process that is ended in the middle, and what a real engine answers to an operator."""

from __future__ import annotations

import asyncio
import json
import signal
from pathlib import Path

import pytest

from agent.dataset_augment import ModelRewriter
from agent.dataset_tdd import asked
from agent.wiring import open_agent
from backends.weights import find_weights
from bench.processes import Process, environment, run
from core.errors import ModelMissing
from core.problem import Problem
from core.settings import Folders, Settings
from knowledge.datasets.by_model import Restated
from knowledge.datasets.decompositions import plan_pair
from knowledge.datasets.families import write_families
from knowledge.datasets.pairs import Pair
from knowledge.datasets.writing import Distinct
from knowledge.plan_files import plans
from tests.agent.test_dataset_augment import rules


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_ended_between_two_answers_it_goes_on_with_the_next(tmp_path: Path, number: signal.Signals) -> None:
    pair = plan_pair(plans()["pulse_meter"], "pulse_meter", "", asked("json"), "json")
    assert isinstance(pair, Pair)
    raw, out, script = tmp_path / "raw", tmp_path / "out", tmp_path / "script.json"
    write_families(raw, Distinct([pair]), {}, {}, 0)
    slow = [{**rule, "answers": [{"text": rule["answers"][0], "delay": 0.4}]} for rule in rules()]
    script.write_text(json.dumps(slow))
    environ = environment(tmp_path / "home", GPIOT_SCRIPT=str(script), GPIOT_PARALLEL="1", GPIOT_EMBEDDER="none")
    command = ("dataset", "augment", str(raw), "--out", str(out), "--backend", "scripted", "--variants", "1")
    process = Process(environ, *command)
    assert process.wait_for(lambda event: event.get("phase") == "asking script-tdslm" and event["done"] == 1, 240)
    process.send(number)
    assert process.outcome(60).code == (130 if number == signal.SIGINT else -number)
    assert not (out / "train.jsonl").exists()
    before = (out / ".answers" / "ledger.jsonl").read_text().splitlines()
    assert 2 <= len(before) < 6
    after = run(environ, *command)
    assert (after.code, after.last["type"]) == (0, "done"), after
    ledger = (out / ".answers" / "ledger.jsonl").read_text().splitlines()
    assert ledger[: len(before)] == before
    assert len(ledger) == 6
    assert after.last["counts"]["distinct"]["script-tdslm: resources"] == 1


@pytest.mark.model
def test_a_real_engine_holds_to_the_schema_of_an_operator(tmp_path: Path) -> None:
    try:
        find_weights("")
    except ModelMissing as error:
        pytest.skip(f"{error.message} {error.hint}")
    problem = Problem("Count the blinks of the lamp on an old electricity meter, and tell the energy in kWh.")

    async def restated() -> tuple[bool, Restated]:
        settings, folders = Settings(backend="embedded"), Folders.of({"GPIOT_HOME": str(tmp_path / "home")})
        async with open_agent(settings, folders) as agent:
            rewriter = ModelRewriter(agent, await agent.open_model())
            return rewriter.weak, await rewriter.restate(problem, "modality", ["camera"])

    weak, found = asyncio.run(restated())
    assert weak
    assert 3 <= len(found.change) <= 60
    assert len(found.problem) >= 40
