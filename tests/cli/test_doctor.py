from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from agent import inventory
from backends.weights import find_weights
from core.roles import ROLES
from modelfiles import machine
from tests.adapters import write_adapter
from tests.backends.llama_server import llama_server

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


def details(result: Result) -> dict[str, dict[str, str]]:
    return {check["name"]: check for check in json.loads(result.stdout)["checks"]}


def test_a_whole_installation_says_what_there_is(gpiot: Gpiot) -> None:
    found = details(gpiot("doctor", "--json"))
    assert found["leaves this machine"]["detail"] == "nothing"
    assert "GB" in found["memory"]["detail"]
    assert "nothing is ingested yet" in found["index"]["detail"]
    assert "httpx" in found["packages"]["detail"]
    assert "openai" not in found
    assert all(check["fix"] for check in found.values() if check["state"] != "ok")


def test_what_goes_where_is_listed(gpiot: Gpiot, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GPIOT_OPENAI_URL", "GPIOT_QDRANT_URL"):
        monkeypatch.setenv(name, "http://192.0.2.1:8080")
    monkeypatch.setenv("GPIOT_BACKEND", "openai")
    monkeypatch.setenv("GPIOT_INDEX", "server")
    found = details(gpiot("doctor", "--json"))
    leaving = found["leaves this machine"]
    assert leaving["state"] == "note"
    assert "http://192.0.2.1:8080 (openai_url) gets your problem, samples of its data" in leaving["detail"]
    assert "all ingested papers" in leaving["detail"]
    assert "gpiot config set allow 'http://192.0.2.1:8080'" in leaving["fix"]
    # What is not allowed is not asked either: 192.0.2.1 would take the whole connection time to stay silent.
    assert found["openai"]["state"] == found["index"]["state"] == "note"
    assert "this leaves this machine" in gpiot("config").stdout
    gpiot("config", "set", "allow", "http://192.0.2.1:8080")
    assert "allowed" in gpiot("config").stdout


def test_an_openai_server_that_is_not_there(gpiot: Gpiot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GPIOT_OPENAI_URL", "http://127.0.0.1:9/v1")
    assert states(gpiot("doctor", "--json"))["openai"] == "note"
    monkeypatch.setenv("GPIOT_BACKEND", "openai")
    result = gpiot("doctor", "--json")
    assert result.exit_code == 1
    assert details(result)["openai"]["detail"] == "No OpenAI-compatible server answers at http://127.0.0.1:9/v1."
    assert details(result)["openai"]["fix"]


@pytest.mark.model
def test_an_openai_server_says_what_it_serves(gpiot: Gpiot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    weights = find_weights("")
    with llama_server(weights, [write_adapter(tmp_path / "tdslm.gguf", 1, weights=weights)], context=512) as (url, key):
        monkeypatch.setenv("GPIOT_BACKEND", "openai")
        monkeypatch.setenv("GPIOT_OPENAI_URL", url)
        monkeypatch.setenv("GPIOT_OPENAI_API_KEY", key)
        result = gpiot("doctor", "--json")
        monkeypatch.setenv("GPIOT_OPENAI_API_KEY", "sk-wrong")
        refused = gpiot("doctor", "--json")
    base = weights.stem
    served = details(result)["openai"]
    assert served["state"] == "ok"
    assert f"(context 512): tdslm {base}+tdslm, rtslm {base}, cgslm {base}" in served["detail"]
    assert states(refused)["openai"] == "problem"
    assert "sk-wrong" not in refused.stdout
    assert key not in gpiot("config").stdout + gpiot("config", "--json").stdout + result.stdout


def test_an_index_says_what_it_holds(gpiot: Gpiot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("# Note\n\nThe threshold follows the noise level.\n")
    monkeypatch.setenv("GPIOT_EMBEDDER", "none")
    assert gpiot("ingest", str(tmp_path / "note.md")).exit_code == 0
    assert details(gpiot("doctor", "--json"))["index"]["detail"].startswith("1 papers, 1 passages in ")
    monkeypatch.setenv("GPIOT_EMBEDDER", "minilm")
    lacking = details(gpiot("doctor", "--json"))["index"]
    assert lacking["state"] == "note"
    assert "gpiot index rebuild" in lacking["fix"]


@pytest.mark.parametrize(
    ("memory", "backend", "state"), [(10**9, "auto", "problem"), (10**9, "ollama", "note"), (10**12, "auto", "ok")]
)
def test_memory_is_compared_with_the_need(
    gpiot: Gpiot, monkeypatch: pytest.MonkeyPatch, memory: int, backend: str, state: str
) -> None:
    monkeypatch.setattr(machine, "look", lambda: machine.Machine(memory, 0))
    monkeypatch.setenv("GPIOT_BACKEND", backend)
    assert states(gpiot("doctor", "--json"))["memory"] == state


async def _ollama_shelf(way: str) -> inventory.Shelf:
    offers = [inventory.Offer("ollama", f"gpiot-{role}:b", "d" * 64, (role,), None, way) for role in ROLES]
    return inventory.Shelf("ollama", tuple(offers))


@pytest.mark.parametrize(
    ("way", "state", "said"),
    [("adapter", "ok", "cgslm by ADAPTER"), ("merged", "ok", "tdslm merged into the base"), ("", "note", "all roles")],
)
def test_the_way_that_adapters_took_is_said(
    gpiot: Gpiot, monkeypatch: pytest.MonkeyPatch, way: str, state: str, said: str
) -> None:
    monkeypatch.setattr(inventory, "ollama", lambda _settings: _ollama_shelf(way))
    found = details(gpiot("doctor", "--json"))
    assert (found["ollama"]["state"], found["adapters"]["state"]) == ("ok", state)
    assert said in found["adapters"]["detail"]


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
