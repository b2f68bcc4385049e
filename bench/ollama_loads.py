"""Model loads on a real Ollama server with three variants of one base: stage by stage, and interleaved for comparison.

A server holds one adapter of a base at a time, so every change of the role loads the model anew. Loads are counted
twice: by ``load_duration`` of the answers, and in the server's log. With ``--ask`` a whole ``gpiot ask`` is counted as
well; the criterion is one load a stage, three in all, and a project folder that compiles.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from agent import variants
from backends.weights import find_weights
from bench.processes import compiling, environment, run
from bench.report import show
from core.roles import CGSLM, ROLES, RTSLM, TDSLM, Role
from core.settings import Folders, Settings
from tests.adapters import write_adapter
from tests.backends.ollama_server import binary, create, serving

BASE = "tiny:135m"
CONTEXT = 4096
# A model that is there already answers without loading; its load_duration is a few hundredths of a second.
_WARM_SECONDS = 0.25
_LOG_LINE = 'msg="loaded runners"'
PROBLEM = "Read temperatures from a CSV file and print their mean."


@dataclass(frozen=True, slots=True)
class Ground:
    """A server with the three variants on it."""

    url: str
    folder: Path
    settings: Settings
    names: dict[str, str]

    def logged(self) -> int:
        """Loads that the server's log tells so far."""
        return (self.folder / "server.log").read_text("utf-8", "replace").count(_LOG_LINE)

    def unload(self) -> None:
        """Let go of whatever is loaded."""
        for name in self.names.values():
            httpx.post(f"{self.url}/api/generate", json={"model": name, "keep_alive": 0}, trust_env=False, timeout=60)
        time.sleep(1)


@contextmanager
def ground() -> Iterator[Ground]:
    """A server of our own with the 135M model and two random adapters; nothing of it is left afterwards."""
    program = binary()
    if program is None:
        raise SystemExit("no ollama binary; tools/build-ollama makes one")
    weights = find_weights("")
    with tempfile.TemporaryDirectory() as name:
        folder, adapters = Path(name), Path(name) / "adapters"
        adapters.mkdir()
        write_adapter(adapters / "tdslm.gguf", 1, weights=weights)
        write_adapter(adapters / "cgslm.gguf", 2, weights=weights)
        with serving(program, folder) as url:
            create(program, url, BASE, f"FROM {weights}\nPARAMETER num_thread 1\n", folder)
            settings = Settings(backend="ollama", ollama_url=url, ollama_num_ctx=CONTEXT)
            folders = Folders.of({"GPIOT_HOME": str(folder / "home")})
            made = asyncio.run(variants.setup(settings, folders, BASE, adapters, lambda *_: None))
            yield Ground(url, folder, settings, {variant.role: variant.name for variant in made.variants})


def order(kind: str, subtasks: int) -> list[Role]:
    """Whom a session asks: the plan, then a specification and a program for each sub-task."""
    if kind == "stages":
        return [TDSLM, *[RTSLM] * subtasks, *[CGSLM] * subtasks]
    return [TDSLM, *[RTSLM, CGSLM] * subtasks]


def asked(there: Ground, roles: Sequence[Role], answer: int) -> tuple[int, int, float]:
    """Loads by the answers, loads by the log, seconds."""
    there.unload()
    before, began, loads = there.logged(), time.perf_counter(), 0
    for role in roles:
        loads += _answered(there, role, answer) > _WARM_SECONDS
    return loads, there.logged() - before, time.perf_counter() - began


def _answered(there: Ground, role: Role, answer: int) -> float:
    """Seconds that the server needed to load the model for this answer."""
    body = {
        "model": there.names[role.name],
        "messages": [{"role": "system", "content": role.system}, {"role": "user", "content": PROBLEM}],
        "stream": False,
        "keep_alive": there.settings.ollama_keep_alive,
        "options": {"num_ctx": CONTEXT, "num_predict": answer, "temperature": 0, "seed": 1},
    }
    told = httpx.post(f"{there.url}/api/chat", json=body, trust_env=False, timeout=300).raise_for_status().json()
    return float(told["load_duration"]) / 1e9


def whole_ask(there: Ground) -> dict[str, Any]:
    """A session from problem to project through the command line; its loads are those of the log."""
    there.unload()
    before, out = there.logged(), there.folder / "out"
    home = environment(there.folder / "home") | {
        "GPIOT_OLLAMA_URL": there.url,
        "GPIOT_OLLAMA_NUM_CTX": str(CONTEXT),
        "GPIOT_PARALLEL": "1",
    }
    done = run(home, "ask", PROBLEM, "--backend", "ollama", "--yes", "--out", str(out), seconds=1200)
    if not done.named("written"):
        raise SystemExit(f"the session wrote no project: {done.reason or done.stderr}")
    return {
        "ask_subtasks": len({event["subtask"] for event in done.named("sub_task_ready")}),
        "ask_failed": len({event["subtask"] for event in done.named("sub_task_failed")}),
        "ask_loads": there.logged() - before,
        "ask_seconds": round(done.seconds, 1),
        "ask_modules_that_compile": compiling(out),
        "ask_models": sorted(set(done.named("model_chosen")[0]["models"].values())),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subtasks", type=int, default=6)
    parser.add_argument("--answer", type=int, default=32, help="tokens of each answer")
    parser.add_argument("--ask", action="store_true", help="count a whole `gpiot ask` as well")
    given = parser.parse_args()
    rows = []
    with ground() as there:
        for kind in ("stages", "interleaved"):
            roles = order(kind, given.subtasks)
            rows.append([kind, len(roles), *asked(there, roles, given.answer)])
        more = whole_ask(there) if given.ask else {}
    columns = ("order", "answers", "loads told", "loads logged", "seconds")
    show("ollama_loads", columns, rows, subtasks=given.subtasks, roles=len(ROLES), **more)


if __name__ == "__main__":
    main()
