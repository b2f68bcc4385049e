"""What merging costs: the same adapter once as ADAPTER and once merged, for bases in F16, Q8_0 and Q4_1.

The adapter's own answer is drawn greedily; how far the merged file's probabilities are from it is said over the tokens
that both write (natural logarithm), with the error that merging reported. A base as coarse as Q4 loses a small adapter.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path
from typing import Any

import httpx

from agent import variants
from backends.weights import find_weights
from bench.report import show
from core.settings import Folders, Settings
from modelfiles.merging import Merged
from modelfiles.variants import Wish
from tests.adapters import write_adapter
from tests.backends.ollama_server import binary, create, serving
from tests.modelfiles.real import in_kind

CONTEXT = 1024
PROMPT = "Write a Python function that adds two numbers."

Token = dict[str, Any]


def written(url: str, name: str, tokens: int) -> list[Token]:
    """The tokens of a greedy answer, each with the logarithm of its probability."""
    body = {
        "model": name,
        "messages": [{"role": "system", "content": "You are helpful."}, {"role": "user", "content": PROMPT}],
        "stream": False,
        "logprobs": True,
        "options": {"num_ctx": CONTEXT, "num_predict": tokens, "temperature": 0, "repeat_penalty": 1.0},
    }
    told = httpx.post(f"{url}/api/chat", json=body, timeout=300, trust_env=False).raise_for_status().json()
    found: list[Token] = told["logprobs"]
    return found


def apart(one: list[Token], other: list[Token]) -> tuple[int, float, float]:
    """How many tokens are the same from the beginning on, and the mean and the largest difference over them."""
    same = 0
    while same < min(len(one), len(other)) and one[same]["token"] == other[same]["token"]:
        same += 1
    gaps = [abs(a["logprob"] - b["logprob"]) for a, b in zip(one[:same], other[:same], strict=True)]
    return same, sum(gaps) / len(gaps) if gaps else 0.0, max(gaps, default=0.0)


async def made(url: str, folder: Path, base: str, adapters: Path, wish: Wish) -> tuple[str, tuple[Merged, ...]]:
    """The variant of TDSLM on this base, and how exact it is."""
    settings = Settings(ollama_url=url, ollama_num_ctx=CONTEXT)
    folders = Folders.of({"GPIOT_HOME": str(folder / "home")})
    done = await variants.setup(settings, folders, base, adapters, lambda *_: None, wish)
    return done.variants[0].name, done.variants[0].merged


def measure(url: str, program: Path, folder: Path, kind: str, tokens: int) -> list[Any]:
    """One row: the type, tokens in common, differences, and the merged tensors' error beside the adapter's update."""
    weights, base = find_weights(""), f"tiny:{kind.lower()}"
    file = in_kind(weights, folder / f"{kind}.gguf", kind)
    create(program, url, base, f"FROM {file}\nPARAMETER num_thread 1\n", folder)
    name, _ = asyncio.run(made(url, folder, base, folder / "adapters", "adapter"))
    own = written(url, name, tokens)
    name, report = asyncio.run(made(url, folder, base, folder / "adapters", "merged"))
    error = max(merged.rms for merged in report)
    update = min(merged.update for merged in report)
    return [kind, *apart(own, written(url, name, tokens)), error, update]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, default=64)
    given = parser.parse_args()
    program = binary()
    if program is None:
        raise SystemExit("no ollama binary; tools/build-ollama makes one")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "adapters").mkdir()
        write_adapter(folder / "adapters" / "tdslm.gguf", 1, weights=find_weights(""))
        with serving(program, folder) as url:
            rows = [measure(url, program, folder, kind, given.tokens) for kind in ("F16", "Q8_0", "Q4_1")]
    columns = ("base", "tokens in common", "mean difference", "largest", "rms error", "adapter's rms")
    show("ollama_merging", columns, rows, tokens=given.tokens)


if __name__ == "__main__":
    main()
