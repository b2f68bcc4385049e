from __future__ import annotations

import logging
import random
import re
import unicodedata
import warnings
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pypdf
import pytest

from core.papers import ReadPaper
from ingest.ledger import Ledger
from ingest.pipeline import ingest
from ingest.readers.pdf import PdfReader
from tests.ingest.memory import MemoryIndex
from tests.ingest.shared import shared

pytestmark = pytest.mark.data
# As the first pages print them.
KNOWN = {
    "6163475-first-round": ("HuAc: Human Activity Recognition Using Crowdsourced WiFi Signals and Skeleton Data", 2018, ""),
    "autodeploy": ("Automating Model Deployment on Mobile Devices", 2026, "10.1145/3812836.3814754"),
    "ayers22tiered": ("Tiered Trust for Useful Embedded Systems Security", 2022, "10.1145/3517208.3523752"),
    "biri20socitrack": (
        "SociTrack: Infrastructure-Free Interaction Tracking through Mobile Sensor Networks", 2020, "10.1145/3372224.3419190",
    ),
    "blindfold": ("Jailbreaking Embodied LLMs via Action-Level Manipulation", 2026, "10.1145/3774906.3802758"),
    "despres22sidewalk": ("Where the Sidewalk Ends: Privacy of Opportunistic Backhaul", 2022, "10.1145/3517208.3523757"),
    "klugman21watching": (
        "Watching the Grid: Utility-Independent Measurements of Electricity Reliability in Accra, Ghana", 2021,
        "10.1145/3412382.3458276",
    ),
    "know-yourself-physical-and-psychological-self-awareness-with-lifelog": (
        "Know Yourself: Physical and Psychological Self-Awareness With Lifelog", 2021, "10.3389/fdgth.2021.676824",
    ),
    "lin21weaving": (
        "Weaving Schematics and Code: Interactive Visual Editing for Hardware Description Languages", 2021,
        "10.1145/3472749.3474804",
    ),
    "using-smart-speakers-to-contactlessly-monitor-heart-rhythms": (
        "Using smart speakers to contactlessly monitor heart rhythms", 2021, "10.1038/s42003-021-01824-9",
    ),
    "varshney22judo": (
        "Judo: Addressing the Energy Asymmetry of Wireless Embedded Systems through Tunnel Diode based Wireless Transmitters",
        2022, "10.1145/3498361.3538923",
    ),
    "www19-mobiledl": ("A First Look at Deep Learning Apps on Smartphones", 2019, "10.1145/3308558.3313591"),
    "www21-heterfl": (
        "Characterizing Impacts of Heterogeneity in Federated Learning upon Large-Scale Smartphone Data", 2021,
        "10.1145/3442381.3449851",
    ),
    "zachariah22gateway": ("The Internet of Things Still Has a Gateway Problem", 2022, "10.1145/3508396.3512881"),
    "zivich21interactions": (
        "Measuring office workplace interactions and hand hygiene behaviors through electronic sensors: A feasibility study",
        2021, "10.1371/journal.pone.0243358",
    ),
}  # fmt: skip


@lru_cache
def read(path: Path) -> ReadPaper:
    return PdfReader().read(path)


@pytest.mark.parametrize("name", KNOWN)
def test_title_year_and_doi(name: str) -> None:
    paper = read(shared("papers") / f"{name}.pdf").paper
    assert (paper.title, paper.year, paper.doi) == KNOWN[name]


@pytest.mark.parametrize("name", KNOWN)
def test_references_stand_apart_and_sections_are_found(name: str) -> None:
    found = read(shared("papers") / f"{name}.pdf")
    assert len(found.references) > 2000
    titles = [section.title.casefold() for page in found.pages for section in page.sections]
    assert any(known in title for title in titles for known in ("introduction", "problem", "results"))


def letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isascii() and char.isalpha())


def other_readers_sentences(path: Path) -> Iterator[tuple[int, str]]:
    """Sentences with their pages, as pypdf reads them by itself."""
    for number, page in enumerate(pypdf.PdfReader(path).pages, 1):
        for sentence in re.findall(
            r"(?<=\. )[A-Z][^.\n]*(?:\n[^.\n]*){1,3}\.(?=\s)", page.extract_text().replace("-\n", "")
        ):
            if 80 < len(sentence) < 300:
                yield number, sentence


def test_sentences_stand_on_the_pages_where_another_reader_finds_them() -> None:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    chance = random.Random(7)
    right, wrong = 0, []
    for path in sorted(shared("papers").glob("*.pdf")):
        ours = [letters(page.text) for page in read(path).pages]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            everything = list(other_readers_sentences(path))
        references = letters(read(path).references)
        sentences = [(page, one) for page, one in everything if letters(one) not in references]
        # Formulas, which the two write differently, say nothing about pages.
        known = [(page, one) for page, one in sentences if any(letters(one) in text for text in ours)]
        assert len(known) > 0.9 * len(sentences), path.name
        for page, one in chance.sample(known, 8):
            found = {number for number, text in enumerate(ours, 1) if letters(one) in text}
            right += page in found
            wrong += [] if page in found else [(path.name, page, found)]
    assert right >= 100
    assert not wrong


def reason_of(name: str) -> str:
    return {
        "r2-user-password.pdf": "needs a password",
        "r4-aes-user-password.pdf": "needs a password",
        "crazyones-encrypted-256.pdf": "needs a password",
        "encrypted_doc_no_id.pdf": "no text (scan or drawing)",
        "AutoCad_Simple.pdf": "no text (scan or drawing)",
        "truncated.pdf": "damaged",
        "cyclic-toc.pdf": "damaged",
        "empty.pdf": "not a PDF",
        "text-not-pdf.pdf": "not a PDF",
    }.get(name, "")


async def test_bad_files_give_their_reasons_and_no_noise(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    ledger = Ledger(tmp_path / "papers.db")
    folders = [shared("bad_pdfs"), shared("papers") / "ayers22tiered.pdf"]
    ended = await ingest(folders, ledger, MemoryIndex(), workers=1, on_event=lambda _: None)
    reasons = {Path(entry.path).name: entry.reason for entry in ledger.entries()}
    assert reasons == {name: reason_of(name) for name in reasons}
    assert len(reasons) == len(list(folders[0].iterdir())) + 1
    assert (ended.new, ended.unchanged, ended.failed) == (3, 1, 9)
    ledger.close()
    assert capfd.readouterr() == ("", "")
