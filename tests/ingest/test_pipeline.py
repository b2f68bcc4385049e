from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from core.errors import LiteratureError
from core.events import Event, FileFailed, Ingested, IngestProgress
from core.papers import Passage
from ingest import ledger as ledgers
from ingest.embedding import embed
from ingest.ledger import Ledger
from ingest.pipeline import collect, ingest
from tests.ingest.memory import MemoryIndex
from tests.ingest.misbehaving import PARTS


class Desk:
    """A folder of papers, a ledger and an index, and what an ingest says."""

    def __init__(self, folder: Path) -> None:
        self.papers = folder / "papers"
        self.papers.mkdir()
        self.ledger = Ledger(folder / "papers.db")
        self.index = MemoryIndex()
        self.events: list[Event] = []

    def write(self, name: str, text: str) -> Path:
        path = self.papers / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return path

    async def ingest(self, *folders: Path, **more: Any) -> Ingested:
        self.events.clear()
        options: dict[str, Any] = {"workers": 2, "on_event": self.events.append, "parts": PARTS} | more
        return await ingest(folders or [self.papers], self.ledger, self.index, **options)

    def failures(self) -> dict[str, str]:
        return {Path(event.path).name: event.reason for event in self.events if isinstance(event, FileFailed)}

    def texts(self) -> set[str]:
        return {passage.text for passage in self.index.kept.values()}

    def states(self) -> dict[str, str]:
        return {Path(entry.path).name: entry.state for entry in self.ledger.entries()}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.ledger.close()


async def test_papers_become_passages_and_the_ledger_knows(desk: Desk) -> None:
    desk.write("a.txt", "Beats of a heart.\nSecond page.")
    desk.write("b.txt", "Steps of a foot.")
    ended = await desk.ingest()
    assert desk.texts() == {"Beats of a heart.", "Second page.", "Steps of a foot."}
    assert (ended.files, ended.new, ended.pages, ended.passages, ended.failed) == (2, 2, 3, 3, 0)
    assert desk.events[-1] == ended
    assert {entry.title: entry.pages for entry in desk.ledger.entries("read")} == {"a": 2, "b": 1}
    progress = [event for event in desk.events if isinstance(event, IngestProgress)]
    assert (progress[-1].files, progress[-1].files_total, progress[-1].passages) == (2, 2, 3)


async def test_again_nothing_is_read_and_no_process_starts(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("a.txt", "Beats of a heart.")
    await desk.ingest()
    monkeypatch.setattr("ingest.workers.asyncio.create_subprocess_exec", None)
    ended = await desk.ingest()
    assert (ended.files, ended.unchanged, ended.new, ended.pages, ended.passages) == (1, 1, 0, 0, 0)
    assert desk.index.added == [1]


async def test_renamed_folders_and_copies_are_not_read(desk: Desk) -> None:
    desk.write("one/a.txt", "Beats of a heart.")
    await desk.ingest()
    (desk.papers / "one").rename(desk.papers / "two")
    desk.write("copy.txt", "Beats of a heart.")
    ended = await desk.ingest(sync=True)
    assert (ended.files, ended.unchanged, ended.pages, ended.removed) == (2, 2, 0, 0)
    assert sorted(Path(entry.path).relative_to(desk.papers).as_posix() for entry in desk.ledger.entries()) == [
        "copy.txt",
        "two/a.txt",
    ]
    assert len(desk.index.kept) == 1


async def test_twins_in_one_ingest_are_read_once(desk: Desk) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        desk.write(name, "Beats of a heart.")
    ended = await desk.ingest()
    assert (ended.new, ended.unchanged, ended.passages) == (1, 2, 1)
    assert desk.states() == {"a.txt": "read", "b.txt": "read", "c.txt": "read"}


async def test_a_changed_file_replaces_its_passages(desk: Desk) -> None:
    desk.write("a.txt", "Beats of a heart.")
    await desk.ingest()
    desk.write("a.txt", "Steps of a foot, now.")
    ended = await desk.ingest()
    assert (ended.changed, ended.new, ended.unchanged) == (1, 0, 0)
    assert desk.texts() == {"Steps of a foot, now."}


async def test_deleted_files_leave_with_sync_only_and_other_folders_stay(desk: Desk, tmp_path: Path) -> None:
    desk.write("a.txt", "Beats of a heart.")
    other = tmp_path / "other"
    other.mkdir()
    (other / "b.txt").write_text("Steps of a foot.")
    await desk.ingest(desk.papers, other)
    (desk.papers / "a.txt").unlink()
    assert (await desk.ingest()).removed == 0
    assert (len(desk.index.kept), desk.states()["a.txt"]) == (2, "gone")
    assert (await desk.ingest(other, sync=True)).removed == 0
    assert (await desk.ingest(sync=True)).removed == 1
    assert desk.texts() == {"Steps of a foot."}
    assert desk.states() == {"b.txt": "read"}


async def test_removed_papers_leave_the_index(desk: Desk) -> None:
    desk.write("a.txt", "Beats of a heart.")
    await desk.ingest()
    desk.ledger.remove(["a.txt"])
    assert await collect(desk.ledger, desk.index) == 1
    assert not desk.index.kept


async def test_a_crash_or_a_hang_costs_that_file_alone(desk: Desk) -> None:
    texts = {"a.txt": "crash here", "b.txt": "hang here", "c.txt": "raise here", "d.txt": "refuse this"}
    for name, text in {**texts, "e.txt": "Beats of a heart.", "f.txt": "Steps of a foot."}.items():
        desk.write(name, text)
    ended = await desk.ingest(deadline_s=1.5)
    assert desk.failures() == {
        "a.txt": "crashed (SIGSEGV)",
        "b.txt": "took longer than 1.5 s",
        "c.txt": "crashed (RuntimeError: a bug of the reader)",
        "d.txt": "refused",
    }
    assert (ended.failed, ended.new) == (4, 2)
    assert desk.texts() == {"Beats of a heart.", "Steps of a foot."}


async def test_failed_files_are_told_again_and_read_again_on_retry(desk: Desk) -> None:
    desk.write("a.txt", "refuse this")
    await desk.ingest()
    log = desk.papers / "reads.log"
    assert (await desk.ingest()).failed == 1
    assert desk.failures() == {"a.txt": "refused"}
    assert log.read_text().count("a.txt") == 1
    desk.ledger.retry()
    await desk.ingest()
    assert log.read_text().count("a.txt") == 2


async def test_noise_of_readers_goes_nowhere(desk: Desk, capfd: pytest.CaptureFixture[str]) -> None:
    desk.write("a.txt", "shout of a heart")
    await desk.ingest()
    assert desk.texts() == {"shout of a heart"}
    assert capfd.readouterr() == ("", "")


async def test_a_file_is_done_only_after_the_index_says_so(desk: Desk) -> None:
    class Broken(MemoryIndex):
        async def add(self, passages: Any) -> None:
            raise LiteratureError("no room")

    desk.write("a.txt", "Beats of a heart.")
    good, desk.index = desk.index, Broken()
    with pytest.raises(LiteratureError, match="no room"):
        await desk.ingest()
    assert desk.states() == {"a.txt": "new"}
    desk.index = good
    assert (await desk.ingest()).passages == 1


async def test_a_new_parser_replaces_passages(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("a.txt", "Beats of a heart.")
    await desk.ingest()
    (old,) = desk.index.kept.values()
    desk.index.kept = {"0" * 32: Passage("0" * 32, old.paper, "", 0, 1, 1, "", 0, 3, "an old way to cut")}
    monkeypatch.setattr(ledgers, "PARSER", ledgers.PARSER + 1)
    await desk.ingest()
    assert desk.texts() == {"Beats of a heart."}


async def test_many_files_with_a_slow_index_stay_within_bounds(desk: Desk) -> None:
    for number in range(60):
        desk.write(f"{number}.txt", f"Paper number {number} of a heart.")
    desk.index.pause = 0.2
    ended = await desk.ingest()
    assert (ended.passages, len(desk.index.kept)) == (60, 60)
    assert len(desk.index.added) < 30


async def test_cancelling_ends_the_processes_and_the_next_ingest_goes_on(desk: Desk) -> None:
    desk.write("a.txt", "Beats of a heart.")
    desk.write("b.txt", "hang here")
    running = asyncio.create_task(desk.ingest(workers=1))
    await desk.index.told.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    desk.write("b.txt", "Steps of a foot.")
    assert (await desk.ingest()).unchanged == 1
    assert desk.texts() == {"Beats of a heart.", "Steps of a foot."}


async def test_the_event_loop_stays_free(desk: Desk) -> None:
    desk.write("a.txt", "Beats of a heart.")
    turns = 0

    async def turn() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0.01)
            turns += 1

    counting = asyncio.create_task(turn())
    began = time.monotonic()
    await desk.ingest()
    counting.cancel()
    # Starting a process alone takes longer than this; work on the loop would leave next to no turns.
    assert turns > 10 * (time.monotonic() - began)


async def test_a_missing_folder_is_named(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(LiteratureError, match="no such folder"):
        await desk.ingest(tmp_path / "none")


class Vectors:
    name, digest, dimensions = "fake", "0", 2

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        return [[float(len(text)), 1.0] for text in texts]

    async def close(self) -> None:
        pass


async def test_vectors_follow_until_none_is_missing(desk: Desk) -> None:
    for number in range(70):
        desk.write(f"{number}.txt", f"Paper number {number} of a heart.")
    await desk.ingest()
    events: list[Event] = []
    assert await embed(desk.index, Vectors(), events.append) == 70
    assert set(desk.index.vectors) == set(desk.index.kept)
    last = events[-1]
    assert isinstance(last, IngestProgress)
    assert (last.phase, last.passages, last.seconds_left) == ("embed", 70, 0.0)
    assert await embed(desk.index, Vectors(), events.append) == 0


async def test_an_index_that_keeps_no_vectors_is_no_endless_loop(desk: Desk) -> None:
    class Forgetful(MemoryIndex):
        async def add_vectors(self, vectors: Any) -> None:
            pass

    desk.index = Forgetful()
    desk.write("a.txt", "Beats of a heart.")
    await desk.ingest()
    with pytest.raises(LiteratureError, match="does not keep"):
        await embed(desk.index, Vectors(), desk.events.append)
