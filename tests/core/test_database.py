from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Literal

import pytest

from core import database
from core.database import Database, Words, explained, use_wal
from core.errors import StorageError

SCHEMA = (
    "CREATE TABLE shelves (name TEXT PRIMARY KEY)",
    "CREATE TABLE jars (shelf TEXT NOT NULL REFERENCES shelves(name), what TEXT NOT NULL)",
)
WORDS = Words("a pantry", "Buy another one.")


def opened(path: Path, version: int = 3) -> Database:
    return Database(path, (SCHEMA, *((),) * (version - 1)), WORDS, synchronous="NORMAL")


def raw(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pantry.db"


@pytest.fixture
def pantry(path: Path) -> Iterator[Database]:
    with closing(opened(path)) as made:
        yield made


def test_a_new_file_gets_its_folder_tables_and_version(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "pantry.db"
    with closing(opened(path)) as pantry:
        assert pantry.scalar("PRAGMA user_version") == 3
        pantry.run_each("INSERT INTO shelves VALUES (?)", [("upper",), ("\u4e0b",)])
    with closing(opened(path)) as pantry:
        assert [row["name"] for row in pantry.rows("SELECT name FROM shelves ORDER BY name")] == ["upper", "\u4e0b"]
        assert pantry.run("DELETE FROM shelves") == 2
        assert pantry.scalar("SELECT name FROM shelves") is None


@pytest.mark.parametrize(("synchronous", "number"), [("NORMAL", 1), ("FULL", 2)])
def test_a_file_is_opened_as_it_was_asked_for(path: Path, synchronous: Literal["FULL", "NORMAL"], number: int) -> None:
    for _ in range(2):
        with closing(Database(path, (SCHEMA,), WORDS, synchronous=synchronous)) as pantry:
            assert pantry.scalar("PRAGMA synchronous") == number
            assert pantry.scalar("PRAGMA journal_mode") == "wal"
            with pytest.raises(sqlite3.IntegrityError):
                pantry.run("INSERT INTO jars VALUES ('no shelf', 'jam')")


def test_closing_twice_does_nothing(path: Path) -> None:
    pantry = opened(path)
    pantry.close()
    pantry.close()
    with pytest.raises(sqlite3.ProgrammingError):
        pantry.rows("SELECT 1")


def fill(pantry: Database) -> None:
    with pantry.transaction():
        pantry.run("INSERT INTO shelves VALUES ('outer')")
        with pantry.transaction():
            pantry.run("INSERT INTO shelves VALUES ('inner')")
        raise KeyError


def test_a_transaction_is_all_or_nothing_and_one_inside_joins_it(pantry: Database) -> None:
    with pytest.raises(KeyError):
        fill(pantry)
    assert pantry.rows("SELECT * FROM shelves") == []
    with pantry.transaction(), pantry.transaction():
        pantry.run("INSERT INTO shelves VALUES ('upper')")
    assert pantry.scalar("SELECT count(*) FROM shelves") == 1


def test_a_file_of_a_newer_version_is_left_alone(path: Path) -> None:
    raw(path, "PRAGMA user_version = 4")
    before = path.read_bytes()
    with pytest.raises(StorageError, match=r"newer gpiot .version 4, this one reads up to 3") as caught:
        opened(path)
    assert "GPIOT_HOME" in caught.value.hint
    assert path.read_bytes() == before


def test_the_database_of_another_program_is_left_alone(path: Path) -> None:
    raw(path, "CREATE TABLE cookies (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(StorageError, match=r"pantry\.db: it belongs to another program") as caught:
        opened(path)
    assert caught.value.hint == WORDS.damaged
    assert path.read_bytes() == before


class Overtaken(Database):
    """Another process makes the tables after this one has found no version."""

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        if "sqlite_master" in sql:
            opened(self.path).close()
        return super().rows(sql, *values)


def test_tables_that_another_process_just_made_are_not_foreign(path: Path) -> None:
    with closing(Overtaken(path, (SCHEMA, (), ()), WORDS, synchronous="NORMAL")) as pantry:
        assert pantry.rows("SELECT * FROM jars") == []


def test_garbage_is_named_and_left_alone(path: Path) -> None:
    path.write_bytes(content := b"this is no database at all, only a text\n" * 50)
    with pytest.raises(StorageError, match=r"pantry\.db: it is not a pantry\.") as caught:
        opened(path)
    assert caught.value.hint == WORDS.damaged
    assert path.read_bytes() == content


def test_missing_tables_are_damage_and_say_which(path: Path) -> None:
    raw(path, "PRAGMA user_version = 3")
    with (
        closing(opened(path)) as pantry,
        pytest.raises(StorageError, match=r"pantry\.db: it is damaged \(no such table: jars\)") as caught,
    ):
        pantry.rows("SELECT * FROM jars")
    assert caught.value.hint == WORDS.damaged


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file" / "state", Path("/proc/gpiot")):
        with pytest.raises(StorageError, match=f"{folder}: ") as caught:
            opened(folder / "pantry.db")
        assert caught.value.hint


def test_a_folder_in_place_of_the_file_is_named(path: Path) -> None:
    path.mkdir()
    with pytest.raises(StorageError, match=r"pantry\.db: it cannot be opened"):
        opened(path)


def test_a_file_that_cannot_be_written_is_named(pantry: Database) -> None:
    pantry.run("PRAGMA query_only = ON")
    with pytest.raises(StorageError, match=r"pantry\.db: it cannot be written") as caught:
        pantry.run("INSERT INTO shelves VALUES ('upper')")
    assert "GPIOT_HOME" in caught.value.hint


def store_much(pantry: Database) -> None:
    with pantry.transaction():
        pantry.run("INSERT INTO shelves VALUES ('upper')")
        pantry.run("INSERT INTO shelves VALUES (?)", "x" * 60_000)


def test_a_full_disk_is_named_and_undoes_the_transaction(pantry: Database) -> None:
    pantry.rows(f"PRAGMA max_page_count = {pantry.scalar('PRAGMA page_count')}")
    with pytest.raises(StorageError, match=r"pantry\.db: the disk is full") as caught:
        store_much(pantry)
    assert "Free some space" in caught.value.hint
    pantry.rows("PRAGMA max_page_count = 100000")
    assert pantry.rows("SELECT * FROM shelves") == []
    store_much(pantry)
    assert pantry.scalar("SELECT count(*) FROM shelves") == 2


def test_a_file_that_stays_busy_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(path).close()
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as other,
        closing(opened(path)) as pantry,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match=r"pantry\.db: another process keeps it busy"):
            pantry.run("INSERT INTO shelves VALUES ('upper')")


def test_a_file_that_never_opens_is_closed_again(path: Path) -> None:
    raw(path, "PRAGMA user_version = 4")
    with pytest.raises(StorageError):
        opened(path)
    # A connection left open would keep the file's descriptor.
    assert not any(link.exists() and link.resolve() == path for link in Path("/proc/self/fd").iterdir())


def test_switching_waits_while_another_is_writing(path: Path) -> None:
    with (
        closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other,
        closing(sqlite3.connect(path, timeout=60)) as connection,
    ):
        other.execute("CREATE TABLE cookies (name TEXT)")
        other.execute("BEGIN IMMEDIATE")
        # This is where SQLite itself does not wait.
        began = time.monotonic()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            connection.execute("PRAGMA journal_mode = WAL")
        assert time.monotonic() - began < 30
        release = threading.Timer(0.2, other.execute, ("ROLLBACK",))
        release.start()
        use_wal(connection)
        release.join()
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_switching_gives_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other, closing(sqlite3.connect(path)) as connection:
        other.execute("CREATE TABLE cookies (name TEXT)")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            use_wal(connection)


OPENER = """
import sys, time
from pathlib import Path
from core.database import Database, Words
path = Path(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
schema = ("CREATE TABLE shelves (name TEXT)", "INSERT INTO shelves VALUES ('upper')")
Database(path, (schema,), Words("a pantry", ""), synchronous="NORMAL").close()
"""


def test_several_processes_open_a_new_file_at_once(path: Path) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", OPENER, str(path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for _ in range(4)
    ]  # fmt: skip
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write(b"\n")
        process.stdin.flush()
    for process in running:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors.decode()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM shelves").fetchone() == (1,)


@pytest.mark.parametrize(
    ("code", "said", "hint"),
    [
        (sqlite3.SQLITE_FULL, "the disk is full.", "Free some space"),
        (sqlite3.SQLITE_IOERR_WRITE, "the disk does not read or write (what SQLite said).", "Check the disk"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "it cannot be written.", "GPIOT_HOME"),
        (sqlite3.SQLITE_CORRUPT_INDEX, "it is damaged.", WORDS.damaged),
        (sqlite3.SQLITE_NOTADB, "it is not a pantry.", WORDS.damaged),
        (sqlite3.SQLITE_TOOBIG, "what SQLite said.", ""),
        (None, "it is damaged (what SQLite said).", WORDS.damaged),
    ],
)
def test_errors_are_explained(code: int | None, said: str, hint: str) -> None:
    error = sqlite3.OperationalError("what SQLite said")
    if code is not None:
        error.sqlite_errorcode = code
    found = explained(Path("pantry.db"), error, WORDS)
    assert found.message == f"pantry.db: {said}"
    assert hint in found.hint
    assert bool(found.hint) == bool(hint)


def test_a_file_of_an_older_version_is_brought_up_with_its_content(path: Path) -> None:
    with closing(opened(path, 1)) as pantry:
        pantry.run("INSERT INTO shelves VALUES ('jam')")
    dated = "ALTER TABLE shelves ADD COLUMN year INTEGER NOT NULL DEFAULT 2026"
    for _ in range(2):
        with closing(Database(path, (SCHEMA, (dated,)), WORDS, synchronous="NORMAL")) as pantry:
            assert [tuple(row) for row in pantry.rows("SELECT * FROM shelves")] == [("jam", 2026)]
            assert pantry.scalar("PRAGMA user_version") == 2
