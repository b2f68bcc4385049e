from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import LiteratureError
from ingest.readers import reader_for
from ingest.readers.html import HtmlReader
from ingest.readers.markdown import MarkdownReader
from ingest.readers.text import TextReader
from tests.ingest.contract import ReaderContract
from tests.ingest.pdfs import PROSE, article


class TestPdf(ReaderContract):
    name = "paper.pdf"
    title = "Beats From a Patch: Detection on Small Boards"

    def good(self, path: Path) -> None:
        article(path)

    def broken(self, path: Path) -> None:
        path.write_text("just a text")


class TestText(ReaderContract):
    name = "paper.txt"
    title = "Beats from a patch"

    def good(self, path: Path) -> None:
        path.write_text(f"Beats from a patch\n\n1 Introduction\n{PROSE}\n\nReferences\n\n[1] Pan, Tompkins. 1985.\n")

    def broken(self, path: Path) -> None:
        path.write_bytes(b"PK\x03\x04\0\0\0\0")


class TestMarkdown(ReaderContract):
    name = "paper.md"
    title = "Beats from a patch"

    def good(self, path: Path) -> None:
        path.write_text(f"# Beats from a patch\n\n## Method\n\n{PROSE}\n\n## References\n\n- Pan, Tompkins. 1985.\n")

    def broken(self, path: Path) -> None:
        path.write_text("#\n")


class TestHtml(ReaderContract):
    name = "paper.html"
    title = "Beats from a patch"

    def good(self, path: Path) -> None:
        path.write_text(
            f"<html><head><title>Beats from a patch</title><style>p {{}}</style></head><body><nav>Home</nav><h1>Beats from a "
            f"patch</h1><h2>Method</h2><p>{PROSE}<h2>References</h2><ol><li>Pan, Tompkins. 1985.</ol></body></html>"
        )

    def broken(self, path: Path) -> None:
        path.write_text("no tag at all in this file, whatever its name says")


def test_an_unknown_format_names_those_that_are_known() -> None:
    with pytest.raises(LiteratureError, match="no reader") as caught:
        reader_for(Path("paper.docx"))
    assert ".pdf" in caught.value.hint


def test_hard_wrapped_text_becomes_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "A title\n\nThe de-\ntector is adap-\ntive and\ncheap. It is adaptive.\n\nSecond paragraph of the text."
    )
    (page,) = TextReader().read(path).pages
    assert page.text.split("\n")[1:] == [
        "The detector is adaptive and cheap. It is adaptive.",
        "Second paragraph of the text.",
    ]


@pytest.mark.parametrize(
    ("data", "doubt"),
    [("Größe und Fläche der Sensoren".encode("cp1252"), True), ("Größe und Fläche der Sensoren".encode(), False)],
)
def test_other_encodings_are_read_with_a_doubt(tmp_path: Path, data: bytes, doubt: bool) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    read = TextReader().read(path)
    assert "Größe" in read.pages[0].text
    assert any("UTF-8" in one for one in read.paper.doubts) is doubt


def test_front_matter_and_markup_of_markdown(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        '---\ntitle: "Filters on boards"\nauthors: [Ada Lovelace, Alan Turing]\nyear: 2021\ndoi: 10.1234/abc\n---\n'
        "# Filters on boards\n\nA **biquad** in [direct form](http://x.example/y) has `5` taps.\n\n```python\na * b * c\n```\n"
    )
    read = MarkdownReader().read(path)
    paper = read.paper
    assert (paper.title, paper.authors, paper.year, paper.doi) == (
        "Filters on boards",
        ("Ada Lovelace", "Alan Turing"),
        2021,
        "10.1234/abc",
    )
    assert "A biquad in direct form has 5 taps." in read.pages[0].text
    assert "a * b * c" in read.pages[0].text


def test_citation_tags_of_html(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        '<meta name="citation_title" content="Sleep from WiFi"><meta name="citation_author" content="Lovelace, Ada">'
        '<meta name="citation_author" content="Turing, Alan"><meta name="citation_publication_date" content="2020/05/01">'
        '<meta name="citation_doi" content="10.1234/sleep"><script>var beats = 1;</script><h1>Sleep from WiFi</h1>'
        "<p>Breathing changes the &lt;channel&gt; state.<p>Second paragraph"
    )
    read = HtmlReader().read(path)
    paper = read.paper
    assert (paper.title, paper.authors, paper.year, paper.doi) == (
        "Sleep from WiFi",
        ("Ada Lovelace", "Alan Turing"),
        2020,
        "10.1234/sleep",
    )
    assert read.pages[0].text == "Sleep from WiFi\nBreathing changes the <channel> state.\nSecond paragraph"
