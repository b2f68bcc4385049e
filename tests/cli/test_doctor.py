from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

Gpiot = Callable[..., Result]


@pytest.fixture(autouse=True)
def nobody_there(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An address where no Ollama answers: bound, so that nobody else takes it, and not listening."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("GPIOT_OLLAMA_URL", f"http://127.0.0.1:{taken.getsockname()[1]}")
        yield


def states(result: Result) -> dict[str, str]:
    return {check["name"]: check["state"] for check in json.loads(result.stdout)["checks"]}


def test_no_ollama_is_a_note_unless_it_was_chosen(gpiot: Gpiot, monkeypatch: pytest.MonkeyPatch) -> None:
    assert states(gpiot("doctor", "--json"))["ollama"] == "note"
    monkeypatch.setenv("GPIOT_BACKEND", "ollama")
    chosen = gpiot("doctor", "--json")
    assert chosen.exit_code == 1
    assert states(chosen)["ollama"] == "problem"


def test_a_bad_setting_is_a_problem_with_its_place(gpiot: Gpiot, home: Path) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text("sead = 1\n")
    result = gpiot("doctor")
    assert result.exit_code == 1
    assert "config.toml: sead: is not a setting" in result.stdout


def test_missing_weights_are_a_problem(gpiot: Gpiot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GPIOT_MODEL", str(tmp_path / "none.gguf"))
    result = gpiot("doctor", "--json")
    assert states(result)["weights"] == "problem"
    assert "none.gguf" in result.stdout


def test_truncated_weights_are_a_problem(gpiot: Gpiot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "cut.gguf"
    file.write_bytes(b"GGUF\x03\x00\x00\x00")
    monkeypatch.setenv("GPIOT_MODEL", str(file))
    assert states(gpiot("doctor", "--json"))["weights"] == "problem"


def test_a_file_in_the_place_of_a_folder_is_a_problem(gpiot: Gpiot, home: Path) -> None:
    home.mkdir()
    (home / "state").write_text("")
    result = gpiot("doctor", "--json")
    assert states(result)["state folder"] == "problem"
    assert states(result)["cache folder"] == "ok"


def test_a_damaged_session_file_is_a_problem(gpiot: Gpiot, home: Path) -> None:
    (home / "state").mkdir(parents=True)
    (home / "state" / "sessions.db").write_bytes(b"not a database, but long enough to be taken for one" * 50)
    assert states(gpiot("doctor", "--json"))["sessions"] == "problem"


def test_models_says_why_a_backend_has_none(gpiot: Gpiot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GPIOT_MODEL", str(tmp_path / "none.gguf"))
    found = json.loads(gpiot("models", "list", "--json").stdout)
    assert found["models"] == []
    assert "none.gguf" in found["problems"]["embedded"]
    assert "127.0.0.1" in found["problems"]["ollama"]


@pytest.mark.model
def test_the_embedded_model_is_listed_with_its_roles(gpiot: Gpiot) -> None:
    [model] = json.loads(gpiot("models", "list", "--json").stdout)["models"]
    assert model["backend"] == "embedded"
    assert model["roles"] == ["tdslm", "rtslm", "cgslm"]
    assert model["weak"] is True
    assert len(model["digest"]) == 64
