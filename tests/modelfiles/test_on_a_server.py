"""The variants on a real Ollama server, with the 135M model, a GGUF adapter and a PEFT adapter."""

from __future__ import annotations

import hashlib
import json
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner, Result

from agent import proving, variants
from backends.ollama import OllamaModel
from backends.weights import find_weights
from bench.processes import Process, environment
from cli.main import cli
from core.errors import BadAnswer, ModelMissing, UsageError
from core.roles import CGSLM, ROLES, RTSLM, TDSLM
from core.settings import Folders, Settings
from modelfiles import machine, rendering
from modelfiles.machine import GB, Machine
from tests.adapters import write_adapter
from tests.backends.misbehaving import Writer, answering, listening
from tests.backends.ollama_server import binary, create, serving
from tests.modelfiles import real, toys
from tests.modelfiles.newer_server import REFUSAL, without_adapters

pytestmark = [pytest.mark.ollama, pytest.mark.model]

CONTEXT = 1024
BASE = "tiny:135m"
Gpiot = Callable[..., Result]


@dataclass(frozen=True)
class Served:
    """A server with the base on it, two adapters, and folders of our own."""

    url: str
    folder: Path
    weights: Path
    adapters: Path

    @property
    def settings(self) -> Settings:
        return Settings(backend="ollama", ollama_url=self.url, ollama_num_ctx=CONTEXT)

    @property
    def folders(self) -> Folders:
        return Folders.of({"GPIOT_HOME": str(self.folder / "home")})

    async def setup(self, base: str = BASE, **more: Any) -> variants.Setup:
        adapters = more.pop("adapters", self.adapters)
        return await variants.setup(self.settings, self.folders, base, adapters, lambda *_: None, **more)

    def models(self) -> dict[str, tuple[str, str]]:
        told = httpx.get(f"{self.url}/api/tags", trust_env=False).json()["models"]
        return {model["name"]: (model["digest"], model["modified_at"]) for model in told}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    program = binary()
    if program is None:
        pytest.skip("no ollama binary; tools/build-ollama makes one")
    try:
        weights = find_weights("")
    except ModelMissing as error:
        pytest.skip(f"{error.message} {error.hint}")
    folder = tmp_path_factory.mktemp("ollama")
    (folder / "adapters").mkdir()
    # Of several seeds those whose greedy answers are the least close calls.
    write_adapter(folder / "adapters" / "tdslm.gguf", 1, weights=weights)
    real.write_peft(folder / "adapters" / "cgslm", 7, weights=weights)
    with serving(program, folder) as url:
        # One thread: two that wait for each other lose ten times the speed when anything else runs on the machine.
        create(program, url, BASE, f"FROM {weights}\nPARAMETER num_thread 1\n", folder)
        yield Served(url, folder, weights, folder / "adapters")


@pytest.fixture
def gpiot(served: Served, monkeypatch: pytest.MonkeyPatch) -> Gpiot:
    monkeypatch.setenv("GPIOT_HOME", str(served.folder / "home"))
    monkeypatch.setenv("GPIOT_OLLAMA_URL", served.url)
    monkeypatch.setenv("GPIOT_OLLAMA_NUM_CTX", str(CONTEXT))

    def run(*arguments: str) -> Result:
        result = CliRunner().invoke(cli, arguments, prog_name="gpiot")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


def test_setup_makes_three_variants_and_a_second_one_changes_nothing(served: Served, gpiot: Gpiot) -> None:
    theirs = served.models()[BASE]
    command = ("models", "setup", "--base", BASE, "--adapters", str(served.adapters), "--json")
    first = json.loads(gpiot(*command).stdout)
    assert first["changed"]
    assert [(v["role"], v["way"], v["made"]) for v in first["variants"]] == [
        ("tdslm", "adapter", True),
        ("rtslm", "none", True),
        ("cgslm", "adapter", True),
    ]
    names = {v["name"] for v in first["variants"]}
    assert all(name.startswith("gpiot-") and ":tiny-135m-" in name for name in names)
    before = served.models()
    assert set(before) == {BASE, *names}
    second = json.loads(gpiot(*command).stdout)
    assert not second["changed"]
    assert served.models() == before
    assert before[BASE] == theirs
    listed = {offer["name"]: offer for offer in json.loads(gpiot("models", "list", "--json").stdout)["models"]}
    assert [(listed[v["name"]]["roles"], listed[v["name"]]["way"]) for v in first["variants"]] == [
        ([v["role"]], v["way"]) for v in first["variants"]
    ]


async def test_the_roles_are_played_by_the_variants(served: Served) -> None:
    made = {variant.role: variant.name for variant in (await served.setup()).variants}
    model = OllamaModel(served.settings)
    await model.open()
    await model.close()
    assert {name: model.model(role).name for name, role in ROLES.items()} == made
    assert model.abilities.adapters


async def test_ask_answers_with_the_variants(served: Served) -> None:
    """The whole session takes minutes with this model: `python -m bench.ollama_loads --ask` runs one."""
    made = {variant.role: variant.name for variant in (await served.setup()).variants}
    environ = environment(served.folder / "home", GPIOT_OLLAMA_URL=served.url, GPIOT_OLLAMA_NUM_CTX=str(CONTEXT * 4))
    process = Process(
        environ, "ask", "Blink an LED.", "--backend", "ollama", "--yes", "--out", str(served.folder / "out")
    )
    assert process.wait_for(lambda event: event["event"] == "token", 60)
    process.send(signal.SIGKILL)
    [chosen] = process.outcome(30).named("model_chosen")
    assert (chosen["backend"], chosen["models"]) == ("ollama", made)


async def test_the_base_that_was_set_up_last_answers(served: Served) -> None:
    own = {variant.name for variant in (await served.setup()).variants}
    bare = await served.setup(adapters=None)
    assert bare.changed
    playing = {s.name for s in await variants.standing(served.settings) if s.plays}
    assert playing == {variant.name for variant in bare.variants}
    digests = {name: digest for name, (digest, _) in served.models().items()}
    back = await served.setup()
    assert back.changed
    assert not any(variant.made for variant in back.variants)
    assert {s.name for s in await variants.standing(served.settings) if s.plays} == own
    assert {name: digest for name, (digest, _) in served.models().items()} == digests
    assert not (await served.setup()).changed


def test_the_printed_modelfile_makes_the_same_variant(served: Served, gpiot: Gpiot) -> None:
    program = binary()
    assert program is not None
    gpiot("models", "setup", "--base", BASE, "--json")
    text = gpiot("models", "show", "cgslm", "--base", BASE).stdout
    create(program, served.url, "by-hand:1", text, served.folder)
    here = gpiot("models", "show", "cgslm").stdout
    told = httpx.post(f"{served.url}/api/show", json={"model": "by-hand:1"}, trust_env=False).json()["modelfile"]
    httpx.request("DELETE", f"{served.url}/api/delete", json={"model": "by-hand:1"}, trust_env=False)

    def lines(modelfile: str) -> set[str]:
        return {line for line in modelfile.splitlines() if not line.startswith("#")}

    assert CGSLM.system in here
    assert lines(told) == lines(here) | {""}


def test_models_test_proves_every_variant(served: Served, gpiot: Gpiot) -> None:
    gpiot("models", "setup", "--base", BASE, "--adapters", str(served.adapters), "--json")
    result = gpiot("models", "test", "--json")
    rows = {(row["role"], row["what"]): row for row in json.loads(result.stdout)["rows"]}
    assert set(rows) == {(role, what) for role in ROLES for what in ("format", "adapter", "context", "limit")}
    # A model of this size may fail to write a program, and nothing else.
    fine = {key: row["state"] for key, row in rows.items() if key != ("cgslm", "format")}
    assert fine.pop(("rtslm", "adapter")) == "note"
    assert set(fine.values()) == {"ok"}, rows
    assert rows["tdslm", "context"]["detail"].startswith(f"{CONTEXT} tokens")
    assert rows["rtslm", "limit"]["detail"].startswith(f"{CONTEXT + 1} tokens (counted exactly)")
    assert result.exit_code == 0


async def test_an_adapter_that_changes_nothing_is_found_out(served: Served, tmp_path: Path) -> None:
    write_adapter(tmp_path / "tdslm.gguf", 1, weights=served.weights, scale=0.0)
    write_adapter(tmp_path / "cgslm.gguf", 1, weights=served.weights)
    await served.setup(adapters=tmp_path)
    model = OllamaModel(served.settings)
    await model.open()
    try:
        proof = proving.Proof(model, served.settings, lambda _: None, await proving.shown_of(model, served.settings))
        for role in ROLES.values():
            await proof.listen(role)
    finally:
        await model.close()
    proof.compare()
    assert {row.role: row.state for row in proof.rows} == {"tdslm": "failed", "rtslm": "note", "cgslm": "ok"}


def greedy(url: str, name: str) -> tuple[str, list[float]]:
    """64 greedy tokens, and the logarithm of the probability of each."""
    body = {
        "model": name,
        "messages": [
            {"role": "system", "content": "You are helpful."},
            {"role": "user", "content": "Write a Python function that adds two numbers."},
        ],
        "stream": False,
        "logprobs": True,
        "options": {"num_ctx": CONTEXT, "num_predict": 64, "temperature": 0, "repeat_penalty": 1.0},
    }
    told = httpx.post(f"{url}/api/chat", json=body, timeout=120, trust_env=False).json()
    assert told["eval_count"] == 64
    return told["message"]["content"], [token["logprob"] for token in told["logprobs"]]


async def test_merged_in_f16_writes_what_the_adapter_writes(served: Served, tmp_path: Path) -> None:
    program = binary()
    assert program is not None
    file = real.in_kind(served.weights, tmp_path / "f16.gguf")
    create(program, served.url, "tiny:f16", f"FROM {file}\nPARAMETER num_thread 1\n", served.folder)
    apart = await served.setup("tiny:f16", wish="adapter")
    names = {variant.role: variant.name for variant in apart.variants if variant.role != "rtslm"}
    by_adapter = {role: greedy(served.url, name) for role, name in names.items()}
    assert by_adapter["tdslm"][0] != by_adapter["cgslm"][0]
    merged = await served.setup("tiny:f16", wish="merged")
    assert {variant.role: variant.way for variant in merged.variants} == {
        "tdslm": "merged", "rtslm": "none", "cgslm": "merged"
    }  # fmt: skip
    for role, name in names.items():
        text, chances = greedy(served.url, name)
        assert text == by_adapter[role][0]
        assert max(abs(a - b) for a, b in zip(chances, by_adapter[role][1], strict=True)) < 0.05
    errors = [row for variant in merged.variants for row in variant.merged]
    assert len(errors) == 120
    assert all(row.rms < row.update / 50 for row in errors)


async def test_where_the_server_refuses_an_adapter_it_is_merged(served: Served, tmp_path: Path) -> None:
    write_adapter(tmp_path / "tdslm.gguf", 41, weights=served.weights)
    with without_adapters(served.url, refuse=True) as door:
        settings = served.settings.model_copy(update={"ollama_url": door})
        made = await variants.setup(settings, served.folders, BASE, tmp_path, lambda *_: None)
    tdslm = made.variants[0]
    assert (tdslm.way, tdslm.made) == ("merged", True)
    assert REFUSAL in tdslm.refused
    assert {row.stored for row in tdslm.merged} == {"Q4_1"}
    assert [s.way for s in await variants.standing(served.settings) if s.name == tdslm.name] == ["merged"]
    assert not list((served.folders.cache / "modelfiles").iterdir())


async def test_an_adapter_that_the_server_leaves_out_is_noticed(served: Served) -> None:
    await variants.remove(served.settings, ())
    with without_adapters(served.url, refuse=False) as door:
        settings = served.settings.model_copy(update={"ollama_url": door})
        with pytest.raises(BadAnswer, match="not as it was asked for"):
            await variants.setup(settings, served.folders, BASE, served.adapters, lambda *_: None, "adapter")
    assert not [name for name in served.models() if name.startswith("gpiot-")]


async def test_a_wrong_pair_is_refused_before_anything_is_made(served: Served, tmp_path: Path) -> None:
    toys.write_gguf_lora(tmp_path / "tdslm.gguf", toys.factors(4, 1, ("attn_q",)), 4.0)
    before = served.models()
    with pytest.raises(ModelMissing, match=r"blk\.0\.attn_q\.weight are 64 x 4 and 4 x 64, the tensor is 576 x 576"):
        await served.setup(adapters=tmp_path)
    assert served.models() == before


def test_bases_that_cannot_be_had_are_one_line(served: Served, gpiot: Gpiot, monkeypatch: pytest.MonkeyPatch) -> None:
    before = served.models()
    for base, words in (
        ("a b", "no name of a model"),
        ("/nowhere/x.gguf", "is not there"),
        ("gpiot-tdslm:x", "is a variant"),
        # Nobody listens there.
        ("127.0.0.1:9/library/nonsense:1b", "127.0.0.1:9"),
    ):
        result = gpiot("models", "setup", "--base", base)
        assert result.exit_code in (2, 3)
        assert words in result.stderr
        assert len(result.stderr.splitlines()) <= 4
    monkeypatch.setattr(machine, "look", lambda: Machine(GB, 0))
    result = gpiot("models", "setup", "--base", BASE)
    assert result.exit_code == 2
    assert "this machine has 1.0 GB of memory" in result.stderr
    assert served.models() == before


async def test_nonsense_and_too_large_are_refused_before_a_byte_is_downloaded(served: Served) -> None:
    asked: list[str] = []
    layers = [{"mediaType": "application/vnd.ollama.image.model", "digest": f"sha256:{'0' * 64}", "size": 10**13}]
    manifest = json.dumps({"schemaVersion": 2, "config": layers[0], "layers": layers}).encode()

    async def respond(path: str, writer: Writer) -> None:
        asked.append(path)
        huge = path == "/v2/library/huge/manifests/9b"
        await answering(manifest if huge else b"{}", status="200 OK" if huge else "404 Not Found")(writer)

    async with listening(respond) as url:
        there = url.removeprefix("http://")
        with pytest.raises(UsageError, match=r"huge:9b needs 12001\.0 GB"):
            await served.setup(f"{there}/library/huge:9b")
        with pytest.raises(ModelMissing, match=r"no model .*nonsense"):
            await served.setup(f"{there}/library/nonsense:1b")
    assert not [path for path in asked if "blobs" in path]


async def test_a_base_is_pulled_with_progress(served: Served, tmp_path: Path) -> None:
    toys.write_base(tmp_path / "toy.gguf", "F16")
    blobs = [(tmp_path / "toy.gguf").read_bytes(), b'{"model_format": "gguf", "model_family": "llama"}']
    digests = [f"sha256:{hashlib.sha256(blob).hexdigest()}" for blob in blobs]
    kinds = ("application/vnd.ollama.image.model", "application/vnd.docker.container.image.v1+json")
    layer, config = (
        {"mediaType": kind, "digest": digest, "size": len(blob)}
        for kind, digest, blob in zip(kinds, digests, blobs, strict=True)
    )
    manifest = json.dumps({"schemaVersion": 2, "config": config, "layers": [layer]}).encode()
    files = {f"/data/{digest}": blob for digest, blob in zip(digests, blobs, strict=True)}
    files["/v2/library/toy/manifests/1b"] = manifest

    async def respond(path: str, writer: Writer) -> None:
        if "/blobs/" in path:
            # Ollama takes files from another host only; its registry sends it to one.
            port = writer.get_extra_info("sockname")[1]
            there = f"http://localhost:{port}/data/{path.rpartition('/')[2]}"
            await answering(status=f"307 Temporary Redirect\r\nLocation: {there}", length=0)(writer)
        else:
            await answering(files[path], length=len(files[path]))(writer)

    said: list[tuple[str, int, int]] = []
    async with listening(respond) as url:
        name = f"{url.removeprefix('http://')}/library/toy:1b"
        done = await variants.setup(served.settings, served.folders, name, None, lambda *what: said.append(what))
    assert (done.pulled, done.base) == (True, name)
    assert any(total >= len(blobs[0]) for _, _, total in said)
    assert max(got for _, got, _ in said) >= len(blobs[0])
    assert {variant.way for variant in done.variants} == {"none"}
    await variants.remove(served.settings, tuple(variant.name for variant in done.variants))
    async with variants.connected(served.settings) as wire, wire.client() as client:
        await client.delete(name)


async def test_a_file_becomes_a_base_and_remove_takes_only_what_is_ours(served: Served, gpiot: Gpiot) -> None:
    made = await served.setup(str(served.weights), adapters=None)
    assert made.base.startswith("gpiot-base:SmolLM2-135M-Instruct.Q4_1-")
    assert not (await served.setup(str(served.weights), adapters=None)).changed
    with pytest.raises(UsageError, match=BASE):
        await variants.remove(served.settings, (made.variants[0].name, BASE))
    assert made.variants[0].name in served.models()
    gone = await variants.remove(served.settings, (made.variants[0].name,))
    assert gone == [made.variants[0].name]
    theirs = {name: found for name, found in served.models().items() if not name.startswith("gpiot-")}
    assert BASE in theirs
    await variants.remove(served.settings, ())
    assert served.models() == theirs


def test_remove_asks_first(gpiot: Gpiot, served: Served) -> None:
    gpiot("models", "setup", "--base", BASE, "--json")
    before = served.models()
    assert gpiot("models", "remove").exit_code == 2
    assert gpiot("models", "remove", "--all").exit_code == 2
    assert served.models() == before
    assert len(json.loads(gpiot("models", "remove", "--all", "--yes", "--json").stdout)["removed"]) == 3


def test_without_variants_the_next_step_is_named(gpiot: Gpiot) -> None:
    result = gpiot("models", "test")
    assert result.exit_code == 3
    assert "holds none of gpiot-tdslm" in result.stderr
    assert "gpiot models setup" in result.stderr


def test_a_role_as_it_would_be_made(gpiot: Gpiot) -> None:
    text = gpiot("models", "show", "tdslm").stdout
    assert TDSLM.system in text
    assert f"PARAMETER num_ctx {CONTEXT}" in text
    assert text == rendering.render(TDSLM, machine.look().proposal(), context=CONTEXT)
    assert RTSLM.system in json.loads(gpiot("models", "show", "rtslm", "--json").stdout)["modelfile"]
