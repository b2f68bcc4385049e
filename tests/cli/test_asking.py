"""The question before anything leaves this machine, on a terminal of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.settings import Folders, load_settings
from tests.cli.terminal import ROOT, on_a_terminal

# A closed port of this machine under a name that counts as another one.
AWAY = "http://127.1:9"


def asked(typed: bytes, home: Path, *arguments: str) -> tuple[int, str]:
    """Run gpiot with servers elsewhere on a terminal; answer the question before anything leaves."""
    environ = {"GPIOT_OPENAI_URL": f"{AWAY}/v1", "GPIOT_QDRANT_URL": AWAY}
    return on_a_terminal(typed, "-m", "cli.main", *arguments, home=home, asks=b"[y/N]", environ=environ)


@pytest.mark.parametrize("typed", [b"\n", b"n\n"])
def test_without_a_yes_nothing_is_sent(tmp_path: Path, typed: bytes) -> None:
    code, seen = asked(typed, tmp_path, "ask", "Blink.", "--backend", "openai", "--yes")
    assert code == 2, seen
    assert f"{AWAY} (`openai_url`) is not this machine" in seen
    assert "samples of its data, passages of your papers" in seen
    assert f"gpiot config set allow '{AWAY}'" in seen
    assert not (tmp_path / "config").exists()


def test_a_yes_is_remembered(tmp_path: Path) -> None:
    command = ("ask", "Blink.", "--backend", "openai", "--yes")
    code, seen = asked(b"y\n", tmp_path, *command)
    # Nobody answers there, which is found out only now.
    assert code == 3, seen
    assert "[y/N]" in seen
    assert load_settings(Folders.of({"GPIOT_HOME": str(tmp_path)}), {}).allow == (AWAY,)
    again = asked(b"", tmp_path, *command)
    assert again[0] == 3
    assert "[y/N]" not in again[1]


def test_an_ingest_is_asked_about_before_its_bars(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("# Note\n\nText.\n")
    home = tmp_path / "home"
    home.mkdir()
    (home / "config").mkdir()
    (home / "config" / "config.toml").write_text("index = 'server'\n")
    code, seen = asked(b"n\n", home, "ingest", str(tmp_path / "note.md"))
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
