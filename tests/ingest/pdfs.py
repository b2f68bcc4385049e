"""PDFs made on the fly: text set line by line where a test wants it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import zip_longest
from pathlib import Path

import pypdfium2
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 612.0, 792.0
LEFT, RIGHT = 54.0, 318.0
PROSE = (
    "The wearable patch samples the electrocardiogram two hundred times a second and keeps a window of four seconds in its "
    "memory. A band-pass filter between five and fifteen hertz removes the wander of the baseline and most of the noise of "
    "the muscles before the slope of the signal is squared and averaged. Peaks above an adaptive threshold are beats when "
    "they stand at least two hundred milliseconds apart, and a search back finds those that were missed at first. "
)


@dataclass(frozen=True)
class Text:
    """A piece of text at a place; ``size`` in points."""

    x: float
    y: float
    text: str
    size: float = 9.0
    font: str = "Helvetica"


def draw(
    pages: Sequence[Sequence[Text]], *, title: str = "", author: str = "", outline: Sequence[tuple[str, int]] = ()
) -> bytes:
    """A PDF with these texts in this order; the outline names pages from 0."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    for number, page in enumerate(pages):
        for entry, target in outline:
            if target == number:
                canvas.bookmarkPage(entry)
                canvas.addOutlineEntry(entry, entry, 0)
        for one in page:
            canvas.setFont(one.font, one.size)
            canvas.drawString(one.x, one.y, one.text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def column(x: float, rows: Sequence[str], top: float = 680.0, size: float = 9.0) -> list[Text]:
    """Rows below each other."""
    return [Text(x, top - number * 1.2 * size, row, size) for number, row in enumerate(rows)]


def rows(text: str, width: int = 52) -> list[str]:
    """Text as rows of a column."""
    return textwrap.wrap(text, width)


def article(path: Path, *, interleaved: bool = False, pages: int = 3) -> Path:
    """A paper in two columns with a running header, page numbers, sections and references, written to ``path``."""
    made = []
    for number in range(pages):
        left = rows(
            f"{number + 1} Section {'ABC'[number % 3]}ase. " + PROSE + f"Left column of page {number + 1} ends here."
        )
        right = rows(PROSE + f"Right column of page {number + 1} ends here.")
        first, second = column(LEFT, left), column(RIGHT, right)
        texts = [one for pair in zip_longest(first, second) for one in pair if one] if interleaved else first + second
        made.append(
            [Text(LEFT, 760, f"A journal of sensing, volume {number + 4}"), *texts, Text(300, 30, str(number + 1))]
        )
    made[0] = [
        Text(LEFT, 735, "Beats From a Patch: Detection on Small Boards", 18),
        Text(LEFT, 712, "Ada Lovelace and Alan Turing", 11),
    ] + made[0]
    made[0].append(Text(LEFT, 95, "© 2023 The authors. https://doi.org/10.1234/beats.5678", 7))
    made[-1] += column(
        RIGHT,
        [
            "REFERENCES",
            "[1] J. Pan and W. Tompkins. A real-time detector. 1985.",
            "[2] P. Hamilton. Open source. 2002.",
        ],
        400,
    )
    path.write_bytes(draw(made, title="untitled", author=""))
    return path


def scanned(source: Path, target: Path, dpi: int = 200) -> Path:
    """The same pages as pictures without any text, written to ``target``."""
    printed, pictures = pypdfium2.PdfDocument(source), pypdfium2.PdfDocument.new()
    for page in printed:
        width, height = page.get_size()
        picture = pypdfium2.PdfImage.new(pictures)
        picture.set_bitmap(page.render(scale=dpi / 72, grayscale=True))
        picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        sheet = pictures.new_page(width, height)
        sheet.insert_obj(picture)
        sheet.gen_content()
    pictures.save(target)
    printed.close()
    pictures.close()
    return target
