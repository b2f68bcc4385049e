"""A Chat in memory, for the screens that only ask it, and an app with one screen of ours on it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from textual.app import App
from textual.screen import Screen

from agent.chat import Chat, Status
from agent.literature import Preview
from agent.records import Session
from core.errors import GpiotError, LiteratureError, StorageError
from core.papers import Hit, Passage
from ingest.ledger import Entry

NOW = 1_789_000_000.0
ESCAPES = "\x1b]52;c;aGk=\x07\x1b[2J"
"""What would fill the clipboard and clear the screen if a terminal obeyed it."""


_TEXTS = ("reason", "hint", "title", "doi", "paper")
_NUMBERS = ("pages", "year", "passages", "unread", "ocr", "size", "parser", "seconds")


def session(name: str, title: str, state: str, age: float, **changed: Any) -> Session:
    values = {"turns": 3, "revisions": 3, "size_bytes": 48_300, "head": 3} | changed
    return Session(name, title, NOW - age - 60, NOW - age, state, "", problem="", settings={}, **values)


def sessions() -> list[Session]:
    return [
        session("a1", "Find every heartbeat in ECG records", "done", 20),
        session(
            "b2", "用WiFi信道状态信息识别日常活动并报告每一类的准确率以及混淆矩阵", "waiting", 40 * 60, revisions=12
        ),
        session("c3", f"Count {ESCAPES}steps [bold]indoors[/bold]", "interrupted", 5 * 3600, size_bytes=990),
        session(
            "d4", "Estimate breathing from mmWave radar while the person sleeps, moves and turns over", "failed", 86400
        ),
        session("e5", "Speak", "running", 3 * 86400, size_bytes=12_600_000),
        session("f6", "Locate a phone by magnetic field", "abandoned", 90 * 86400, revisions=1),
    ]


def entry(path: str, state: Any, **changed: Any) -> Entry:
    values = {**dict.fromkeys(_TEXTS, ""), **dict.fromkeys(_NUMBERS, 0), **changed}
    return Entry(path=path, root="/papers", state=state, authors=(), doubts=(), **values)


def entries() -> list[Entry]:
    return [
        entry("/papers/vital-radio.pdf", "read", pages=10, year=2015,
              title="Smart Homes that Monitor Breathing and Heart Rate"),
        entry("/papers/中文/基于信道状态信息的人体活动识别方法研究综述.pdf", "read", pages=128, year=2021,
              title="基于信道状态信息的人体活动识别方法研究综述：从信号模型到深度学习"),
        entry(f"/papers/{ESCAPES}evil.pdf", "read", pages=3, title=f"A title {ESCAPES}with [red]codes[/red]"),
        entry("/papers/pan-tompkins.md", "new"),
        entry("/papers/old.html", "gone", pages=2, year=1999, title="A Page That Was Deleted"),
        entry("/papers/bad\udcff.pdf", "failed", reason="The file is encrypted.",
              hint="Save it without a password, then press r."),
        entry("/papers/scan.pdf", "failed", pages=12, reason="None of its 12 pages has text: it is a scan.",
              hint="Run it through an OCR program such as ocrmypdf, or install tesseract, and press r to read it again."),
    ]  # fmt: skip


def hits() -> list[Hit]:
    one = "The baseline wander is removed first. A band-pass from 5 to 15 Hz keeps the energy of the QRS complex. Then we square."
    two = f"本文使用五至十五赫兹的带通滤波器。{ESCAPES}它保留了心电信号的主要能量，然后取平方。"
    three = "In [bold]Table 3[/bold] both filters are compared."
    return [
        _hit(
            "p1",
            "A Real-Time QRS Detection Algorithm",
            1985,
            2,
            "II. Digital Filters",
            one,
            one[38:102],
            0.0325,
            0.71,
            8.2,
        ),
        _hit("p2", "心电信号处理方法", 2019, 14, "3.1 滤波", two, two[:17], 0.0161, 0.64, None),
        _hit("p3", "", 0, 7, "", three, "", 0.0159, None, 2.4, last=8),
    ]


def _hit(
    name: str, title: str, year: int, page: int, section: str, text: str, quote: str,
    score: float, dense: float | None, bm25: float | None, last: int = 0,
) -> Hit:  # fmt: skip
    start = text.index(quote) if quote else 0
    passage = Passage(name, name, title, year, page, last or page, section, 0, len(text), text)
    return Hit(passage, score, dense, bm25, (start, start + len(quote)))


class StandIn(Chat):
    """What the screens ask of a Chat; ``failing`` is raised by whatever is asked next, until it is None again."""

    def __init__(self, *, full: bool = True) -> None:
        self.stored = sessions() if full else []
        self.files = entries() if full else []
        self.hits = hits() if full else []
        self.found = Preview({".pdf": 20, ".md": 4}, 61_200_000, 18)
        self.failing: GpiotError | None = None
        self.done: list[tuple[Any, ...]] = []
        self.opened = "a1" if full else ""
        self.wait = threading.Event()
        self.wait.set()

    @property
    def session(self) -> str:
        return self.opened

    def _do(self, *what: Any) -> None:
        if self.failing:
            raise self.failing
        self.done.append(what)

    async def status(self) -> Status:
        papers = sum(one.state == "read" for one in self.files)
        return Status("embedded", "smollm2-135m", True, papers, papers * 40, 2 if self.files else 0)

    def sessions(self, words: str = "") -> list[Session]:
        self._do("sessions", words)
        return [one for one in self.stored if all(word.lower() in one.title.lower() for word in words.split())]

    def rename(self, session: str, title: str) -> None:
        self._do("rename", session, title)
        self.stored = [replace(one, title=title) if one.id == session else one for one in self.stored]

    def delete(self, session: str) -> None:
        self._do("delete", session)
        self.stored = [one for one in self.stored if one.id != session]
        self.opened = "" if self.opened == session else self.opened

    def fork(self) -> str:
        self._do("fork", self.opened)
        self.opened = "f0rk"
        return self.opened

    def export(self, folder: Path, *, overwrite: bool = False) -> tuple[str, ...]:
        self._do("export", folder, overwrite)
        if (folder / "project.json").exists() and not overwrite:
            raise StorageError(f"{folder.name}: the project's files are there already.", "Overwrite them.")
        return ("main.py", "README.md", "project.json")

    def papers(self) -> list[Entry]:
        self._do("papers")
        return self.files

    def retry(self) -> list[Path]:
        self._do("retry")
        return [Path(one.path) for one in self.files if one.state == "failed"]

    def preview(self, folder: Path) -> Preview:
        self.done.append(("preview", folder.name, threading.current_thread() is threading.main_thread()))
        self.wait.wait(10)
        if not folder.is_dir():
            raise LiteratureError(f"{folder.name}: there is no such folder.", "Choose another one.")
        return self.found if folder.name == "csi" else Preview({}, 0, 0)

    async def search(self, words: str, limit: int = 8) -> Sequence[Hit]:
        self._do("search", words)
        return self.hits if "filter" in words else []


class Host(App[Any]):
    """An app with one of our screens, and what it answered."""

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        self.shown = screen
        self.answers: list[Any] = []

    def on_mount(self) -> None:
        self.push_screen(self.shown, self.answers.append)
