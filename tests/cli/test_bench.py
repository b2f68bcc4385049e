from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from agent.iotbench.options import PARTS
from cli.bench import _PARTS

Gpiot = Callable[..., Result]


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GPIOT_EMBEDDER", "none")
    monkeypatch.setenv("GPIOT_RUNTIME_PYTHON", sys.executable)


@pytest.fixture
def scripted(gpiot: Gpiot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scripted backend with the references as its answers."""
    assert gpiot("bench", "script", str(tmp_path / "script.json")).exit_code == 0
    monkeypatch.setenv("GPIOT_BACKEND", "scripted")
    monkeypatch.setenv("GPIOT_SCRIPT", str(tmp_path / "script.json"))


def test_what_can_be_left_out_is_offered() -> None:
    assert _PARTS == PARTS


@pytest.mark.usefixtures("scripted")
def test_a_table_is_printed_and_everything_kept(gpiot: Gpiot, tmp_path: Path) -> None:
    out = tmp_path / "answers"
    wanted = ("bench", "iotbench", "--tasks", "1", "--samples", "1", "--out", str(out))
    found = json.loads(gpiot(*wanted, "--json").stdout)
    assert found["cg"]["pass@1"] == 1.0
    assert found["td"]["format_correct"] == 1.0
    assert {path.name for path in out.iterdir()} >= {"answers.jsonl", "verdicts.jsonl", "options.json", "table.json"}
    shown = gpiot(*wanted).stdout
    assert "pass@1                   1.0" in shown
    assert "pass@5                   not measured" in shown
    refused = gpiot(*wanted, "--without", "rtslm")
    assert refused.exit_code == 2
    assert "holds answers of other options: without" in refused.stderr


def test_without_the_pipeline_nothing_is_decomposed(gpiot: Gpiot) -> None:
    refused = gpiot("bench", "iotbench", "--stage", "td", "--without", "pipeline")
    assert refused.exit_code == 2
    assert "--stage cg" in refused.stderr


def test_the_references_are_tried(gpiot: Gpiot) -> None:
    found = json.loads(gpiot("bench", "iotbench", "--references", "--tasks", "1", "--json").stdout)
    assert (found["right_passed"], found["right"]) == (1, 1)
    assert found["wrong_failed"] == found["wrong"] >= 2
    assert "1 of 1 right programs pass" in gpiot("bench", "iotbench", "--references", "--tasks", "1").stdout
