"""HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from core.errors import LiteratureError
from core.papers import ReadPaper
from ingest.readers.blocks import Block, decoded, paper_of
from ingest.readers.frontmatter import Metadata

_SILENT = frozenset("script style noscript template nav header footer aside form button select svg iframe head".split())
_BLOCKS = frozenset(
    "p div section article main li ul ol table tr blockquote pre figure figcaption dl dt dd br hr body td th caption".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


class HtmlReader:
    """Papers as HTML: text of the body without menus, headings as sections, citation meta tags."""

    suffixes: tuple[str, ...] = (".html", ".htm")

    def read(self, path: Path) -> ReadPaper:
        """The paper as one page; raises LiteratureError where the file is no HTML."""
        text, doubts = decoded(path)
        if not re.search(r"<\s*[a-zA-Z!]", text):
            raise LiteratureError(f"{path.name}: not HTML", "Name it .txt if it is plain text.")
        parser = _Parser()
        parser.feed(text)
        parser.close()
        return paper_of(path, parser.blocks(), parser.metadata(), doubts)


class _Parser(HTMLParser):
    """Collects blocks and meta tags; tags that are never closed do no harm."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[Block] = []
        self._text: list[str] = []
        self._silent: list[str] = []
        self._level = 0
        self._meta: dict[str, list[str]] = {}
        self._title: list[str] = []
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, a heading or something that is not shown."""
        if tag == "meta":
            self._keep_meta({key: value or "" for key, value in attrs})
        elif tag == "title" and not self._title:
            self._in_title = True
        elif tag in _SILENT:
            self._silent.append(tag)
        elif tag == "body":
            # A head that was never closed ends here.
            self._silent = []
        if tag in _BLOCKS or tag in _HEADINGS:
            self._close_block()
            self._level = _HEADINGS.get(tag, 0)

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        if tag == "title":
            self._in_title = False
        elif tag in self._silent:
            while self._silent and self._silent.pop() != tag:
                continue
        if tag in _BLOCKS or tag in _HEADINGS:
            self._close_block()
            self._level = 0

    def handle_data(self, data: str) -> None:
        """Text, unless nobody sees it."""
        if self._in_title:
            self._title.append(data)
        elif not self._silent:
            self._text.append(data)

    def blocks(self) -> list[Block]:
        """What was collected."""
        self._close_block()
        return self._blocks

    def metadata(self) -> Metadata:
        """What the meta tags for citation say, and else the page's title."""
        title = self._first("citation_title", "dc.title", "og:title") or " ".join("".join(self._title).split())
        date = self._first(
            "citation_publication_date", "citation_date", "citation_online_date", "dc.date", "citation_year"
        )
        year = re.search(r"(?:19|20)\d\d", date)
        authors = self._meta.get("citation_author") or self._meta.get("dc.creator") or self._meta.get("author") or []
        doi = re.search(r"10\.\d{4,9}/\S+", self._first("citation_doi", "dc.identifier"))
        return Metadata(
            title=title,
            author="; ".join(_in_order(name) for name in authors),
            doi=doi.group() if doi else "",
            year=int(year.group()) if year else 0,
        )

    def _first(self, *names: str) -> str:
        return next((self._meta[name][0].strip() for name in names if self._meta.get(name)), "")

    def _keep_meta(self, attributes: dict[str, str]) -> None:
        name = (attributes.get("name") or attributes.get("property") or "").lower()
        if name and attributes.get("content"):
            self._meta.setdefault(name, []).append(attributes["content"])

    def _close_block(self) -> None:
        text = " ".join("".join(self._text).split())
        self._text = []
        if text:
            self._blocks.append(Block(text, self._level))


def _in_order(name: str) -> str:
    """``Lovelace, Ada`` as ``Ada Lovelace``."""
    family, _, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if given else name.strip()
