"""Finished Markdown as plain lines with styles: one widget draws a whole piece, where Textual's Markdown mounts hundreds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token
from textual.content import Content
from textual.highlight import highlight

from tui.rows import printable

_LEAST_WIDTH = 8
_STYLES = {"strong": "bold", "em": "italic", "s": "strike", "link": "underline"}
_HEADING = "bold $text-primary"
_CODE = "$text-accent"


@dataclass(frozen=True, slots=True)
class Block:
    """Text that wraps beside its ``mark``, such as a bullet; ``indent`` cells are left of it. ``gap``: a blank line before."""

    content: Content
    indent: int = 0
    mark: str = ""
    gap: bool = True

    def lines(self, width: int) -> list[Content]:
        """The block at this width; continued lines hang below the first."""
        left = self.indent + len(self.mark)
        wrapped = self.content.wrap(max(_LEAST_WIDTH, width - left)) or [Content("")]
        first = Content.assemble(" " * self.indent, (self.mark, "$text-primary"), wrapped[0])
        return [first, *(line.pad_left(left) for line in wrapped[1:])]


def parser() -> MarkdownIt:
    """Markdown with tables; HTML stays text."""
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def blocks(text: str) -> list[Block]:
    """The blocks of a text that is safe to draw."""
    return list(_Walk(parser().parse(printable(text))).blocks())


def drawn(parts: Sequence[Block], width: int) -> Content:
    """All blocks at this width."""
    lines: list[Content] = []
    for number, block in enumerate(parts):
        lines += [Content("")] if block.gap and number else []
        lines += block.lines(width)
    return Content("\n").join(lines)


class _Walk:
    """Walks over the tokens; knows how deep in lists and quotes it is."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = iter(tokens)
        self._indent = 0
        self._marks: list[int] = []
        self._mark = ""
        self._tight = False
        self._heading = False

    def blocks(self) -> Iterator[Block]:
        for token in self._tokens:
            match token.type:
                case "inline":
                    yield self._block(_inline(token.children or (), _HEADING if self._heading else ""))
                case "fence" | "code_block":
                    yield self._block(highlight(token.content.rstrip("\n"), language=_language(token)), more=2)
                case "hr":
                    yield self._block(Content.styled("───", "$text-muted"))
                case "table_open":
                    yield self._block(_table(self._tokens))
                case _:
                    self._step(token)

    def _step(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                self._marks.append(int(token.attrGet("start") or 1) if token.type.startswith("o") else 0)
            case "bullet_list_close" | "ordered_list_close":
                self._marks.pop()
                self._tight = bool(self._marks)
            case "list_item_open":
                self._open_item()
            case "list_item_close":
                self._indent -= 3
                self._mark, self._tight = "", True
            case "blockquote_open" | "blockquote_close":
                self._indent += 2 if token.type.endswith("open") else -2
            case "heading_open" | "heading_close":
                self._heading = token.type.endswith("open")

    def _open_item(self) -> None:
        number = self._marks[-1]
        self._mark = f"{number}. " if number else "•  "
        self._marks[-1] += 1 if number else 0
        self._indent += 3

    def _block(self, content: Content, more: int = 0) -> Block:
        mark, self._mark = self._mark, ""
        tight, self._tight = self._tight and bool(mark), False
        left = max(0, self._indent - 3) if mark else self._indent
        return Block(content, left + more, mark, gap=not tight)


def _inline(children: Sequence[Token], style: str) -> Content:
    parts: list[Content] = []
    styles = [style] if style else []
    for token in children:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in _STYLES:
            styles.append(_STYLES[name]) if token.nesting > 0 else styles.remove(_STYLES[name])
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append(Content(" " if token.type == "softbreak" else "\n"))
        else:
            # An entity such as &#x202e; steers only once it is parsed.
            code = [_CODE] if token.type == "code_inline" else []
            parts.append(Content.styled(printable(token.content), " ".join([*styles[-2:], *code])))
    return Content("").join(parts)


def _language(token: Token) -> str:
    # Guessing the language of a block takes longer than drawing it.
    return (token.info or "").strip().split(" ")[0] or "text"


def _table(tokens: Iterator[Token]) -> Content:
    rows: list[list[Content]] = []
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_inline(token.children or (), "bold" if len(rows) == 1 else ""))
    widths = [max(cell.cell_length for cell in column) for column in zip(*rows, strict=False)]
    lines = [
        Content("  ").join(cell.pad_right(width - cell.cell_length) for cell, width in zip(row, widths, strict=False))
        for row in rows
    ]
    return Content("\n").join(lines)
