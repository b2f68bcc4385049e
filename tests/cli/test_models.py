"""``gpiot models`` where there is no server to talk to."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from core.roles import CGSLM

Gpiot = Callable[..., Result]


@pytest.fixture(autouse=True)
def nobody_there(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An address where no Ollama answers: bound, so that nobody else takes it, and not listening."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("GPIOT_OLLAMA_URL", f"http://127.0.0.1:{taken.getsockname()[1]}")
        yield


@pytest.mark.parametrize(
    "command",
    [("setup",), ("setup", "--base", "qwen2.5-coder:7b"), ("test",), ("remove", "--all", "--yes")],
    ids=" ".join,
)
def test_no_server_is_one_line_with_the_next_step(gpiot: Gpiot, command: tuple[str, ...]) -> None:
    plain = gpiot("models", *command)
    assert plain.exit_code == 3
    assert plain.stderr.startswith("gpiot: No Ollama answers at http://127.0.0.1:")
    assert "ollama serve" in plain.stderr
    told = json.loads(gpiot("models", *command, "--json").stdout)
    assert told["code"] == 3


def test_a_role_is_shown_without_a_server(gpiot: Gpiot) -> None:
    text = gpiot("models", "show", "cgslm", "--base", "qwen2.5-coder:7b").stdout
    assert "FROM qwen2.5-coder:7b" in text
    assert CGSLM.system in text
    assert gpiot("models", "show", "cgslm").exit_code == 0
    assert gpiot("models", "show", "other").exit_code == 2


def test_a_folder_without_adapters_is_refused_first(gpiot: Gpiot, tmp_path: Path) -> None:
    result = gpiot("models", "setup", "--base", "x:1b", "--adapters", str(tmp_path))
    assert result.exit_code == 2
    assert "holds no adapter" in result.stderr


def test_remove_wants_names_or_all(gpiot: Gpiot) -> None:
    for arguments in ((), ("--all", "gpiot-tdslm:x"), ("gpiot-tdslm:x",)):
        assert gpiot("models", "remove", *arguments).exit_code == 2


def test_every_command_is_listed(gpiot: Gpiot) -> None:
    text = gpiot("models", "--help").stdout
    assert all(f"\n  {name} " in text for name in ("add", "list", "remove", "setup", "show", "test"))
