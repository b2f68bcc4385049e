"""Title, authors, year and DOI: from the metadata where they are plausible, else from the first page, with doubts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.lines import Line

_DOI = re.compile(r"\b10\.\d{4,9}/\s?[^\s\"<>{}|\\^,;]+")
_PRINTED_YEARS = (
    re.compile(r"(?:©|\(c\)|copyright)\D{0,12}((?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(r"published(?:\s+online)?\b\D{0,24}?(?:\d{1,2}\D{1,14})?((?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(r"\(((?:19|20)\d\d)\)\s*\d+\s*[:(]"),
    re.compile(r"reference format:?.{0,400}?\.\s((?:19|20)\d\d)\.", re.IGNORECASE),
    re.compile(r"arXiv:\d{4}\.\d{4,5}.{0,40}?((?:19|20)\d\d)\b"),
    re.compile(
        r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s(?:\d{1,2}(?:\s?[–-]\s?(?:[A-Z][a-z]+ )?\d{1,2})?,?\s)?"
        r"((?:19|20)\d\d)\b",
        re.IGNORECASE,
    ),
    re.compile(r"[’']\s?(\d\d)\b,"),
)
_NO_TITLE = re.compile(
    r"untitled|microsoft word|.*\.(?:docx?|tex|dvi|pdf|indd|odt|rtf|qxd)$|(?:paper|manuscript|document)\s?\d*$|slide \d|.*\btemplate\b",
    re.IGNORECASE,
)
_KINDS = re.compile(
    r"(?:original |research |review )?(?:article|research|paper)s?|open access|letter|brief report|short paper|survey",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z][\w'’.-]*(?:\s+(?:[A-Z][\w'’.-]*|de|van|von|der|den|la|le|di|da|bin|al|el|dos|y))+")
_MARKS = re.compile(r"(?<=[a-z.é])(?:\s?[\d*†‡§¶♦✉∗⋆#]+(?:\s?,\s?[\d*†‡§¶♦✉∗⋆#]+)*)+|[*†‡§¶♦✉∗⋆]")
_CITED = re.compile(r"reference format:?\s*(?P<authors>.{3,600}?)\.\s(?:19|20)\d\d\.", re.IGNORECASE)
_AUTHOR_LINES = 6


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says of itself; empty where it says nothing.

    created: a PDF date (``D:2021...``), which is no more than a hint; year: of publication, said outright
    """

    title: str = ""
    author: str = ""
    subject: str = ""
    created: str = ""
    doi: str = ""
    year: int = 0


@dataclass(frozen=True, slots=True)
class Front:
    """What a paper is called and who wrote it when; empty or 0 where it could not be told."""

    title: str
    authors: tuple[str, ...]
    year: int
    doi: str
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """What a paper prints where front matter stands.

    first: the lines of the first page in reading order, running lines included; second, last: the text of these pages
    running: running headers and footers of all pages
    """

    first: Sequence[Line]
    second: str = ""
    last: str = ""
    running: Sequence[str] = ()

    @property
    def text(self) -> str:
        """The text of the first page, line by line."""
        return "\n".join(line.text for line in self.first)


def front(printed: Printed, metadata: Metadata) -> Front:
    """The front matter of a paper."""
    title, run, doubts = _title(printed.first, metadata)
    authors = _authors(printed, run[1] if run else len(printed.first), metadata)
    year, doubt = _year(printed, metadata)
    doubts += doubt
    if not authors:
        doubts.append("authors not told apart")
    return Front(title, authors, year, _doi(printed, metadata), tuple(doubts))


def _title(lines: Sequence[Line], metadata: Metadata) -> tuple[str, tuple[int, int] | None, list[str]]:
    told = " ".join(metadata.title.split())
    if _plausible(told):
        if run := _printed(told, lines):
            return _joined(lines[run[0] : run[1]]), run, []
        if not lines or _overlap(told, lines) >= 0.6:
            return told, None, ["title taken from the metadata, the first page prints it differently"]
    run = _largest(lines)
    if run:
        return _joined(lines[run[0] : run[1]]), run, ["title taken from the first page's largest lines"]
    return (told, None, ["title taken from the metadata"]) if _plausible(told) else ("", None, ["no title found"])


def _plausible(title: str) -> bool:
    return len(title) >= 8 and " " in title and not _NO_TITLE.match(title)


def _compact(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _printed(title: str, lines: Sequence[Line]) -> tuple[int, int] | None:
    """The run of lines that prints this title, white space and punctuation apart."""
    wanted = _compact(title)
    for first, line in enumerate(lines):
        so_far = _compact(line.text)
        last = first + 1
        while so_far and wanted.startswith(so_far) and so_far != wanted and last < len(lines) and last - first < 6:
            so_far += _compact(lines[last].text)
            last += 1
        # A mark of a footnote may follow the title.
        if wanted and so_far.startswith(wanted) and len(so_far) <= len(wanted) + 2:
            return first, last
    return None


def _overlap(title: str, lines: Sequence[Line]) -> float:
    there = set(re.findall(r"\w+", " ".join(line.text for line in lines[:60]).casefold()))
    words = re.findall(r"\w+", title.casefold())
    return sum(word in there for word in words) / max(1, len(words))


def _largest(lines: Sequence[Line]) -> tuple[int, int] | None:
    """The first run of lines of the largest size that could be a title."""
    sizes = sorted({line.size for line in lines if _could_be_title(line)}, reverse=True)
    for size in sizes[:4]:
        for first, last in _runs(lines, size):
            if _plausible(_joined(lines[first:last])):
                return first, last
    return None


def _could_be_title(line: Line) -> bool:
    letters = sum(char.isalpha() for char in line.text)
    return line.size > 0 and letters >= 6 and letters >= 0.6 * len(line.text.replace(" ", ""))


def _runs(lines: Sequence[Line], size: float) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number, line in enumerate(lines):
        if abs(line.size - size) > 0.02 * size or _KINDS.fullmatch(line.text.strip()):
            continue
        if runs and runs[-1][1] == number and 0 < lines[number - 1].y - line.y < 2.2 * size:
            runs[-1] = runs[-1][0], number + 1
        else:
            runs.append((number, number + 1))
    return runs


def _joined(lines: Sequence[Line]) -> str:
    text = ""
    for line in lines:
        text += line.text if line.hyphen else line.text + " "
    return re.sub(r"\s*[*†‡∗]+$", "", " ".join(text.split()))


def _authors(printed: Printed, after: int, metadata: Metadata) -> tuple[str, ...]:
    told = _names(metadata.author)
    if cited := _CITED.search(" ".join(f"{printed.text}\n{printed.second}".split())):
        # How the paper wants to be cited: complete, and in order.
        return _names(cited["authors"]) or told
    names: tuple[str, ...] = ()
    block = ""
    for line in printed.first[after : after + _AUTHOR_LINES]:
        if "@" in line.text or re.match(r"abstract\b", line.text, re.IGNORECASE):
            break
        block = f"{block} {line.text}" if block else line.text
        if not _names(block):
            break
        names = _names(block)
    # Metadata often names the corresponding author alone.
    return told if len(told) >= len(names) or not set(told) <= set(names) else names


def _names(text: str) -> tuple[str, ...]:
    """Names that commas, semicolons or "and" set apart; none where something else stands among them."""
    parts = [part.strip(" ,.") for part in re.split(r"\s*[;,&]\s*|\s+and\s+", _MARKS.sub(",", text))]
    parts = [re.sub(r"^and\s+", "", part) for part in parts if part]
    if not parts or not all(_NAME.fullmatch(part) for part in parts):
        return ()
    return tuple(dict.fromkeys(parts))


def _doi(printed: Printed, metadata: Metadata) -> str:
    if metadata.doi:
        return metadata.doi
    for source in (metadata.subject, *printed.running):
        if match := _DOI.search(source):
            return _clean(match.group())
    found = [_clean(match.group()) for match in _DOI.finditer(printed.text.replace("/\n", "/"))]
    return Counter(found).most_common(1)[0][0] if found else ""


def _clean(doi: str) -> str:
    doi = re.sub(r"\s", "", doi).rstrip(".,;:'’”")
    return doi.rstrip(")]") if doi.count("(") < doi.count(")") or doi.count("[") < doi.count("]") else doi


def _year(printed: Printed, metadata: Metadata) -> tuple[int, list[str]]:
    if metadata.year:
        return metadata.year, []
    for source in (printed.text, "\n".join(printed.running), printed.second[:2000]):
        if year := _printed_year(_PRINTED_YEARS, source):
            return year, []
    if year := _printed_year(_PRINTED_YEARS[:2], printed.last):
        return year, []
    if match := re.match(r"D:((?:19|20)\d\d)", metadata.created):
        return int(match.group(1)), ["year taken from the file's date of creation"]
    return 0, ["no year found"]


def _printed_year(patterns: Sequence[re.Pattern[str]], text: str) -> int:
    flat = " ".join(text.split())
    for pattern in patterns:
        if match := pattern.search(flat):
            year = match.group(1)
            return int(year) if len(year) == 4 else 2000 + int(year)
    return 0
