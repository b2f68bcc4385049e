from __future__ import annotations

import difflib
import os
import re
import stat
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from core.errors import LiteratureError
from core.papers import ReadPaper
from ingest.readers import ocr
from ingest.readers.pdf import PdfReader
from tests.ingest.pdfs import LEFT, PROSE, RIGHT, Text, article, column, draw, rows, scanned


def read(path: Path, data: bytes | None = None) -> ReadPaper:
    if data is not None:
        path.write_bytes(data)
    return PdfReader().read(path)


@pytest.mark.parametrize("interleaved", [False, True])
def test_columns_are_read_one_after_the_other(tmp_path: Path, interleaved: bool) -> None:
    pages = read(article(tmp_path / "a.pdf", interleaved=interleaved)).pages
    for page in pages:
        flat = " ".join(page.text.split())
        left, right = f"Left column of page {page.number} ends here.", f"Right column of page {page.number} ends here."
        assert flat.index(left) < flat.index(right)
        assert flat.count("A band-pass filter between five and fifteen hertz removes the wander of the baseline") == 2


def test_running_lines_and_page_numbers_go(tmp_path: Path) -> None:
    pages = read(article(tmp_path / "a.pdf")).pages
    text = "\n".join(page.text for page in pages)
    assert "A journal of sensing" not in text
    assert not any(row.strip().isdigit() for row in text.splitlines())


def test_front_matter_without_metadata_is_doubted(tmp_path: Path) -> None:
    paper = read(article(tmp_path / "a.pdf")).paper
    assert paper.title == "Beats From a Patch: Detection on Small Boards"
    assert paper.authors == ("Ada Lovelace", "Alan Turing")
    assert (paper.year, paper.doi) == (2023, "10.1234/beats.5678")
    assert any("largest lines" in doubt for doubt in paper.doubts)


def test_metadata_wins_where_the_page_prints_it(tmp_path: Path) -> None:
    page = [
        Text(LEFT, 735, "ACM LARGE BANNER WORDS", 30),
        Text(LEFT, 700, "Watching the Grid: Measurements", 14),
        Text(LEFT, 684, "of Power", 14),
    ]
    data = draw(
        [[*page, *column(LEFT, rows(PROSE), 600)]],
        title="Watching the Grid: Measurements ofPower",
        author="Ada Lovelace",
    )
    paper = read(tmp_path / "a.pdf", data).paper
    assert paper.title == "Watching the Grid: Measurements of Power"
    assert not any("title" in doubt for doubt in paper.doubts)


def test_words_broken_at_line_ends(tmp_path: Path) -> None:
    lines = [
        "The detector measures hetero-",
        "geneity of beats; a heterogeneity-",
        "aware model and a low-",
        "power radio share the adaptive low-power thresh-",
        "old of the heterogeneity aware model.",
    ]
    text = read(tmp_path / "a.pdf", draw([column(LEFT, lines)])).pages[0].text
    assert text == (
        "The detector measures heterogeneity of beats; a heterogeneity-aware model and a low-power radio share the adaptive "
        "low-power threshold of the heterogeneity aware model."
    )


def test_a_word_broken_at_the_page_break_stands_on_its_first_page(tmp_path: Path) -> None:
    first = column(LEFT, [*rows(PROSE), "and the classifier needs fea-"])
    second = column(LEFT, ["tures of the signal.", *rows(PROSE)])
    pages = read(tmp_path / "a.pdf", draw([first, second])).pages
    assert pages[0].text.endswith("the classifier needs features")
    assert pages[1].text.startswith("of the signal.")


def test_numbered_and_known_titles_begin_sections(tmp_path: Path) -> None:
    page = [
        *column(LEFT, ["ABSTRACT", *rows(PROSE)], 680),
        Text(LEFT, 540, "1 Introduction to Beats", 12),
        *column(LEFT, rows(PROSE), 520),
        Text(RIGHT, 680, "2.1 Filters", 12),
        *column(RIGHT, rows("We used 3 Filters In Our Study. " + PROSE), 660),
    ]
    (one,) = read(tmp_path / "a.pdf", draw([page])).pages
    assert [section.title for section in one.sections] == ["ABSTRACT", "1 Introduction to Beats", "2.1 Filters"]
    for section in one.sections:
        assert one.text[section.start :].startswith(section.title)


def test_the_outline_names_sections_that_no_shape_tells(tmp_path: Path) -> None:
    page = column(LEFT, ["a quiet title over", "two lines", *rows(PROSE), "Plain Words Here", *rows(PROSE)])
    data = draw([page, column(LEFT, ["end", *rows(PROSE)])], outline=[("A quiet title over two lines", 0), ("End", 1)])
    pages = read(tmp_path / "a.pdf", data).pages
    assert [section.title for page in pages for section in page.sections] == ["a quiet title over two lines", "end"]


def test_references_end_where_an_appendix_begins(tmp_path: Path) -> None:
    page = column(LEFT, [*rows(PROSE), *rows(PROSE), "References", "[1] J. Pan. 1985.", "[2] P. Hamilton. 2002."])
    more = [Text(LEFT, 680, "A Appendix Of Proofs", 13), *column(LEFT, rows(PROSE), 660)]
    one = read(tmp_path / "a.pdf", draw([page, more]))
    assert one.references == "[1] J. Pan. 1985. [2] P. Hamilton. 2002."
    assert "A Appendix Of Proofs" in one.pages[1].text


def test_footnotes_do_not_cut_sentences(tmp_path: Path) -> None:
    left = [
        *column(LEFT, [*rows(PROSE), *rows(PROSE), "the threshold of the detector1 follows"], 400),
        Text(LEFT, 110, "1 A footnote of small letters.", 7),
    ]
    right = column(RIGHT, ["the running mean of the peaks.", *rows(PROSE)])
    (page,) = read(tmp_path / "a.pdf", draw([left + right])).pages
    assert "follows the running mean of the peaks." in page.text
    assert page.text.endswith("1 A footnote of small letters.")


def encrypted(path: Path, user: str) -> Path:
    canvas = Canvas(str(path), encrypt=StandardEncryption(user, "owner"))
    canvas.drawString(72, 700, "The beats of a heart behind a password")
    canvas.save()
    return path


def test_encryption(tmp_path: Path) -> None:
    with pytest.raises(LiteratureError, match="needs a password"):
        read(encrypted(tmp_path / "a.pdf", "secret"))
    assert "behind a password" in read(encrypted(tmp_path / "b.pdf", "")).pages[0].text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a PDF"),
        (b"some text", "not a PDF"),
        (b"%PDF-1.4\n1 0 obj <<", "damaged"),
        (draw([[]]), r"no text \(scan or drawing\)"),
    ],
)
def test_bad_files(
    tmp_path: Path, data: bytes, reason: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LiteratureError, match=reason):
        read(tmp_path / "a.pdf", data)
    assert capfd.readouterr() == ("", "")


def test_a_truncated_paper_is_recovered_or_damaged(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    whole = article(tmp_path / "a.pdf", pages=8).read_bytes()
    for share in (0.3, 0.6, 0.9):
        path = tmp_path / "b.pdf"
        path.write_bytes(whole[: int(share * len(whole))])
        assert re.search(r"damaged|no text|adaptive threshold", outcome(path))
    assert capfd.readouterr() == ("", "")


def outcome(path: Path) -> str:
    try:
        return " ".join(page.text for page in read(path).pages)
    except LiteratureError as error:
        return error.message


def scan_and_text() -> bytes:
    return draw([column(LEFT, rows(PROSE)), []])


def test_a_page_without_text_is_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = read(tmp_path / "a.pdf", scan_and_text())
    assert [page.source for page in found.pages] == ["text", "none"]
    assert "1 pages without text" in found.paper.doubts


TABLE = """level|page_num|block_num|par_num|line_num|word_num|left|top|width|height|conf|text
4|1|1|1|1|0|300|300|900|40|-1
5|1|1|1|1|1|300|300|300|40|96|Scanned
5|1|1|1|1|2|700|300|300|40|95|"beats
5|1|1|1|1|3|1100|300|100|40|95|of a
5|1|1|1|1|4|1300|300|100|40|91|de-
5|1|1|1|2|1|300|350|300|40|90|tector.
"""


def test_tesseract_reads_pages_without_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "tesseract"
    (tmp_path / "table").write_text(TABLE.replace("|", "\t"))
    program.write_text(f"#!/bin/sh\n/usr/bin/head -c 2 > /dev/null\n/bin/cat '{tmp_path / 'table'}'\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    found = read(tmp_path / "a.pdf", scan_and_text())
    assert [page.source for page in found.pages] == ["text", "ocr"]
    assert found.pages[1].text == 'Scanned "beats of a detector.'


@pytest.fixture
def tesseract() -> None:
    if not ocr.installed():
        pytest.skip("no tesseract on the PATH; Debian and Ubuntu have it as tesseract-ocr")


def test_the_real_tesseract_reads_a_scan(tmp_path: Path, tesseract: None) -> None:
    article(tmp_path / "a.pdf")
    found = PdfReader().read(scanned(tmp_path / "a.pdf", tmp_path / "b.pdf"))
    printed = PdfReader().read(tmp_path / "a.pdf")
    assert [page.source for page in found.pages] == ["ocr"] * 3
    assert (found.paper.year, found.paper.doi) == (2023, "10.1234/beats.5678")
    for page, same in zip(found.pages, printed.pages, strict=True):
        # Headers and page numbers are gone, both columns are there, and no line that comes back on every page is lost.
        assert "journal of sensing" not in page.text
        assert page.text.endswith("ends here.")
        assert page.text.index("Left column") < page.text.index("Right column")
        assert difflib.SequenceMatcher(None, page.text.split(), same.text.split()).ratio() > 0.9
    assert "Tompkins" in found.references


def test_a_long_scan_is_read_as_far_as_there_is_time(
    tmp_path: Path, tesseract: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = pypdfium2.PdfDocument(scanned(article(tmp_path / "a.pdf"), tmp_path / "b.pdf"))
    slow = ocr.Tesseract(seconds=0.01)
    assert slow.lines(document, 0) == []
    enough = ocr.Tesseract()
    assert enough.lines(document, 0)
    monkeypatch.setattr(ocr, "time", Clock())
    one = ocr.Tesseract(seconds=60)
    assert one.lines(document, 1)
    assert one.lines(document, 2) == []
    document.close()


class Clock:
    """A minute passes between two looks."""

    def __init__(self) -> None:
        self._now = 0.0

    def monotonic(self) -> float:
        self._now += 60
        return self._now
