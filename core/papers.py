"""Literature: papers as they are read, and passages as they are searched and quoted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """What is known of a paper; empty or 0 means that it is not known, never that it was guessed.

    id: the first 32 hex digits of the SHA-256 of the file's bytes
    pages: how many the file has
    doubts: what was hard to tell, for people ("title taken from the first page's largest lines")
    """

    id: str
    title: str
    authors: tuple[str, ...] = ()
    year: int = 0
    doi: str = ""
    pages: int = 0
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section title and the character of its page's text at which it stands."""

    title: str
    start: int


@dataclass(frozen=True, slots=True)
class Page:
    """The prose of one page: in reading order, de-hyphenated, without running headers, footers and references.

    number: as the file counts, from 1; formats without pages have one page
    label: as the paper prints it, empty where it prints none
    source: ``text`` (the file's own text), ``ocr``, or ``none`` (a picture that nobody could read: ``text`` is empty)
    """

    number: int
    text: str
    label: str = ""
    sections: tuple[Section, ...] = ()
    source: str = "text"


@dataclass(frozen=True, slots=True)
class ReadPaper:
    """A whole paper out of a reader; ``references`` is its reference list, kept apart from the prose."""

    paper: Paper
    pages: tuple[Page, ...]
    references: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a paper's prose that can be quoted.

    id: stable: made of the paper's content hash, place and text, so that the same file gives the same passages
    paper: id of the paper; title, year: of the paper
    page, last_page: as the file counts, from 1; they differ where the passage runs over a page break
    start, end: characters of ``page``'s text (end: of ``last_page``'s) that the passage covers
    """

    id: str
    paper: str
    title: str
    year: int
    page: int
    last_page: int
    section: str
    start: int
    end: int
    text: str

    def page_at(self, position: int) -> int:
        """The page on which the character ``position`` of the text stands.

        Where a passage runs over more than two pages, which takes a page of a few words, its middle counts as the first.
        """
        on_last = self.page != self.last_page and position >= len(self.text) - self.end
        return self.last_page if on_last else self.page

    @property
    def searched(self) -> str:
        """What the passage is found by, words and meaning alike: its text under the titles that it stands under."""
        return "\n".join(part for part in (self.title, self.section, self.text) if part)


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote that was found to stand in a passage of a paper.

    passage, paper: their ids; title, page: of the paper, for people; quote: as it stands there
    """

    passage: str
    paper: str
    title: str
    page: int
    quote: str

    @property
    def said(self) -> str:
        """The quote on one line."""
        return " ".join(self.quote.split())


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage, how well it fits and why.

    score: of both legs together; larger is better, comparable within one search only
    dense, bm25: scores of the two legs; None where the passage was not among the candidates of that leg
    span: the characters of the passage's text that match best
    """

    passage: Passage
    score: float
    dense: float | None = None
    bm25: float | None = None
    span: tuple[int, int] = (0, 0)
