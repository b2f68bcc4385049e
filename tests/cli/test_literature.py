"""ingest, search and papers, on notes of Markdown and by words alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import cli

NOTE = """# Filtering on small boards

## Band-pass

A second order band-pass from 5 to 15 Hz suppresses baseline wander in an ECG. It costs nine multiplications a sample.

## Thresholds

The threshold follows the noise level and the signal level, as Pan and Tompkins propose.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GPIOT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GPIOT_EMBEDDER", "none")
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "filters.md").write_text(NOTE)
    return notes


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


def test_a_folder_is_ingested_searched_and_listed(folder: Path) -> None:
    code, out, _ = run("ingest", folder, "--json")
    last = json.loads(out.splitlines()[-1])
    assert code == 0
    assert (last["event"], last["files"], last["new"], last["failed"]) == ("ingested", 1, 1, 0)
    code, out, _ = run("search", "suppress baseline wander", "-k", "1", "--json")
    (hit,) = json.loads(out)
    assert code == 0
    assert hit["title"] == "Filtering on small boards"
    assert hit["page"] == 1
    assert "baseline wander" in hit["text"]
    assert hit["bm25"] > 0
    assert hit["dense"] is None
    (entry,) = json.loads(run("papers", "list", "--json")[1])
    assert (entry["state"], entry["title"]) == ("read", "Filtering on small boards")
    assert "page 1" in run("search", "baseline wander")[1]


def test_the_same_command_again_reads_nothing(folder: Path) -> None:
    run("ingest", folder)
    last = json.loads(run("ingest", folder, "--json")[1].splitlines()[-1])
    assert (last["unchanged"], last["pages"], last["new"]) == (1, 0, 0)


def test_what_cannot_be_read_has_its_reason_and_the_others_go_on(folder: Path) -> None:
    (folder / "no.pdf").write_text("this is no PDF")
    code, out, _ = run("ingest", folder)
    assert code == 0
    assert "not a PDF" in out
    assert "1 new, 0 changed, 0 unchanged, 1 failed" in out
    (entry,) = json.loads(run("papers", "failed", "--json")[1])
    assert entry["reason"] == "not a PDF"


def test_nothing_ingested_is_exit_code_four_with_the_next_step(folder: Path) -> None:
    (folder / "filters.md").unlink()
    code, _, err = run("ingest", folder)
    assert code == 4
    assert "there are no papers" in err
    code, _, err = run("ingest", folder / "nowhere")
    assert code == 4
    assert "no such folder" in err


def test_without_an_index_a_search_finds_nothing_and_makes_none(folder: Path, tmp_path: Path) -> None:
    code, out, err = run("search", "anything")
    assert (code, out) == (0, "")
    assert "gpiot papers list" in err
    assert not (tmp_path / "home" / "data").exists()


def test_vectors_of_an_index_of_words_are_none(folder: Path) -> None:
    run("ingest", folder)
    code, out, _ = run("index", "rebuild", "--json")
    assert (code, json.loads(out)) == (0, {"passages": 0})
    assert "baseline" in run("search", "baseline wander")[1]


def test_a_server_that_is_not_there_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GPIOT_QDRANT_URL", "http://127.0.0.1:9")
    run("ingest", folder)
    code, _, err = run("index", "migrate")
    assert code == 4
    assert "No Qdrant server answers at http://127.0.0.1:9" in err


def test_a_removed_paper_is_found_no_more(folder: Path) -> None:
    run("ingest", folder)
    assert run("papers", "remove", "filters.md", "--yes")[0] == 0
    assert json.loads(run("search", "baseline wander", "--json")[1]) == []
