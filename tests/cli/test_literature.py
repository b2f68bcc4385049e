"""ingest, search and papers, on notes of Markdown and by words alone."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from agent.literature import open_library
from bench.processes import Event, Process, environment
from cli.ingest import _summary
from cli.main import cli
from core.errors import LiteratureError
from core.events import Ingested
from core.settings import Folders, Settings
from tests.retrieval.papers import LetterEmbedder

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


def ingested(**wanted: int) -> Callable[[Event], bool]:
    """Whether an event is the end of a round that came to these figures."""
    return lambda event: event["event"] == "ingested" and all(event[name] == value for name, value in wanted.items())


def test_watching_takes_up_what_comes_changes_and_goes_until_ctrl_c(folder: Path, tmp_path: Path) -> None:
    environ = environment(tmp_path / "home", GPIOT_EMBEDDER="none")
    watching = Process(environ, "ingest", str(folder), "--watch", "--sync")

    def found(question: str) -> list[str]:
        return [hit["text"] for hit in json.loads(run("search", question, "--json")[1])]

    try:
        assert watching.wait_for(ingested(files=1, new=1), 60)
        (folder / "wavelets.md").write_text("# Wavelets\n\nA Daubechies wavelet keeps the QRS complex in its place.\n")
        assert watching.wait_for(ingested(files=2, new=1, unchanged=1), 30)
        # It goes on, and does not keep the index from others.
        assert "Daubechies" in found("Daubechies wavelet")[0]
        (folder / "wavelets.md").write_text("# Wavelets\n\nA Haar wavelet costs one addition a sample, not more.\n")
        assert watching.wait_for(ingested(files=2, changed=1, unchanged=1), 30)
        assert any("Haar" in text for text in found("Haar wavelet"))
        assert not any("Daubechies" in text for text in found("Daubechies wavelet"))
        (folder / "wavelets.md").unlink()
        assert watching.wait_for(ingested(files=1, removed=1, unchanged=1), 30)
        assert not any("Haar" in text for text in found("Haar wavelet"))
    finally:
        watching.send(signal.SIGINT)
        outcome = watching.outcome(30)
    assert (outcome.code, outcome.stderr) == (130, ""), outcome
    assert "interrupted" in outcome.reason
    # Where nothing happens nothing is said.
    assert len(outcome.named("ingested")) == 4


def test_without_sync_a_deleted_file_stays_until_it_is_asked_for(folder: Path) -> None:
    (folder / "more.md").write_text("# More\n\nA second note, which speaks of entropy and of nothing else at all.\n")
    run("ingest", folder)
    (folder / "more.md").unlink()
    last = json.loads(run("ingest", folder, "--json")[1].splitlines()[-1])
    assert (last["files"], last["removed"]) == (1, 0)
    assert len(json.loads(run("search", "entropy", "--json")[1])) == 1
    assert {one["state"] for one in json.loads(run("papers", "list", "--json")[1])} == {"read", "gone"}
    last = json.loads(run("ingest", folder, "--sync", "--json")[1].splitlines()[-1])
    assert last["removed"] == 1
    assert json.loads(run("search", "entropy", "--json")[1]) == []


class SlowEmbedder(LetterEmbedder):
    """Takes 50 seconds for a batch, by a clock of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 100.0

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """Vectors, later."""
        self.now += 50.0
        return await super().embed(texts)


async def test_the_seconds_of_an_ingest_are_those_of_all_of_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = SlowEmbedder()

    async def opened(*_: object) -> SlowEmbedder:
        return slow

    monkeypatch.setattr("retrieval.embedders.open_embedder", opened)
    monkeypatch.setattr("agent.literature.time", SimpleNamespace(monotonic=lambda: slow.now))
    places = Folders.of({"GPIOT_HOME": str(folder.parent / "home")})
    async with open_library(Settings(), places) as library:
        last = [event async for event in library.ingest([folder])][-1]
    assert isinstance(last, Ingested)
    assert last.seconds == 50.0
    assert _summary(last).endswith(" in 50.0 s.")


def test_a_folder_that_is_not_there_is_named_before_anything_is_opened(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*_: object) -> None:
        raise AssertionError("an embedder was opened")

    monkeypatch.setattr("retrieval.embedders.open_embedder", refused)
    # Nobody is asked, either, whether an embedder elsewhere may get what is not there.
    monkeypatch.setenv("GPIOT_QDRANT_URL", "http://192.0.2.1:6333")
    monkeypatch.setenv("GPIOT_INDEX", "server")
    code, _, err = run("ingest", folder / "nowhere")
    assert (code, "nowhere: there is no such folder" in err) == (4, True)
    assert not (folder.parent / "home").exists()


async def test_the_library_looks_for_the_folders_first(folder: Path) -> None:
    places = Folders.of({"GPIOT_HOME": str(folder.parent / "home")})
    async with open_library(Settings(embedder="none"), places) as library:
        with pytest.raises(LiteratureError, match="no such folder"):
            await anext(library.ingest([folder / "nowhere"]))
    assert not (folder.parent / "home").exists()


def test_ctrl_c_on_the_screen_leaves_one_clean_line(folder: Path, tmp_path: Path) -> None:
    environ = environment(tmp_path / "home", GPIOT_EMBEDDER="none")
    command = [sys.executable, "-m", "cli.main", "ingest", str(folder), "--watch"]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environ, text=True
    ) as watching:
        assert watching.stdout is not None
        try:
            assert "1 new" in watching.stdout.readline()
            # Between two looks, or while it ends a round: wherever it is caught.
            watching.send_signal(signal.SIGINT)
            out, err = watching.communicate(timeout=30)
        finally:
            watching.kill()
    assert (watching.returncode, out.strip()) == (130, "")
    assert err.splitlines() == ["gpiot: interrupted; what was read is kept, the same command goes on"]
