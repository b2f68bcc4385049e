"""``gpiot dataset card`` and ``check`` on a small data set; ``cgd`` refuses before it begins."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.dataset import dataset
from core.errors import SandboxError, UsageError
from knowledge.datasets.writing import write
from tests.knowledge.datasets.test_parts import pair, words


@pytest.fixture
def built(tmp_path: Path) -> Path:
    write(tmp_path / "set", "CGD", [pair(" ".join(words(n)), f"g{n}") for n in range(30)], {}, 0, lambda _: None)
    return tmp_path / "set"


def test_the_card_holds_figures_and_how_it_is_loaded(built: Path) -> None:
    told = CliRunner().invoke(dataset, ["card", str(built), "--json"])
    assert told.exit_code == 0
    figures = json.loads(told.stdout)
    text = (built / "README.md").read_text()
    assert figures["pairs"] == 30
    assert f"`{figures['sha256']}`" in text
    assert "| example | 30 |" in text
    assert "load_dataset" in text
    assert text.startswith("---\npretty_name: CGD\n")


def test_a_good_set_passes_and_a_changed_one_does_not(built: Path) -> None:
    assert CliRunner().invoke(dataset, ["check", str(built)]).exit_code == 0
    lines = (built / "train.jsonl").read_text().splitlines(keepends=True)
    (built / "test.jsonl").write_text((built / "test.jsonl").read_text() + lines[0].replace("Question", "question"))
    told = CliRunner().invoke(dataset, ["check", str(built), "--json"])
    assert isinstance(told.exception, UsageError)
    problems = json.loads(told.stdout)["problems"]
    assert any("near-duplicate" in problem for problem in problems)


def test_what_is_no_data_set_is_said_to_be_none(tmp_path: Path) -> None:
    told = CliRunner().invoke(dataset, ["card", str(tmp_path)])
    assert isinstance(told.exception, UsageError)


def test_an_interpreter_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    arguments = ["cgd", "--package", "numpy", "--python", str(tmp_path / "none"), "--out", str(tmp_path / "out")]
    told = CliRunner().invoke(dataset, arguments)
    assert isinstance(told.exception, SandboxError)
    assert not (tmp_path / "out").exists()
