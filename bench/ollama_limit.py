"""Prompts around the limit of a real Ollama server: is one cut without anybody being told? (criterion: 0)

    python -m bench.ollama_limit [--times 200] [--seed N] [--context 256]

What may be sent is prompt + answer <= num_ctx. Each prompt is a few tokens below, at or above that, every second one with
passages that may be dropped. It is refused here, or sent with fewer passages and that is told, or sent whole; what was
sent must be evaluated to the last token. What is refused here is sent all the same, past the budget: the server has to
refuse it too, or evaluate all of it where only the answer had no room, and never write beyond its context. For
comparison one prompt goes without ``truncate: false``: the server cuts it, and the trial sees that it does.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import httpx

from backends.ollama import OllamaModel
from bench.ollama_counts import KINDS, MODEL, pieces, served, server
from bench.report import show
from core.budget import fit
from core.errors import BudgetError
from core.ports import Message, Request
from core.roles import ROLES, RTSLM

COLUMNS = ("tokens from the limit", "prompts", "refused", "trimmed", "whole", "silently cut")
# The distances that are told apart in the table, the limit itself among them.
_SPANS = ((-1000, -2), (-1, -1), (0, 0), (1, 1), (2, 1000))
_WIDEST = 24
_LONGEST_ANSWER = 16


@dataclass(frozen=True, slots=True)
class Try:
    """A prompt and what became of it.

    over: tokens of prompt and answer above the context, negative for below
    end: ``refused``, ``trimmed`` or ``whole``
    cut: what is wrong, empty where every token was evaluated or refused
    past: what the server did with a refused prompt that was sent all the same
    """

    over: int
    end: str
    cut: str = ""
    past: str = ""


def request(number: int, answer: int, body: str, passages: Sequence[str]) -> Request:
    """A prompt of the passages and then the body."""
    role = list(ROLES.values())[number % len(ROLES)]
    said = "".join(f"[{n}] {passage}\n" for n, passage in enumerate(passages, 1)) + body
    return Request(role, (Message("user", said),), seed=number, answer=answer, temperature=0.0)


async def sized(model: OllamaModel, kind: str, asked: partial[Request], tokens: int, chance: random.Random) -> str:
    """A body of this kind with which the whole prompt has so many tokens, or nearly so."""
    source, body = pieces(kind, chance), ""
    passages: list[str] = asked.keywords["passages"]
    while (count := (await model.count(asked(body + (piece := next(source)), passages=passages))).tokens) <= tokens:
        body += piece
    # The last piece is too long; what lacks is filled up with words of one token.
    for _ in range(4):
        count = (await model.count(asked(body, passages=passages))).tokens
        if count == tokens:
            break
        body = body + " a" * (tokens - count) if count < tokens else body[: 2 * (tokens - count)]
    return body


async def tried(model: OllamaModel, number: int, chance: random.Random) -> Try:
    """One prompt around the limit, through the budget and to the server."""
    answer = chance.randint(1, _LONGEST_ANSWER)
    # Around our limit, and around that of the server itself, which only looks at the prompt.
    wanted = chance.choice((-1, 0, 1, answer, answer + 1, chance.randint(-_WIDEST, _WIDEST)))
    kind = list(KINDS)[number % len(KINDS)]
    passages = [f"Passage {n} of {number}." for n in range(chance.randint(1, 3))] if chance.random() < 0.5 else []
    asked = partial(request, number, answer, passages=passages)
    body = await sized(model, kind, asked, model.abilities.context - answer + wanted, chance)
    over = (await model.count(asked(body))).tokens + answer - model.abilities.context
    try:
        fitted = await fit(model, lambda kept: request(number, answer, body, kept), passages)
    except BudgetError:
        end, cut = await past_the_budget(model, asked(body))
        return Try(over, "refused", cut, end)
    return Try(over, "trimmed" if fitted.dropped else "whole", await fault(model, fitted.request))


async def fault(model: OllamaModel, sent: Request) -> str:
    """What the server did not evaluate of a prompt, or wrote beyond its context; empty where it did neither."""
    count = await model.count(sent)
    told = await model.generate(sent, lambda _text, _tokens: None)
    if not count.exact or told.prompt_tokens != count.tokens:
        return f"{told.prompt_tokens} of {count.tokens} tokens evaluated"
    written = told.prompt_tokens + told.answer_tokens
    # The last token that is written needs no place any more: it is not read again.
    return f"{written} tokens in a context of its own size" if written > model.abilities.context + 1 else ""


async def past_the_budget(model: OllamaModel, sent: Request) -> tuple[str, str]:
    """What the server does with a prompt that was refused here, and its fault."""
    try:
        wrong = await fault(model, sent)
    except BudgetError:
        return "refused by the server too", ""
    return "answer shortened", wrong


def cut_when_allowed(url: str, context: int) -> int:
    """Tokens that the server evaluates of a prompt of more than ``context`` where it is not told to refuse."""
    body = {
        "model": MODEL,
        "messages": [{"role": "system", "content": RTSLM.system}, {"role": "user", "content": " a" * context}],
        "stream": False,
        "options": {"num_ctx": context, "num_predict": 1},
    }
    told = httpx.post(f"{url}/api/chat", json=body, trust_env=False, timeout=300).raise_for_status().json()
    return int(told["prompt_eval_count"])


async def trial(times: int, seed: int, context: int) -> tuple[list[Try], int]:
    """So many prompts, and the tokens evaluated of one that the server may cut."""
    chance = random.Random(seed)
    with server() as url:
        async with served(url, context) as model:
            tries = []
            for number in range(times):
                tries.append(await tried(model, number, chance))
                if tries[-1].cut:
                    print(f"prompt {number}: {tries[-1]}", file=sys.stderr)
                elif not (number + 1) % 50:
                    print(f"{number + 1} of {times}", file=sys.stderr)
        return tries, await asyncio.to_thread(cut_when_allowed, url, context)


def summary(low: int, high: int, tries: Sequence[Try]) -> list[object]:
    """The prompts of these distances as a row of the table."""
    some = [one for one in tries if low <= one.over <= high]
    ends = Counter(one.end for one in some)
    name = str(low) if low == high else f"<= {high}" if high < 0 else f">= {low}"
    return [name, len(some), ends["refused"], ends["trimmed"], ends["whole"], sum(bool(one.cut) for one in some)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--context", type=int, default=256)
    given = parser.parse_args()
    tries, left = asyncio.run(trial(given.times, given.seed, given.context))
    show(
        "ollama_limit",
        COLUMNS,
        [summary(low, high, tries) for low, high in _SPANS],
        seed=given.seed,
        context=given.context,
        sent_past_the_budget=dict(Counter(one.past for one in tries if one.past)),
        evaluated_where_cutting_is_allowed=left,
        silent=(silent := sum(bool(one.cut) for one in tries)),
    )
    if silent:
        raise SystemExit(f"{silent} of {len(tries)} prompts were cut silently")


if __name__ == "__main__":
    main()
