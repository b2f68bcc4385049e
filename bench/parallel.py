"""Requests answered together: our port against the engine it stands on, same process, prompts and settings.

The engine is asked in threads, with streaming and without; the faster of the two is its own rate. Rounds go around
the three, so that a slow moment of the machine meets all; the criterion is >= 0.95 for 4 and 8 together.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from backends.embedded import EmbeddedModel
from backends.engine import body_of
from bench.report import show
from core.ports import Message, Request
from core.roles import CGSLM
from core.settings import Settings

TOPICS = ("R-peaks in an ECG", "falls", "gestures in WiFi CSI", "speech", "a bearing fault", "steps", "leaks", "sleep")


def requests(together: int, answer: int) -> list[Request]:
    """As many different prompts; every answer runs to its limit or the model's own end."""
    return [
        Request(CGSLM, (Message("user", f"Explain at length how to detect {topic}."),), 1, answer, 0.0, fresh=True)
        for topic in TOPICS[:together]
    ]


async def ours(model: EmbeddedModel, batch: list[Request]) -> tuple[int, float]:
    """Tokens and seconds through the port."""
    began = time.perf_counter()
    answers = await asyncio.gather(*(model.generate(request, lambda _text, _tokens: None) for request in batch))
    return sum(answer.answer_tokens for answer in answers), time.perf_counter() - began


def raw(server: Any, batch: list[Request], *, stream: bool) -> tuple[int, float]:
    """Tokens and seconds of the engine alone."""
    bodies = [body_of(request, []) | {"stream": stream, "return_progress": False} for request in batch]
    if not stream:
        for body in bodies:
            del body["stream_options"]
    told: list[Mapping[str, Any]] = []
    began = time.perf_counter()
    with ThreadPoolExecutor(len(batch)) as threads:
        list(threads.map(lambda body: server.handle_chat_completions(body, told.append), bodies))
    seconds = time.perf_counter() - began
    return sum(one["usage"]["completion_tokens"] for one in told if "usage" in one), seconds


async def measure(rounds: int, answer: int) -> list[list[Any]]:
    """For 1, 4 and 8 together: median tokens a second of the three, and ours over the faster of the engine's."""
    model = EmbeddedModel(Settings(parallel=8), context=1024)
    await model.open()
    rows = []
    for together in (1, 4, 8):
        batch = requests(together, answer)
        raw(model.engine, batch, stream=True)
        rates: dict[str, list[float]] = {"ours": [], "streamed": [], "whole": []}
        for number in range(rounds):
            for kind in [*rates][number % 3 :] + [*rates][: number % 3]:
                if kind == "ours":
                    tokens, seconds = await ours(model, batch)
                else:
                    tokens, seconds = raw(model.engine, batch, stream=kind == "streamed")
                rates[kind].append(tokens / seconds)
        middle = [statistics.median(side) for side in rates.values()]
        rows.append([together, *middle, middle[0] / max(middle[1:])])
    await model.close()
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--answer", type=int, default=96, help="tokens of each answer")
    given = parser.parse_args()
    rows = asyncio.run(measure(given.rounds, given.answer))
    columns = ("together", "ours tokens/s", "engine streamed", "engine whole", "ratio")
    show("parallel", columns, rows, rounds=given.rounds, answer=given.answer)


if __name__ == "__main__":
    main()
