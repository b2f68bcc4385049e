"""Broken programs: whatever is done to a listing, it is read to its end without a traceback."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.language.parsing import parse
from placement.language.printing import show
from placement.language.reading import examine
from tests.placement.language.programs import broken

PROGRAMS = 300  # 10,000 were tried


def look(text: str) -> None:
    application, found = examine(text, ("MFCC",))
    assert list(found) == sorted(found)
    lines = text.split("\n")
    for item in found:
        assert item.severity in ("error", "warning")
        assert item.code
        assert item.message
        assert 1 <= item.span.line <= len(lines)
        assert 1 <= item.span.column <= len(lines[item.span.line - 1]) + 1
    assert application is not None or any(item.severity == "error" for item in found)
    if application is not None and not any(item.severity == "error" for item in found):
        again, errors = parse(show(application))
        assert errors == ()
        assert again == application


@pytest.mark.parametrize("part", range(4))
def test_broken_listings_are_read_to_their_end(part: int) -> None:
    for seed in range(part, PROGRAMS, 4):
        look(broken(seed))


@given(st.text(max_size=200))
@settings(max_examples=100)
def test_any_text_is_read_to_its_end(text: str) -> None:
    look(text)


@given(
    st.lists(
        st.sampled_from(
            'Application X { } ( ) ; , . Rule IF THEN VSensor "A" " setInput = == && < > 1 /* // \n'.split(" ")
        ),
        max_size=60,
    )
)
@settings(max_examples=100)
def test_any_row_of_words_is_read_to_its_end(words: list[str]) -> None:
    look("Application X { " + " ".join(words))
