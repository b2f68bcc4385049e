from __future__ import annotations

import json
import os
import random
import sqlite3
import string
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.database import VERSIONS
from agent.locks import session_lock
from agent.store import Store
from core.errors import SessionUnknown, StorageError

DAY = 86400.0


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with Store(tmp_path / "sessions.db", clock=clock) as opened:
        opened._database.run("PRAGMA synchronous = OFF")  # no power cut is tested here
        yield opened


@contextmanager
def fresh() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "sessions.db") as opened:
        opened._database.run("PRAGMA synchronous = OFF")
        yield opened


def begin(store: Store, name: str) -> str:
    with store.transaction():
        store.create_session(name, f"title of {name}", store.put(f"problem of {name}"), {"seed": 1})
    return name


def turn(store: Store, session: str, *texts: str) -> int:
    """A whole turn that leaves a revision holding these texts, nested as a project nests them."""
    number = store.begin_turn(session, "ask", {}).number
    body = {"subtasks": {str(i): {"code": [store.put(text)]} for i, text in enumerate(texts)}, "not a key": "x" * 32}
    revision = store.add_revision(session, number, "ask", body)
    store.set_turn_state(session, number, "done")
    return revision


def keys(body: Any) -> list[str]:
    return [item["code"][0] for item in body["subtasks"].values()]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=())), max_size=5))
def test_texts_come_back_as_they_were(texts: list[str]) -> None:
    with fresh() as store:
        known = [store.put(text) for text in texts]
        assert [store.get(key) for key in known] == texts
        assert len(set(known)) == len(set(texts))


def test_a_missing_text_is_named(store: Store) -> None:
    with pytest.raises(StorageError, match="0123"):
        store.get("0123")


def test_a_damaged_text_is_not_passed_off(store: Store, tmp_path: Path) -> None:
    key, other = store.put("one"), store.put("two")
    with sqlite3.connect(tmp_path / "sessions.db") as raw:
        raw.execute("UPDATE texts SET body = x'00' WHERE key = ?", (key,))
        raw.execute("UPDATE texts SET key = ? WHERE key = ?", ("f" * 32, other))
    raw.close()
    for broken in (key, "f" * 32):
        with pytest.raises(StorageError, match="damaged"):
            store.get(broken)


def test_sessions_are_listed_newest_first(store: Store) -> None:
    for name in ("amber", "birch", "cedar"):
        begin(store, name)
    turn(store, "amber", "text")
    store.set_folder("birch", Path("/tmp") / os.fsdecode(b"caf\xe9"))
    found = store.sessions()
    assert [session.id for session in found] == ["birch", "amber", "cedar"]
    assert found[0].folder == "/tmp/caf\udce9"
    assert (found[1].turns, found[1].revisions, found[1].state, found[1].head) == (1, 1, "done", 1)
    assert found[2].state == "new"
    assert dict(found[2].settings) == {"seed": 1}
    assert store.get(found[2].problem) == "problem of cedar"
    assert found[1].size_bytes > found[2].size_bytes > 0


def test_a_session_is_found_by_a_unique_prefix(store: Store) -> None:
    for name in ("amber-fox", "amber-owl", "amber"):
        begin(store, name)
    assert store.session("amber-f").id == "amber-fox"
    assert store.session("amber").id == "amber"


def test_an_ambiguous_prefix_says_which(store: Store) -> None:
    begin(store, "amber-fox")
    begin(store, "amber-owl")
    with pytest.raises(SessionUnknown, match=r"amber-owl.*amber-fox"):
        store.session("amber")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("ambre-fox", "Did you mean amber-fox?"),
        *((far, "List them with: gpiot sessions list") for far in ("", "zzz", "fox-trot", "\udcff")),
    ],
)
def test_an_unknown_session_names_those_that_are_near(store: Store, name: str, hint: str) -> None:
    begin(store, "amber-fox")
    begin(store, "quiet-heron")
    with pytest.raises(SessionUnknown, match=r"No session is named .*\.$") as caught:
        store.session(name)
    assert caught.value.hint == hint
    caught.value.message.encode()


def test_without_sessions_the_message_says_so(store: Store) -> None:
    with pytest.raises(SessionUnknown, match="none yet"):
        store.session("any")


def test_every_method_refuses_an_unknown_session(store: Store) -> None:
    for call in (
        lambda: store.begin_turn("x", "ask", {}),
        lambda: store.set_turn_state("x", 1, "done"),
        lambda: store.add_revision("x", 1, "ask", {}),
        lambda: store.set_folder("x", "/tmp"),
        lambda: store.turns("x"),
        lambda: store.open_turn("x"),
        lambda: store.head("x"),
        lambda: store.revisions("x"),
        lambda: store.undo("x"),
        lambda: store.delete("x"),
    ):
        with pytest.raises(SessionUnknown):
            call()


def test_a_session_is_created_once_and_only_with_its_problem(store: Store) -> None:
    begin(store, "amber")
    with pytest.raises(StorageError, match="exists already"):
        begin(store, "amber")
    with pytest.raises(StorageError, match="missing"):
        store.create_session("birch", "title", "0" * 32, {})
    assert [session.id for session in store.sessions()] == ["amber"]


def test_a_title_that_is_no_unicode_is_kept_readable(store: Store) -> None:
    store.create_session("amber", "bad \udcff title", store.put("p"), {})
    assert store.session("amber").title == "bad ? title"


def test_only_the_latest_turn_is_open(store: Store) -> None:
    begin(store, "amber")
    assert store.open_turn("amber") is None
    first = store.begin_turn("amber", "ask", {"text": store.put("hello")})
    assert (first.number, first.state, first.thread) == (1, "running", "amber/1")
    assert store.open_turn("amber") == first
    second = store.begin_turn("amber", "revise", {})
    assert [t.state for t in store.turns("amber")] == ["abandoned", "running"]
    store.set_turn_state("amber", second.number, "failed", "no model")
    opened = store.open_turn("amber")
    assert opened is not None
    assert (opened.number, opened.state, opened.error) == (2, "failed", "no model")


@pytest.mark.parametrize("state", ["running", "waiting", "interrupted", "failed", "done", "abandoned"])
def test_a_turn_that_is_over_cannot_be_taken_up(store: Store, state: Any) -> None:
    begin(store, "amber")
    store.set_turn_state("amber", store.begin_turn("amber", "ask", {}).number, state)
    assert (store.open_turn("amber") is None) == (state in {"done", "abandoned"})


def test_an_unknown_turn_is_refused(store: Store) -> None:
    begin(store, "amber")
    with pytest.raises(StorageError, match="no turn 7"):
        store.set_turn_state("amber", 7, "done")


def test_a_running_turn_without_its_process_is_shown_as_interrupted(store: Store, tmp_path: Path) -> None:
    begin(store, "amber")
    store.begin_turn("amber", "ask", {})
    assert store.session("amber").state == "interrupted"
    with session_lock(tmp_path, "amber"):
        assert store.session("amber").state == "running"


def test_a_turn_adds_one_revision_however_often_it_is_resumed(store: Store) -> None:
    begin(store, "amber")
    number = store.begin_turn("amber", "ask", {}).number
    assert store.add_revision("amber", number, "ask", {"a": 1}) == 1
    assert store.add_revision("amber", number, "ask", {"a": 2}) == 1
    head = store.head("amber")
    assert head is not None
    assert (head.number, head.parent, head.turn, head.body) == (1, 0, number, {"a": 1})


def test_a_revision_after_undo_branches_and_takes_a_new_number(store: Store) -> None:
    begin(store, "amber")
    for text in ("a", "b", "c"):
        turn(store, "amber", text)
    store.undo("amber")
    assert turn(store, "amber", "d") == 4
    head = store.head("amber")
    assert head is not None
    assert head.parent == 2
    store.prune()
    assert [r.number for r in store.revisions("amber")] == [1, 2, 4]
    store.undo("amber")
    store.prune()
    assert turn(store, "amber", "e") == 5


@settings(max_examples=25, deadline=None)
@given(st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=5)), min_size=1, max_size=6))
def test_undo_restores_every_revision_exactly(bodies: list[dict[str, str]]) -> None:
    with fresh() as store:
        begin(store, "amber")
        for body in bodies:
            store.add_revision("amber", store.begin_turn("amber", "revise", {}).number, "change", body)
        for body in reversed(bodies[:-1]):
            assert store.undo("amber").body == body
            head = store.head("amber")
            assert head is not None
            assert head.body == body
        with pytest.raises(StorageError, match="nothing to undo"):
            store.undo("amber")
        head = store.head("amber")
        assert head is not None
        assert head.body == bodies[0]


def test_without_a_revision_there_is_nothing_to_undo(store: Store) -> None:
    begin(store, "amber")
    assert store.head("amber") is None
    with pytest.raises(StorageError, match="nothing to undo"):
        store.undo("amber")


class Life:
    """A store with what its sessions still need; each step may find that there is nothing for it to do."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.in_flight: dict[str, dict[str, str]] = {}

    def turn(self, name: str, texts: list[str]) -> None:
        turn(self.store, name, *texts)
        self.in_flight.pop(name, None)

    def open(self, name: str, texts: list[str]) -> None:
        self.store.begin_turn(name, "revise", {})
        self.in_flight[name] = {self.store.put(text): text for text in texts}

    def abandon(self, name: str, _: list[str]) -> None:
        if opened := self.store.open_turn(name):
            self.store.set_turn_state(name, opened.number, "abandoned")
            self.in_flight.pop(name)

    def undo(self, name: str, _: list[str]) -> None:
        head = self.store.head(name)
        if head and head.parent:
            self.store.undo(name)

    def delete(self, name: str, _: list[str]) -> None:
        self.store.delete(name)
        self.in_flight.pop(name, None)

    def prune(self, _: str, texts: list[str]) -> None:
        self.store.prune(keep=1 + len(texts))

    def check(self) -> None:
        for session in self.store.sessions():
            assert self.store.get(session.problem) == f"problem of {session.id}"
            for revision in self.store.revisions(session.id):
                assert all(self.store.get(key) in "stuvw" for key in keys(revision.body))
        for texts in self.in_flight.values():
            assert {key: self.store.get(key) for key in texts} == texts


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["turn", "turn", "open", "abandon", "undo", "delete", "prune"]),
        st.sampled_from("abc"),
        st.lists(st.sampled_from("stuvw"), max_size=3),
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_cleaning_up_loses_no_text_that_is_still_needed(steps: list[tuple[str, str, list[str]]]) -> None:
    with fresh() as store:
        life = Life(store)
        for step, name, texts in steps:
            if name not in {session.id for session in store.sessions()}:
                begin(store, name)
            getattr(life, step)(name, texts)
            life.check()


def test_cleaning_up_spares_what_only_checkpoints_know(store: Store) -> None:
    for name in ("amber", "birch"):
        begin(store, name)
    turn(store, "birch", "used before")
    number = store.begin_turn("amber", "ask", {}).number
    fresh_key, old_key = store.put("first seen now"), store.put("used before")
    store.delete("birch")
    store.prune()
    assert (store.get(fresh_key), store.get(old_key)) == ("first seen now", "used before")
    store.set_turn_state("amber", number, "abandoned")
    assert store.prune().texts == 2


def test_delete_takes_its_own_texts_and_leaves_shared_ones(store: Store, tmp_path: Path) -> None:
    for name, own in (("amber", "only amber"), ("birch", "only birch")):
        begin(store, name)
        turn(store, name, own, "shared")
    store.delete("amber")
    assert [session.id for session in store.sessions()] == ["birch"]
    with sqlite3.connect(tmp_path / "sessions.db") as raw:
        assert raw.execute("SELECT count(*) FROM texts").fetchone() == (3,)
        assert raw.execute("SELECT count(*) FROM turns").fetchone() == (1,)
        assert raw.execute("SELECT count(*) FROM revisions").fetchone() == (1,)
    raw.close()


def test_prune_keeps_the_last_revisions_of_the_head(store: Store) -> None:
    begin(store, "amber")
    noise = random.Random(1)
    for _ in range(6):
        turn(store, "amber", "".join(noise.choices(string.printable, k=20_000)))
    store.undo("amber")
    done = store.prune(keep=2)
    assert [r.number for r in store.revisions("amber")] == [4, 5]
    assert (done.sessions, done.revisions, done.texts) == (1, 4, 4)
    assert done.bytes_freed > 40_000
    assert store.undo("amber").number == 4
    with pytest.raises(StorageError, match="nothing to undo"):
        store.undo("amber")
    with pytest.raises(ValueError, match="kept"):
        store.prune(keep=0)


def test_prune_leaves_recent_open_and_locked_sessions(store: Store, clock: Clock, tmp_path: Path) -> None:
    for name in ("old", "open", "held", "recent"):
        begin(store, name)
        for text in ("a", "b", "c"):
            turn(store, name, name + text)
    store.begin_turn("open", "revise", {})
    clock.now += 10 * DAY
    turn(store, "recent", "d")
    with session_lock(tmp_path, "held"):
        done = store.prune(older_than_days=5, keep=1)
    assert (done.sessions, done.revisions) == (1, 2)
    assert {s.id: s.revisions for s in store.sessions()} == {"old": 1, "open": 3, "held": 3, "recent": 4}


def test_a_transaction_is_all_or_nothing(store: Store) -> None:
    begin(store, "amber")

    def half() -> None:
        with store.transaction():
            store.begin_turn("amber", "ask", {"key": store.put("lost")})
            store.set_turn_state("amber", 9, "done")

    with pytest.raises(StorageError, match="no turn 9"):
        half()
    assert store.turns("amber") == []
    assert store.session("amber").state == "new"


@pytest.mark.parametrize("content", [b"this is no database at all, only a text\n" * 50, os.urandom(5000)])
def test_garbage_is_named_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sessions.db"
    path.write_bytes(content)
    with pytest.raises(StorageError, match=r"sessions\.db: it is not a session file"):
        Store(path)
    assert path.read_bytes() == content


def test_what_was_written_survives_a_power_cut(tmp_path: Path) -> None:
    # Checkpoints are deleted once their revision is here.
    with Store(tmp_path / "sessions.db") as opened:
        assert opened._database.scalar("PRAGMA synchronous") == 2  # FULL


def test_a_truncated_or_gutted_file_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "sessions.db"
    with Store(path) as store:
        begin(store, "amber")
        turn(store, "amber", *("".join(random.choices(string.printable, k=9000)) for _ in range(4)))
    path.write_bytes(path.read_bytes()[:8192])
    with pytest.raises(StorageError, match=r"sessions\.db: it is damaged"), Store(path) as store:
        store.sessions()
    path.unlink()
    with sqlite3.connect(path) as raw:
        raw.execute(f"PRAGMA user_version = {len(VERSIONS)}")
    raw.close()
    with Store(path) as store, pytest.raises(StorageError, match=r"sessions\.db: it is damaged"):
        store.sessions()


def test_a_damaged_entry_is_named(store: Store, tmp_path: Path) -> None:
    begin(store, "amber")
    turn(store, "amber", "text")
    with sqlite3.connect(tmp_path / "sessions.db") as raw:
        raw.execute("UPDATE revisions SET body = '{'")
    raw.close()
    with pytest.raises(StorageError, match="damaged"):
        store.head("amber")


def whole_turn(store: Store, session: str, text: str) -> None:
    with store.transaction():
        turn(store, session, text)


def test_a_full_disk_loses_nothing_that_was_there(store: Store, tmp_path: Path) -> None:
    begin(store, "amber")
    turn(store, "amber", "first")
    connection = store._database._connection
    connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")
    noise = "".join(random.Random(2).choices(string.printable, k=60_000))
    with pytest.raises(StorageError, match=r"sessions\.db: the disk is full") as caught:
        whole_turn(store, "amber", noise)
    assert "Free some space" in caught.value.hint
    connection.execute("PRAGMA max_page_count = 100000")
    assert store.session("amber").turns == 1
    assert turn(store, "amber", noise) == 2


WRITER = """
import sys
from pathlib import Path
from agent.store import Store
path, name = Path(sys.argv[1]), sys.argv[2]
for number in range(8):
    with Store(path) as store:
        if number == 0:
            with store.transaction():
                store.create_session(name, name, store.put("the same problem"), {})
        turn = store.begin_turn(name, "ask", {}).number
        store.add_revision(name, turn, "ask", {"key": store.put(f"{name} {number}")})
        store.set_turn_state(name, turn, "done")
        if name == "cedar":
            store.prune(keep=20)
"""


def test_several_processes_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "state" / "sessions.db"
    names = ["amber", "birch", "cedar"]
    running = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), name], stderr=subprocess.PIPE) for name in names
    ]
    for process in running:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors.decode()
    with Store(path) as store:
        assert sorted(session.id for session in store.sessions()) == names
        for name in names:
            assert [store.get(r.body["key"]) for r in store.revisions(name)] == [f"{name} {n}" for n in range(8)]


def test_a_turn_grows_a_session_by_less_than_100_kb(tmp_path: Path) -> None:
    path = tmp_path / "sessions.db"
    noise = random.Random(3)
    vocabulary = ["".join(noise.choices(string.ascii_lowercase, k=noise.randint(2, 10))) for _ in range(3000)]

    def text() -> str:
        return " ".join(noise.choices(vocabulary, k=900))[:5000]

    with Store(path) as store:
        begin(store, "amber")
        turn(store, "amber", text())
    before = path.stat().st_size
    for _ in range(20):
        with Store(path) as store:
            turn(store, "amber", *(text() for _ in range(6)))
    assert not path.with_name("sessions.db-wal").exists()
    assert (path.stat().st_size - before) / 20 < 100_000
    with Store(path) as store:
        assert store.session("amber").size_bytes < path.stat().st_size
        assert len(json.dumps([dict(r.body) for r in store.revisions("amber")])) > 20 * 6 * 32
