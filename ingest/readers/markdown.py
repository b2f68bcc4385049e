"""Markdown."""

from __future__ import annotations

import re
from pathlib import Path

from core.papers import ReadPaper
from ingest.readers.blocks import Block, decoded, paper_of
from ingest.readers.frontmatter import Metadata

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_UNDERLINE = re.compile(r"(=+|-+)\s*$")
_FENCE = re.compile(r"(```|~~~)")
_FRONT = re.compile(r"\A---\s*\n(.*?)\n(?:---|\.\.\.)\s*\n", re.DOTALL)
_MARKUP = (
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^>\n]*>"), ""),
)


class MarkdownReader:
    """Papers as Markdown, with or without a YAML front matter."""

    suffixes: tuple[str, ...] = (".md", ".markdown")

    def read(self, path: Path) -> ReadPaper:
        """The paper as one page; raises LiteratureError where the file is no text."""
        text, doubts = decoded(path)
        text = text.replace("\r\n", "\n")
        metadata = Metadata()
        if match := _FRONT.match(text):
            metadata, text = _metadata(match.group(1)), text[match.end() :]
        return paper_of(path, _blocks(text), metadata, doubts)


def _metadata(front: str) -> Metadata:
    """The plain ``key: value`` lines of a front matter; lists in brackets are read, nested ones left out."""
    told = dict(re.findall(r"^(\w+)\s*:\s*(.+?)\s*$", front, re.MULTILINE))
    values = {key.lower(): value.strip("\"'[] ") for key, value in told.items()}
    year = re.search(r"(?:19|20)\d\d", values.get("year", values.get("date", "")))
    author = values.get("authors", values.get("author", "")).replace('"', "")
    return Metadata(
        title=values.get("title", ""), author=author, doi=values.get("doi", ""), year=int(year.group()) if year else 0
    )


def _blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    rows: list[str] = []
    fenced = False

    def close() -> None:
        if rows:
            blocks.append(Block("\n".join(rows) if fenced else _plain(" ".join(rows))))
            rows.clear()

    for row in text.split("\n"):
        if _FENCE.match(row.strip()):
            close()
            fenced = not fenced
        elif fenced:
            rows.append(row)
        elif match := _HEADING.match(row):
            close()
            blocks.append(Block(_plain(match.group(2)), len(match.group(1))))
        elif rows and len(rows) == 1 and _UNDERLINE.match(row):
            blocks.append(Block(_plain(rows.pop()), 1 if row.startswith("=") else 2))
        elif not row.strip() or re.match(r"\s*(?:[-*+]|\d+[.)])\s", row):
            close()
            rows += [row.strip()] if row.strip() else []
        else:
            rows.append(row.strip())
    close()
    return blocks


def _plain(text: str) -> str:
    for pattern, replacement in _MARKUP:
        text = pattern.sub(replacement, text)
    return text.strip()
