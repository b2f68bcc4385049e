"""TDD out of ingested papers with a scripted model."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from agent.dataset_tdd import build_tdd
from agent.literature import open_library
from core.errors import LiteratureError
from core.settings import Folders, Settings
from knowledge.datasets import tdd, writing
from knowledge.datasets.guard import Guard
from knowledge.datasets.pairs import read_lines
from knowledge.plan_files import plans
from tests.agent.playing import collected

PAPER = """# Breathing by WiFi

## Overview

The proposed system has two technical modules. The first removes the random phase of every packet by dividing the
channels of two antennas. The second finds the breathing rate in the spectrum of the ratio.
"""
MODULE = (
    "Packets carry a random phase that hides the slow motion of a chest. Given the channels of two antennas, give a "
    "signal that holds the motion alone."
)
STEPS = [
    {"title": "Read the packets", "description": "Read the complex channel of every packet.", "depends_on": []},
    {"title": "Divide two antennas", "description": "Cancel the common phase by a ratio.", "depends_on": [1]},
    {"title": "Smooth the ratio", "description": "Average the ratio over a tenth of a second.", "depends_on": [2]},
]
ANSWERS = {
    "modules": json.dumps({"modules": [{"name": "Phase removal", "problem": MODULE}]}),
    "steps": json.dumps({"subtasks": STEPS}),
}


@pytest.fixture(autouse=True)
def small(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two plans and no benchmark."""
    guard = Guard(tmp_path_factory.mktemp("benchmark"))
    monkeypatch.setattr(writing, "Guard", lambda: guard)
    monkeypatch.setattr(tdd, "plans", lambda: {name: plans()[name] for name in ("pulse_meter", "touch_buttons")})


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """Folders where one paper was ingested."""
    root = tmp_path_factory.mktemp("home")
    folders = Folders.of({"GPIOT_HOME": str(root / "home")})
    (root / "papers").mkdir()
    (root / "papers" / "breathing.md").write_text(PAPER)

    async def ingest() -> None:
        async with open_library(Settings(embedder="none"), folders) as library:
            await collected(library.ingest([root / "papers"]))

    asyncio.run(ingest())
    return folders


def scripted(root: Path, modules: str = ANSWERS["modules"], *, weak: bool = False) -> Settings:
    """Settings with a script."""
    script = root / "script.json"
    rules = [
        {"match": "Split the system", "answers": [modules]},
        {"match": "Decompose this problem", "answers": [ANSWERS["steps"]]},
    ]
    script.write_text(json.dumps({"rules": rules, "abilities": {"weak": weak}}))
    return Settings(backend="scripted", script=str(script), embedder="none")


def of_papers(folder: Path) -> list[dict[str, object]]:
    pairs = [one for side in ("train", "valid", "test") for one in read_lines(folder / f"{side}.jsonl")]
    return [one for one in pairs if one["check"] == "model"]


def test_a_paper_gives_pairs_that_name_paper_module_and_model(tmp_path: Path, folders: Folders) -> None:
    settings = scripted(tmp_path)
    asyncio.run(build_tdd(["breathing.md"], tmp_path / "out", 0, lambda _: None, settings, folders))
    (one,) = of_papers(tmp_path / "out")
    assert one["source"] == {
        "package": "a paper", "version": "script-tdslm", "object": "Phase removal", "file": "breathing.md"
    }  # fmt: skip
    question, told = (message["content"] for message in one["messages"][1:])  # type: ignore[index]
    assert MODULE in question
    assert json.loads(told)["subtasks"] == STEPS
    assert "TDD" in (tmp_path / "out" / "README.md").read_text()


def test_a_weak_model_is_left_out_unless_it_is_wanted_and_then_marked(tmp_path: Path, folders: Folders) -> None:
    settings = scripted(tmp_path, weak=True)
    told = asyncio.run(build_tdd([], tmp_path / "out", 0, lambda _: None, settings, folders))
    assert not of_papers(tmp_path / "out")
    assert told.dropped["paper: the model is weak, and --weak was not given"] == 1
    asyncio.run(build_tdd([], tmp_path / "weak", 0, lambda _: None, settings, folders, weak=True))
    (one,) = of_papers(tmp_path / "weak")
    assert one["source"]["version"] == "script-tdslm (weak)"  # type: ignore[index]


def test_an_answer_that_is_none_leaves_the_paper_out(tmp_path: Path, folders: Folders) -> None:
    settings = scripted(tmp_path, "I cannot tell.")
    told = asyncio.run(build_tdd([], tmp_path / "out", 0, lambda _: None, settings, folders))
    assert told.dropped["paper: no valid modules"] == 1
    assert not of_papers(tmp_path / "out")


def test_a_paper_that_was_not_ingested_is_named(tmp_path: Path, folders: Folders) -> None:
    settings = scripted(tmp_path)
    with pytest.raises(LiteratureError, match=r"other\.pdf"):
        asyncio.run(build_tdd(["other.pdf"], tmp_path / "out", 0, lambda _: None, settings, folders))
