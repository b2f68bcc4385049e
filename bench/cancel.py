"""Cancelling while a 6,000-token prompt is read: seconds until the slot is free (criterion: <= 2), and its price.

The price is the speed at which prompts are read in small pieces against llama.cpp's usual large ones.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import time
from typing import Any

from backends import weights
from backends.embedded import BATCH, EmbeddedModel, load, parameters
from backends.engine import Call, body_of
from bench.report import show
from core.ports import Message, Request
from core.roles import RTSLM
from core.settings import Settings

CONTEXT = 8192
USUAL_BATCH = 2048


def prompt(words: int, answer: int = 8) -> Request:
    """About as many tokens as words."""
    return Request(RTSLM, (Message("user", "sensor " * words),), 1, answer, 0.0, fresh=True)


async def cancelled(settings: Settings, after: float) -> tuple[int, float, float]:
    """Tokens of the prompt, seconds from cancel to the task's end, and to the first answer in the freed slots."""
    model = EmbeddedModel(settings, context=CONTEXT)
    await model.open()
    long = prompt(6000)
    count = await model.count(long)
    tasks = [asyncio.create_task(model.generate(long, lambda _text, _tokens: None)) for _ in range(settings.parallel)]
    await asyncio.sleep(after)
    began = time.perf_counter()
    for task in tasks:
        task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.gather(*tasks)
    await asyncio.wait(tasks)
    ended = time.perf_counter() - began
    await model.generate(prompt(1, answer=1), lambda _text, _tokens: None)
    answered = time.perf_counter() - began
    await model.close()
    return count.tokens, ended, answered


def reading(settings: Settings, batch: int, words: int) -> float:
    """Prompt tokens a second with pieces of ``batch`` tokens."""
    params = parameters(settings, weights.find_weights(""), [], CONTEXT)
    params.n_batch, params.n_ubatch = batch, min(batch, 512)
    server = load(params)
    Call(body_of(prompt(64, answer=1), [])).run(server)
    call = Call(body_of(prompt(words, answer=1), []))
    began = time.perf_counter()
    call.run(server)
    return call.prompt_tokens / (time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--after", type=float, default=3.0, help="seconds before the requests are cancelled")
    parser.add_argument("--words", type=int, default=1500, help="length of the prompt whose reading is timed")
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    settings = Settings(parallel=2)
    tokens, ended, answered = asyncio.run(cancelled(settings, given.after))
    rows: list[list[Any]] = [["cancelled, slot free", ended, "s"], ["next answer complete", answered, "s"]]
    for batch in (BATCH, USUAL_BATCH):
        best = max(reading(settings, batch, given.words) for _ in range(given.rounds))
        rows.append([f"prompt read in pieces of {batch}", best, "tokens/s"])
    ratio = rows[2][1] / rows[3][1]
    show(
        "cancel",
        ("what", "value", "unit"),
        rows,
        prompt_tokens=tokens,
        requests=settings.parallel,
        throughput_ratio=ratio,
    )


if __name__ == "__main__":
    main()
