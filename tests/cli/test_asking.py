"""The question before anything leaves this machine, on a terminal of its own."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.settings import Folders, load_settings

ROOT = Path(__file__).parents[2]
# A closed port of this machine under a name that counts as another one.
AWAY = "http://127.1:9"


def on_a_terminal(typed: bytes, home: Path, *arguments: str) -> tuple[int, str]:
    """Run on a pseudo-terminal, type when the question is there; exit code and all that was shown."""
    ours, theirs = pty.openpty()
    environ = {**os.environ, "GPIOT_HOME": str(home), "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "200"}
    environ |= {"GPIOT_OPENAI_URL": f"{AWAY}/v1", "GPIOT_QDRANT_URL": AWAY}
    command = [sys.executable, "-m", "cli.main", *arguments]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environ, cwd=home) as process:
        os.close(theirs)
        killer = threading.Timer(60, process.kill)
        killer.start()
        seen = b""
        for piece in _read(ours):
            seen += piece
            if typed and b"[y/N]" in seen:
                os.write(ours, typed)
                typed = b""
        killer.cancel()
    os.close(ours)
    return process.returncode, seen.decode()


def _read(descriptor: int) -> Iterator[bytes]:
    while True:
        try:
            piece = os.read(descriptor, 4096)
        except OSError:
            return
        if not piece:
            return
        yield piece


@pytest.mark.parametrize("typed", [b"\n", b"n\n"])
def test_without_a_yes_nothing_is_sent(tmp_path: Path, typed: bytes) -> None:
    code, seen = on_a_terminal(typed, tmp_path, "ask", "Blink.", "--backend", "openai", "--yes")
    assert code == 2, seen
    assert f"{AWAY} (`openai_url`) is not this machine" in seen
    assert "samples of its data, passages of your papers" in seen
    assert f"gpiot config set allow '{AWAY}'" in seen
    assert not (tmp_path / "config").exists()


def test_a_yes_is_remembered(tmp_path: Path) -> None:
    command = ("ask", "Blink.", "--backend", "openai", "--yes")
    code, seen = on_a_terminal(b"y\n", tmp_path, *command)
    # Nobody answers there, which is found out only now.
    assert code == 3, seen
    assert "[y/N]" in seen
    assert load_settings(Folders.of({"GPIOT_HOME": str(tmp_path)}), {}).allow == (AWAY,)
    again = on_a_terminal(b"", tmp_path, *command)
    assert again[0] == 3
    assert "[y/N]" not in again[1]


def test_an_ingest_is_asked_about_before_its_bars(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("# Note\n\nText.\n")
    home = tmp_path / "home"
    home.mkdir()
    (home / "config").mkdir()
    (home / "config" / "config.toml").write_text("index = 'server'\n")
    code, seen = on_a_terminal(b"n\n", home, "ingest", str(tmp_path / "note.md"))
    assert code == 2, seen
    assert "all ingested papers" in seen


@pytest.mark.parametrize("flag", ["--json", "--yes"])
def test_without_a_terminal_the_setting_is_named(tmp_path: Path, flag: str) -> None:
    command = [sys.executable, "-m", "cli.main", "ask", "Blink.", "--backend", "openai", flag]
    environ = {**os.environ, "GPIOT_HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "GPIOT_OPENAI_URL": f"{AWAY}/v1"}
    done = subprocess.run(
        command, env=environ, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert f"gpiot config set allow '{AWAY}'" in done.stdout + done.stderr
