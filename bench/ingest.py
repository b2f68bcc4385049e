"""Reading a folder of PDFs: ours into the index, PDFium alone and pypdf alone, same cores, same run.

PDFium and pypdf only take the text of every page, in as many processes as ours. Starting processes and loading
libraries is left out of all three; rounds alternate. The criterion is ours >= 0.3 x PDFium.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import multiprocessing
import os
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from bench.report import show
from core.events import Event, IngestProgress
from ingest.ledger import Ledger
from ingest.pipeline import ingest
from ingest.workers import Parts, Worker
from retrieval.edge import EdgeIndex


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
    """Pages, seconds until the first and the last file can be searched, and the seconds of a second ingest."""
    with tempfile.TemporaryDirectory() as home:
        ledger, index = Ledger(Path(home) / "papers.db"), EdgeIndex(Path(home) / "index")
        marks: list[float] = []
        began = time.perf_counter()

        def note(event: Event) -> None:
            if isinstance(event, IngestProgress) and event.passages:
                marks.append(time.perf_counter() - began)

        ended = await ingest([folder], ledger, index, workers=workers, on_event=note)
        again = await ingest([folder], ledger, index, workers=workers, on_event=lambda _: None)
        await index.close()
        ledger.close()
    if again.pages:
        raise SystemExit("the second ingest read pages again")
    return {
        "pages": ended.pages,
        "passages": ended.passages,
        "seconds": ended.seconds,
        "first": marks[0],
        "again": again.seconds,
    }


def _warm(_: int) -> None:
    import pypdf  # noqa: F401
    import pypdfium2  # noqa: F401

    time.sleep(0.1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    files = sorted(given.folder.rglob("*.pdf"))
    rates: dict[str, list[float]] = {"ours": [], "PDFium": [], "pypdf": []}
    more: dict[str, list[float]] = {"start-up s": [], "first hit s": [], "all s": [], "again s": []}
    for _ in range(given.rounds):
        ready = asyncio.run(startup(given.workers))
        told = asyncio.run(ours(given.folder, given.workers))
        rates["ours"].append(told["pages"] / (told["seconds"] - ready))
        for name, read in (("PDFium", pdfium_pages), ("pypdf", pypdf_pages)):
            pages, seconds = alone(read, files, given.workers)
            rates[name].append(pages / seconds)
        for name, value in zip(more, (ready, told["first"], told["seconds"], told["again"]), strict=True):
            more[name].append(value)
    middle = {name: statistics.median(values) for name, values in rates.items()}
    rows: list[list[Any]] = [[name, rate, rate / middle["PDFium"]] for name, rate in middle.items()]
    figures = {name: statistics.median(values) for name, values in more.items()}
    show("ingest", ("reader", "pages/s", "of PDFium"), rows, workers=given.workers, rounds=given.rounds, **figures)


if __name__ == "__main__":
    main()
