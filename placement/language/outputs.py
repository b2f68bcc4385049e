"""Checks what a virtual sensor says it gives: its types and its values."""

from __future__ import annotations

from difflib import get_close_matches

from placement.language.messages import Report
from placement.language.tree import SetOutput, String
from placement.language.words import SCALARS, TYPES

ALIKE = 0.8  # of a type that may be the program's own: point_t is no slip of int_t


def check_output(statement: SetOutput, report: Report) -> None:
    """Report types that there are not, and values that are given twice."""
    for one in statement.types:
        if near := _type_meant(one.text, report):
            report.add("unknown-type", one.span, near, what=one)
    seen: set[str | float] = set()
    for value in statement.values:
        key = value.text if isinstance(value, String) else value.value
        if key in seen:
            report.add("duplicate-value", value.span, what=statement.target, value=value.text)
        seen.add(key)


def _type_meant(text: str, report: Report) -> str | None:
    """The type that is nearly called so; None for one that there is, and for a name of the program's own."""
    stem = text.removesuffix("_t")
    if stem in TYPES or SCALARS.fullmatch(text):
        return None
    if stem == text:
        return f"{near}_t" if (near := report.nearest(stem, TYPES)) else "string_t, float_t or vector_t"
    return next((f"{near}_t" for near in get_close_matches(stem, TYPES, 1, ALIKE)), None)
