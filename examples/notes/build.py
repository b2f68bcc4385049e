"""Make the PDFs of the notes out of their sources: ``python -m examples.notes.build [FOLDER]``. The same bytes every time."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Table,
)

from examples.notes.figures import FIGURES

HERE = Path(__file__).parent
_MARGIN, _GAP, _HEAD = 50.0, 18.0, 92.0
_COLUMN = (A4[0] - 2 * _MARGIN - _GAP) / 2
_TEXT = ParagraphStyle("text", fontName="Times-Roman", fontSize=9.6, leading=11.8, alignment=TA_JUSTIFY, spaceAfter=4)
_STYLES = {
    "title": ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=17, leading=21, spaceAfter=6),
    "authors": ParagraphStyle("authors", fontName="Helvetica", fontSize=10.5, leading=13),
    "h2": ParagraphStyle("h2", fontName="Helvetica-Bold", fontSize=11.5, leading=14, spaceBefore=7, spaceAfter=3, keepWithNext=1),
    "h3": ParagraphStyle("h3", fontName="Helvetica-Bold", fontSize=10.4, leading=13, spaceBefore=4, spaceAfter=2, keepWithNext=1),
    "formula": ParagraphStyle("formula", parent=_TEXT, fontName="Courier", fontSize=7.4, leading=10, leftIndent=4, alignment=0),
    "caption": ParagraphStyle("caption", parent=_TEXT, fontName="Times-Italic", fontSize=8.6, leading=10.4, spaceAfter=8),
    "reference": ParagraphStyle("reference", parent=_TEXT, fontSize=8.4, leading=10.2, leftIndent=14, firstLineIndent=-14, alignment=0),
}  # fmt: skip
_FIGURE = re.compile(r"!\[(?P<caption>[^\]]*)\]\(figure:(?P<name>\w+)\)")


def build(source: Path, target: Path) -> None:
    """One note as a PDF: title over two columns, running header, page numbers, outline."""
    title, authors, rest = source.read_text("utf-8").split("\n", 2)
    title = title.removeprefix("# ")
    document = _Note(
        str(target), pagesize=A4, title=title, author=authors, subject="Sample literature of gpiot", invariant=1
    )
    document.addPageTemplates([_template("first", _HEAD), _template("later", 0.0)])
    story: list[Flowable] = [
        Paragraph(_escaped(title), _STYLES["title"]),
        Paragraph(f"{authors} · 2026", _STYLES["authors"]),
    ]
    document.build([NextPageTemplate("later"), *story, _ColumnBreak(), *_flowables(rest)])


class _ColumnBreak(Flowable):  # type: ignore[misc]
    """Ends the frame of the title."""

    def __init__(self) -> None:
        super().__init__()
        self.width = self.height = 0.0

    def wrap(self, _width: float, height: float) -> tuple[float, float]:
        """As high as what is left of the frame."""
        return 0.0, max(height - 1.0, 0.0)

    def draw(self) -> None:
        """Nothing."""


class _Note(BaseDocTemplate):  # type: ignore[misc]
    """Puts headings into the outline."""

    def afterFlowable(self, flowable: Any) -> None:  # noqa: N802 - the library's name
        """An outline entry for a heading."""
        level = {"h2": 0, "h3": 1}.get(getattr(getattr(flowable, "style", None), "name", ""))
        if level is not None:
            text = flowable.getPlainText()
            self.canv.bookmarkPage(text)
            self.canv.addOutlineEntry(text, text, level)


def _template(name: str, head: float) -> PageTemplate:
    height = A4[1] - 2 * _MARGIN - 14 - head
    frames = [
        Frame(_MARGIN + side * (_COLUMN + _GAP), _MARGIN, _COLUMN, height, 0, 0, 0, 0, id=f"{name}{side}")
        for side in (0, 1)
    ]
    if head:
        frames.insert(0, Frame(_MARGIN, _MARGIN + height, A4[0] - 2 * _MARGIN, head, 0, 0, 0, 0, id="head"))
    return PageTemplate(id=name, frames=frames, onPageEnd=_furniture)


def _furniture(canvas: Canvas, document: Any) -> None:
    canvas.setFont("Helvetica", 7.5)
    if document.page > 1:
        canvas.drawString(_MARGIN, A4[1] - 42, document.title)
    else:
        canvas.drawString(_MARGIN, 34, "© 2026 The gpiot authors. Apache License 2.0.")
    canvas.drawRightString(A4[0] - _MARGIN, 34, str(document.page))


def _flowables(text: str) -> Iterator[Flowable]:
    table: list[str] = []
    for row in [*text.strip().split("\n"), ""]:
        if table and not row.startswith("|"):
            yield _table(table)
            table = []
        if row.startswith("|"):
            table.append(row)
        elif figure := _FIGURE.fullmatch(row):
            drawing = FIGURES[figure["name"]]()
            drawing.hAlign = "CENTER"
            yield KeepTogether([drawing, Paragraph(_escaped(figure["caption"]), _STYLES["caption"])])
        elif row:
            yield _paragraph(row)


def _paragraph(row: str) -> Paragraph:
    """A heading, a formula, a caption, a reference or prose, as its first characters tell."""
    for mark, style in (("### ", "h3"), ("## ", "h2"), ("$$ ", "formula")):
        if row.startswith(mark):
            return Paragraph(_escaped(row.removeprefix(mark)), _STYLES[style])
    if row.startswith("Table "):
        return Paragraph(_escaped(row), _STYLES["caption"])
    return Paragraph(_escaped(row), _STYLES["reference"] if re.match(r"\[\d+\] ", row) else _TEXT)


def _table(rows: list[str]) -> Table:
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    rules = [("FONT", (0, 0), (-1, -1), "Helvetica", 7.4), ("FONT", (0, 0), (-1, 0), "Helvetica-Bold", 7.4)]
    lines = [("LINEABOVE", (0, 0), (-1, 1), 0.5, (0, 0, 0)), ("LINEBELOW", (0, -1), (-1, -1), 0.5, (0, 0, 0))]
    padding = [("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]
    return Table(cells, style=[*rules, *lines, *padding], spaceBefore=4, spaceAfter=4)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def main() -> None:
    """Build all notes."""
    # Apart from the sources: a folder of papers should hold each of them once.
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "pdf"
    target.mkdir(parents=True, exist_ok=True)
    for source in sorted((HERE / "sources").glob("*.md")):
        build(source, target / f"{source.stem}.pdf")


if __name__ == "__main__":
    main()
