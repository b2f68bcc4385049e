"""Reading a folder of PDFs: ours into the index, PDFium alone and pypdf alone, same cores, same run.

PDFium and pypdf only take the text of every page, in as many processes as ours. Starting processes and loading
libraries is left out of all three; rounds alternate. The criterion is ours >= 0.3 x PDFium.

Then the vectors: the second phase of an ingest, and the embedder alone on the same texts, batch by batch beside it, so
that both meet the same moments of a busy machine. The criterion is 0.95 of the embedder's own rate; where other work
makes even neighbouring batches unlike, the share of the phase that the embedder worked tells the same. And the first hit:
seconds from the start of an ingest until its index answers a question; within 3 without the workers' start-up, within
8 as a whole process in a new home, where weights are converted first.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import multiprocessing
import os
import signal
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from bench.processes import Process, environment
from bench.report import show
from core.ports import Embedder
from core.settings import Folders, Settings
from core.settings import environment as of_this_process
from ingest.embedding import embed
from ingest.ledger import Ledger
from ingest.pipeline import ingest
from ingest.workers import Parts, Worker
from retrieval.edge import EdgeIndex
from retrieval.embedders import open_embedder
from retrieval.schema import EmbedderRecord
from retrieval.selection import Ask

# A word that papers of every field have.
WORD = "results"
TIMED = ("start-up s", "first hit s", "first hit after start-up s", "first hit as a process s", "all s", "again s")


def pdfium_pages(path: Path) -> int:
    """The text of every page by PDFium; how many pages."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    for page in document:
        page.get_textpage().get_text_range()
    return len(document)


def pypdf_pages(path: Path) -> int:
    """The text of every page by pypdf; how many pages."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    warnings.simplefilter("ignore")
    reader = pypdf.PdfReader(path)
    for page in reader.pages:
        page.extract_text()
    return len(reader.pages)


def alone(read: Callable[[Path], int], files: list[Path], workers: int) -> tuple[int, float]:
    """Pages and seconds of a reader by itself, in warm processes."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        list(pool.map(_warm, range(4 * workers)))
        began = time.perf_counter()
        pages = sum(pool.map(read, files))
        return pages, time.perf_counter() - began


async def startup(workers: int) -> float:
    """Seconds until as many workers are ready."""
    some = [Worker(60, Parts()) for _ in range(workers)]
    began = time.perf_counter()
    await asyncio.gather(*(one.start() for one in some))
    spent = time.perf_counter() - began
    for one in some:
        await one.stop()
    return spent


async def ours(folder: Path, workers: int) -> dict[str, float]:
    """Pages, seconds until the first hit and the last file, and the seconds of a second ingest."""
    with tempfile.TemporaryDirectory() as home:
        ledger, index = Ledger(Path(home) / "papers.db"), EdgeIndex(Path(home) / "index")
        began = time.perf_counter()
        first = asyncio.create_task(_first_hit(index, began))
        ended = await ingest([folder], ledger, index, workers=workers, on_event=lambda _: None)
        again = await ingest([folder], ledger, index, workers=workers, on_event=lambda _: None)
        hit = await asyncio.wait_for(first, 5)
        await index.close()
        ledger.close()
    if again.pages:
        raise SystemExit("the second ingest read pages again")
    return {"pages": ended.pages, "seconds": ended.seconds, "first": hit, "again": again.seconds}


async def _first_hit(index: EdgeIndex, began: float) -> float:
    """Seconds until a question has an answer; it is asked ten times a second."""
    # Nobody tells of it: a question is all that another program has, too.
    while not await index.find(Ask(WORD, None, 1)):  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    return time.perf_counter() - began


def whole_process(folder: Path) -> float:
    """Seconds from the start of ``gpiot ingest`` until papers are in its index, in a new home."""

    def searchable(event: dict[str, Any]) -> bool:
        return bool(event["event"] == "ingest_progress" and event["passages"])

    with tempfile.TemporaryDirectory() as home:
        began = time.perf_counter()
        process = Process(environment(Path(home)), "ingest", str(folder))
        if not process.wait_for(searchable, 60):
            raise SystemExit("nothing could be ingested")
        spent = time.perf_counter() - began
        process.send(signal.SIGKILL)
        process.outcome()
    return spent


class Beside:
    """An embedder that makes every vector twice: for whoever asks, and alone, with the clock of the other stopped."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name, self.digest, self.dimensions = embedder.name, embedder.digest, embedder.dimensions
        self.alone = self.asked = 0.0
        self._turn = False

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """The vectors; which of the two comes first changes from time to time."""
        self._turn = not self._turn
        if self._turn:
            await self._aside(texts)
        began = time.perf_counter()
        vectors = await self._embedder.embed(texts)
        self.asked += time.perf_counter() - began
        if not self._turn:
            await self._aside(texts)
        return vectors

    async def _aside(self, texts: Sequence[str]) -> None:
        began = time.perf_counter()
        await self._embedder.embed(texts)
        self.alone += time.perf_counter() - began

    async def close(self) -> None:
        """It is whoever made the embedder that closes it."""


async def dense(folder: Path, workers: int, embedder: Embedder) -> tuple[int, float, Beside]:
    """How many passages, seconds of the second phase of an ingest, and the clocks of the embedder."""
    with tempfile.TemporaryDirectory() as home:
        ledger = Ledger(Path(home) / "papers.db")
        index = EdgeIndex(Path(home) / "index", EmbedderRecord.of(embedder))
        await ingest([folder], ledger, index, workers=workers, on_event=lambda _: None)
        beside = Beside(embedder)
        began = time.perf_counter()
        count = await embed(index, beside, lambda _: None)
        spent = time.perf_counter() - began - beside.alone
        if await index.without_vectors(1):
            raise SystemExit("the second phase left passages out")
        await index.close()
        ledger.close()
    return count, spent, beside


async def dense_rounds(folder: Path, workers: int, rounds: int) -> dict[str, float]:
    """Medians of passages a second of both, and of the ratios of the rounds."""
    embedder = await open_embedder(Settings(), Folders.of(of_this_process()))
    if embedder is None:
        raise SystemExit("The default settings name no embedder.")
    await embedder.embed([WORD])
    told = [await dense(folder, workers, embedder) for _ in range(rounds)]
    await embedder.close()
    return {
        "passages": told[0][0],
        "dense passages/s": statistics.median(count / spent for count, spent, _ in told),
        "embedder alone passages/s": statistics.median(count / both.alone for count, _, both in told),
        "dense of embedder": statistics.median(both.alone / spent for _, spent, both in told),
        "dense spent in embedder": statistics.median(both.asked / spent for _, spent, both in told),
    }


def _warm(_: int) -> None:
    import pypdf  # noqa: F401
    import pypdfium2  # noqa: F401

    time.sleep(0.1)


def reading_rounds(folder: Path, workers: int, rounds: int) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Pages a second of the three readers in every round, and what else was timed."""
    files = sorted(folder.rglob("*.pdf"))
    rates: dict[str, list[float]] = {"ours": [], "PDFium": [], "pypdf": []}
    more: dict[str, list[float]] = {name: [] for name in TIMED}
    for _ in range(rounds):
        ready = asyncio.run(startup(workers))
        told = asyncio.run(ours(folder, workers))
        rates["ours"].append(told["pages"] / (told["seconds"] - ready))
        for name, read in (("PDFium", pdfium_pages), ("pypdf", pypdf_pages)):
            pages, seconds = alone(read, files, workers)
            rates[name].append(pages / seconds)
        first = told["first"], told["first"] - ready, whole_process(folder)
        for name, value in zip(TIMED, (ready, *first, told["seconds"], told["again"]), strict=True):
            more[name].append(value)
    return rates, more


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--dense-rounds", type=int, default=1, help="0 leaves the vectors out, which take minutes")
    given = parser.parse_args()
    rates, more = reading_rounds(given.folder, given.workers, given.rounds)
    middle = {name: statistics.median(values) for name, values in rates.items()}
    rows: list[list[Any]] = [[name, rate, rate / middle["PDFium"]] for name, rate in middle.items()]
    figures = {name: statistics.median(values) for name, values in more.items()}
    if given.dense_rounds:
        figures |= asyncio.run(dense_rounds(given.folder, given.workers, given.dense_rounds))
    show("ingest", ("reader", "pages/s", "of PDFium"), rows, workers=given.workers, rounds=given.rounds, **figures)


if __name__ == "__main__":
    main()
