"""The whole main job through an OpenAI-compatible server: three roles on one base, two of them with an adapter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backends.weights import find_weights
from bench.processes import compiling, environment, run
from core.errors import ModelMissing
from tests.adapters import write_adapter
from tests.backends.llama_server import llama_server

pytestmark = pytest.mark.model


@pytest.fixture
def weights() -> Path:
    try:
        return find_weights("")
    except ModelMissing as error:
        pytest.skip(f"{error.message} {error.hint}")


def test_ask_runs_on_one_base_with_two_adapters(tmp_path: Path, weights: Path) -> None:
    # Weak ones: an adapter of noise as strong as those of other tests would leave the model without a format.
    adapters = [
        write_adapter(tmp_path / f"{name}.gguf", seed, weights=weights, scale=0.01)
        for seed, name in enumerate(("plans", "programs"))
    ]
    out = tmp_path / "out"
    with llama_server(weights, adapters, slots=4) as (url, key):
        environ = environment(tmp_path / "home") | {
            "GPIOT_OPENAI_URL": url,
            "GPIOT_OPENAI_API_KEY": key,
            "GPIOT_TDSLM_MODEL": "plans",
            "GPIOT_CGSLM_MODEL": "programs",
        }
        command = ("ask", "Blink an LED when a door opens.", "--backend", "openai", "--yes", "--out", str(out))
        outcome = first = run(environ, *command, seconds=400)
        for _ in range(2):
            # So small a model may miss a form; how the server batches decides, not its seed.
            if outcome.code == 1:
                outcome = run(environ, "sessions", "resume", first.session, "--yes", seconds=400)
    assert (outcome.code, outcome.last["event"]) == (0, "done"), outcome
    [chosen] = outcome.named("model_chosen")
    assert chosen["backend"] == "openai"
    assert chosen["models"] == {
        "tdslm": f"{weights.stem}+plans",
        "rtslm": weights.stem,
        "cgslm": f"{weights.stem}+programs",
    }
    written = (out / "project.json").read_text("utf-8")
    assert compiling(out) == len(json.loads(written)["subtasks"]) + 1
    kept = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in (*kept, *out.rglob("*.*")) if path.is_file() and key.encode() in path.read_bytes()]
    assert key not in outcome.stderr + json.dumps(outcome.events)
