"""Usage samples as drafts: the statements of a docstring's example or of a gallery's script, with the words around them."""

from __future__ import annotations

import ast
import doctest
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.datasets.docs import first_sentence
from knowledge.datasets.rst import LEAKS, markdown, one_line

_USUAL = {
    "np": "import numpy as np",
    "numpy": "import numpy",
    "pd": "import pandas as pd",
    "pandas": "import pandas",
    "plt": "import matplotlib.pyplot as plt",
    "matplotlib": "import matplotlib",
    "scipy": "import scipy",
    "sp": "import scipy as sp",
    "nx": "import networkx as nx",
    "nk": "import neurokit2 as nk",
    "sm": "import statsmodels.api as sm",
    "smf": "import statsmodels.formula.api as smf",
    "xr": "import xarray as xr",
    "da": "import dask.array as da",
    "dd": "import dask.dataframe as dd",
    "pywt": "import pywt",
    "librosa": "import librosa",
    "mne": "import mne",
    "wfdb": "import wfdb",
    "math": "import math",
    "ct": "import control as ct",
    "os": "import os",
}
_LONGEST_REMARK = 400
_CELL = re.compile(r"^(?:#{20,}|# %%+.*)$")
_MAGIC = re.compile(r"^\s*(?:%|!|\?)|\bget_ipython\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Statement:
    """One top-level statement and the remark before it."""

    text: str
    remark: str
    node: ast.stmt


@dataclass(frozen=True, slots=True)
class Draft:
    """What a sample does, statement by statement; ``lead`` is how its author introduces it."""

    lead: str
    statements: tuple[Statement, ...]

    @property
    def texts(self) -> list[str]:
        """The statements alone."""
        return [statement.text for statement in self.statements]


def from_docstring(examples: str, home: str, name: str) -> Draft | None:
    """The draft of an interactive example; None where it has no more than imports or cannot be parsed.

    home, name: the module and the name of what it shows, imported where the example takes it for granted
    """
    try:
        pieces = doctest.DocTestParser().parse(textwrap.dedent(examples))
        statements = list(_interactive(pieces))
    except (ValueError, SyntaxError):
        return None
    words = [one_line(piece) for piece in pieces if isinstance(piece, str) and piece.strip()]
    return _draft(
        words[0] if words and isinstance(pieces[0], str) and pieces[0].strip() else "", statements, home, name
    )


def from_script(text: str) -> tuple[str, Draft] | None:
    """Title and draft of a gallery's script: its docstring is the introduction, its comments are the remarks."""
    try:
        tree = ast.parse(text)
        statements = list(_scripted(text, tree))
    except (SyntaxError, ValueError):
        return None
    words = _paragraphs(ast.get_docstring(tree) or "")
    if not words or _MAGIC.search(text):
        return None
    draft = _draft(" ".join(words[1:3]), statements, "", "")
    return (words[0], draft) if draft else None


def _draft(lead: str, statements: Sequence[Statement], home: str, name: str) -> Draft | None:
    working = [s for s in statements if not isinstance(s.node, ast.Import | ast.ImportFrom)]
    if not working or any(_MAGIC.search(s.text) for s in working):
        return None
    assumed = [Statement(text, "", ast.parse(text).body[0]) for text in _assumed(statements, home, name)]
    return Draft("" if LEAKS.search(lead) else lead, (*assumed, *statements))


def _interactive(pieces: Sequence[str | doctest.Example]) -> Iterator[Statement]:
    remark = ""
    for number, piece in enumerate(pieces):
        if isinstance(piece, str):
            # The first words introduce the whole; they are no remark.
            remark = _remark(piece) if number else ""
        elif not piece.options.get(doctest.SKIP):
            text = re.sub(r"[ ]*#\s*doctest:.*", "", piece.source).rstrip()
            for node in ast.parse(text).body:
                yield Statement(_segment(text, node), remark, node)
                remark = ""


def _scripted(text: str, tree: ast.Module) -> Iterator[Statement]:
    lines = text.splitlines()
    last = 0
    for node in tree.body:
        start = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        between = "\n".join(line for line in lines[last : start - 1] if not _CELL.match(line.strip()))
        last = node.end_lineno or node.lineno
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        prose = "\n".join(re.sub(r"^# ?", "", line) for line in between.splitlines() if line.startswith("#"))
        yield Statement("\n".join(lines[start - 1 : last]), _remark(prose), node)


def _segment(text: str, node: ast.stmt) -> str:
    start = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
    lines = text.split("\n")[start - 1 : node.end_lineno]
    return "\n".join(lines) if node.col_offset == 0 and ";" not in lines[-1] else ast.unparse(node)


def _remark(text: str) -> str:
    prose = [line for line in _paragraphs(text) if not re.match(r"(SPDX|Authors?:|License|Copyright)", line)]
    said = " ".join(line for line in prose if not re.fullmatch(r"[-=~^*#. ]+", line))
    said = re.sub(r"\s[-=~^]{4,}\s?", ". ", said)
    if LEAKS.search(said):
        return ""
    return said if len(said) <= _LONGEST_REMARK else first_sentence(said)[:_LONGEST_REMARK]


def _paragraphs(text: str) -> list[str]:
    blocks = re.split(r"\n\s*\n", markdown(text))
    return [re.sub(r"\s*[-=~^#]{4,}\s*", " ", " ".join(block.split())).strip() for block in blocks if block.strip()]


def _assumed(statements: Sequence[Statement], home: str, name: str) -> Iterator[str]:
    """Imports that an example takes for granted."""
    tree = ast.parse("\n".join(s.text for s in statements))
    bound: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            bound |= {a.asname or a.name.partition(".")[0] for a in node.names}
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            bound.add(node.id)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            bound.add(node.name)
    read = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)} - bound
    yield from (_USUAL[one] for one in sorted(read & set(_USUAL)))
    if name in read and home:
        yield f"from {home} import {name}"
