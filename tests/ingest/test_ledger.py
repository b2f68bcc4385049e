from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import LiteratureError, StorageError
from core.papers import Paper
from ingest import ledger as ledgers
from ingest.ledger import Ledger
from ingest.scan import Found, digest, walk

SUFFIXES = frozenset({".pdf", ".txt"})
PAPER = Paper("", "A title", ("Ada",), 2020, "10.1/x", 3, ("a doubt",))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(tmp_path / "data" / "papers.db")
    yield opened
    opened.close()


def file(path: Path, text: str = "content") -> Found:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    (found,) = walk([path], SUFFIXES)
    return Found(path, path.parent, found.size, found.mtime)


def keep(ledger: Ledger, found: Found) -> str:
    content = digest(found.path)
    ledger.place(found, content)
    ledger.read(content, PAPER, passages=7, unread=1, ocr=0, seconds=0.5)
    return content


def test_a_file_is_known_by_size_and_time(ledger: Ledger, tmp_path: Path) -> None:
    found = file(tmp_path / "a.txt")
    assert ledger.known(found).hash == ""
    content = keep(ledger, found)
    assert (ledger.known(found).hash, ledger.known(found).state) == (content, "read")
    assert ledger.known(Found(found.path, found.root, found.size, found.mtime + 1)).hash == ""
    assert ledger.known(Found(found.path, found.root, found.size + 1, found.mtime)).hash == ""


def test_an_entry_tells_what_was_read(ledger: Ledger, tmp_path: Path) -> None:
    content = keep(ledger, file(tmp_path / "a.txt"))
    (entry,) = ledger.entries()
    assert (entry.state, entry.title, entry.authors, entry.year, entry.doi) == (
        "read",
        "A title",
        ("Ada",),
        2020,
        "10.1/x",
    )
    assert (entry.pages, entry.passages, entry.unread, entry.doubts) == (3, 7, 1, ("a doubt",))
    assert entry.paper == content[:32]
    assert {"path", "state", "reason", "pages", "title", "year", "doi"} <= set(entry.json())


def test_copies_share_their_content_and_renames_move(ledger: Ledger, tmp_path: Path) -> None:
    first = file(tmp_path / "a.txt")
    content = keep(ledger, first)
    changed, known = ledger.place(file(tmp_path / "b.txt"), content)
    assert (changed, known.state) == (False, "read")
    assert [entry.path for entry in ledger.entries()] == [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]
    (tmp_path / "a.txt").rename(tmp_path / "c.txt")
    ledger.place(file(tmp_path / "c.txt"), content)
    assert [Path(entry.path).name for entry in ledger.entries()] == ["b.txt", "c.txt"]


def test_a_changed_file_leaves_an_orphan(ledger: Ledger, tmp_path: Path) -> None:
    old = keep(ledger, file(tmp_path / "a.txt"))
    found = file(tmp_path / "a.txt", "other content")
    changed, known = ledger.place(found, digest(found.path))
    assert (changed, known.state) == (True, "new")
    assert ledger.orphans() == [old]
    ledger.drop([old, known.hash])
    assert ledger.orphans() == []
    assert ledger.known(found).hash == known.hash


def test_missing_files_are_gone_or_forgotten_below_their_folder_only(ledger: Ledger, tmp_path: Path) -> None:
    keep(ledger, file(tmp_path / "one" / "a.txt", "a"))
    keep(ledger, file(tmp_path / "one-more" / "b.txt", "b"))
    assert ledger.missing([tmp_path / "one"], set(), forget=False) == 0
    assert [entry.state for entry in ledger.entries()] == ["read", "gone"]
    assert [entry.state for entry in ledger.entries("gone")] == ["gone"]
    assert ledger.orphans() == []
    assert ledger.missing([tmp_path / "one"], set(), forget=True) == 1
    assert [Path(entry.path).name for entry in ledger.entries()] == ["b.txt"]
    assert len(ledger.orphans()) == 1


def test_a_file_that_comes_back_is_looked_at_again(ledger: Ledger, tmp_path: Path) -> None:
    found = file(tmp_path / "a.txt")
    content = keep(ledger, found)
    ledger.missing([tmp_path], set(), forget=False)
    assert ledger.known(found).hash == ""
    ledger.place(found, content)
    assert [entry.state for entry in ledger.entries()] == ["read"]


def test_failed_files_wait_for_retry(ledger: Ledger, tmp_path: Path) -> None:
    found = file(tmp_path / "a.txt")
    content = digest(found.path)
    ledger.place(found, content)
    ledger.failed(content, "damaged", "get it again")
    known = ledger.known(found)
    assert (known.state, known.reason, known.hint) == ("failed", "damaged", "get it again")
    assert [entry.reason for entry in ledger.entries("failed")] == ["damaged"]
    assert [entry.path for entry in ledger.retry()] == [str(found.path)]
    assert ledger.known(found).state == "new"
    assert ledger.retry() == []


def test_what_an_older_parser_read_is_new(ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = file(tmp_path / "a.txt")
    content = keep(ledger, found)
    assert not ledger.has_old_passages(content)
    monkeypatch.setattr(ledgers, "PARSER", ledgers.PARSER + 1)
    assert ledger.known(found).state == "new"
    assert ledger.has_old_passages(content)
    ledger.begin(content)
    assert not ledger.has_old_passages(content)


def test_papers_are_found_by_path_end_and_id(ledger: Ledger, tmp_path: Path) -> None:
    content = keep(ledger, file(tmp_path / "one" / "a.txt"))
    for name in (str(tmp_path / "one" / "a.txt"), "a.txt", "one/a.txt", content[:6]):
        assert [entry.paper for entry in ledger.find(name)] == [content[:32]]
    with pytest.raises(LiteratureError, match="no such paper"):
        ledger.find("b.txt")


def test_remove_forgets_one_path(ledger: Ledger, tmp_path: Path) -> None:
    content = keep(ledger, file(tmp_path / "a.txt"))
    ledger.place(file(tmp_path / "b.txt"), content)
    assert [entry.path for entry in ledger.remove(["a.txt"])] == [str(tmp_path / "a.txt")]
    assert ledger.orphans() == []
    ledger.remove(["b.txt"])
    assert ledger.orphans() == [content]


def test_names_that_are_no_text(ledger: Ledger, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    keep(ledger, file(path))
    assert [entry.path for entry in ledger.entries()] == [str(path)]


def test_foreign_newer_and_damaged_files_are_refused(tmp_path: Path) -> None:
    foreign, newer, damaged = tmp_path / "a.db", tmp_path / "b.db", tmp_path / "c.db"
    for path, statement in ((foreign, "CREATE TABLE other (x)"), (newer, "PRAGMA user_version = 99")):
        connection = sqlite3.connect(path)
        connection.execute(statement)
        connection.commit()
        connection.close()
    damaged.write_bytes(b"no database at all" * 100)
    for path, reason in ((foreign, "another program"), (newer, "newer gpiot"), (damaged, "not a ledger")):
        with pytest.raises(StorageError, match=reason):
            Ledger(path)


def test_the_walk_finds_each_paper_once(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.PDF", "sub/c.txt", ".hidden/d.pdf", ".e.pdf", "f.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("content")
    names = [str(found.path.relative_to(tmp_path)) for found in walk([tmp_path, tmp_path / "sub"], SUFFIXES)]
    assert names == ["a.pdf", "b.PDF", "sub/c.txt"]
    with pytest.raises(LiteratureError, match="no such folder"):
        walk([tmp_path / "none"], SUFFIXES)
