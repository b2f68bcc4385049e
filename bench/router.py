"""Where the chat's free text goes, against utterances of our own: confusion tables, rows expected, columns got.

    python -m bench.router [--backend rules|embedded|ollama] [--model NAME] [--alone] [--half tune|held] [--misses]

With a model there are two more tables: rules with that model asked where they cannot decide, and (``--alone``) the model
for every text. ``exact`` counts the right kind with the right sub-tasks or edits; ``asked`` are texts with a clear
meaning that are asked back, ``wrong`` those that went somewhere else without asking: the ones that cost.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from agent.wiring import open_agent
from bench.report import show
from bench.utterances import HALVES, Utterance, detail, utterances
from core.routes import ROUTE_KINDS, Route
from core.settings import Folders, Settings
from graph.route_rules import by_rules, decided
from graph.routing import by_model
from graph.state import Deps

Found = Sequence[tuple[Utterance, Route]]


def report(name: str, found: Found, misses: bool, seconds: float) -> None:
    """One table for each half that was asked, and what went wrong."""
    for half in dict.fromkeys(item.half for item, _ in found):
        _confusion(f"router {name}, {half}", [pair for pair in found if pair[0].half == half], seconds / len(found))
    for item, route in found:
        if misses and (route.kind, detail(route)) != (item.kind, item.detail):
            got = f"{route.kind} {detail(route)}".strip()
            print(f"  {item.half} {item.plan}: {item.kind} {item.detail} -> {got} ({route.why}): {item.text[:80]!r}")


def _confusion(name: str, found: Found, seconds: float) -> None:
    counts = Counter((item.kind, route.kind) for item, route in found)
    rows = [[kind, *(counts[kind, got] for got in ROUTE_KINDS)] for kind in ROUTE_KINDS]
    right = sum(counts[kind, kind] for kind in ROUTE_KINDS)
    asked = sum(counts[kind, "unclear"] for kind in ROUTE_KINDS if kind != "unclear")
    print()
    show(
        name,
        ("expected", *ROUTE_KINDS),
        rows,
        utterances=len(found),
        accuracy=right / len(found),
        exact=sum((r.kind, detail(r)) == (item.kind, item.detail) for item, r in found) / len(found),
        asked=asked,
        wrong=len(found) - right - asked,
        ms_each=1000 * seconds,
    )


async def with_model(items: Sequence[Utterance], options: argparse.Namespace, home: Path) -> None:
    settings = Settings(backend=options.backend, model=options.model)
    async with open_agent(settings, Folders.of({"GPIOT_HOME": str(home)})) as agent:
        deps = Deps(await agent.open_model(), agent.store, agent.papers, seed=1)

        async def asked(item: Utterance) -> Route:
            return await by_model(item.text, item.project, deps, lambda _event: None)

        async def both(item: Utterance) -> Route:
            return decided(item.text, item.project) or await asked(item)

        undecided = sum(decided(item.text, item.project) is None for item in items)
        print(f"\nThe rules leave {undecided} of {len(items)} texts to the model.")
        await _timed(f"rules and {options.backend}", items, both, options.misses)
        if options.alone:
            await _timed(f"{options.backend} alone", items, asked, options.misses)


async def _timed(
    name: str, items: Sequence[Utterance], ask: Callable[[Utterance], Awaitable[Route]], misses: bool
) -> None:
    # Texts about one plan share the beginning of their prompt: a server computes it once.
    started = time.monotonic()
    found = [(item, await ask(item)) for item in sorted(items, key=lambda item: item.plan)]
    seconds = time.monotonic() - started
    report(name, sorted(found, key=lambda pair: HALVES.index(pair[0].half)), misses, seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--backend", default="rules", choices=("rules", "embedded", "ollama"))
    parser.add_argument("--model", default="")
    parser.add_argument("--half", default="", choices=("", *HALVES))
    parser.add_argument("--alone", action="store_true", help="the model for every text, too")
    parser.add_argument("--misses", action="store_true", help="list the texts that went elsewhere")
    options = parser.parse_args()
    items = utterances(options.half)
    started = time.monotonic()
    found = [(item, by_rules(item.text, item.project)) for item in items]
    report("rules", found, options.misses, time.monotonic() - started)
    if options.backend != "rules":
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(with_model(items, options, Path(folder)))


if __name__ == "__main__":
    main()
