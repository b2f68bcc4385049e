from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from core.papers import Page, Paper, Passage, ReadPaper, Section
from ingest.chunking import OVERLAP, TOKENS, estimate, passages, sentences
from tests.ingest.pdfs import PROSE

WORDS = st.sampled_from(
    "the beat of 200 Hz e.g. filter, ends. Signals Über µV! (see [3]) electroencephalographically \n • A".split(" ")
)
TEXT = st.lists(WORDS, max_size=400).map(" ".join)


@st.composite
def papers(draw: st.DrawFn) -> ReadPaper:
    pages = []
    for number, text in enumerate(draw(st.lists(TEXT, min_size=1, max_size=4)), 1):
        starts = sorted(draw(st.sets(st.integers(0, max(0, len(text) - 1)), max_size=3))) if text else []
        sections = tuple(Section(f"section {number}.{start}", start) for start in starts)
        pages.append(Page(number, text, sections=sections))
    return ReadPaper(Paper("f" * 32, "A title", year=2020, pages=len(pages)), tuple(pages))


def covered(read: ReadPaper, one: Passage) -> str:
    """What the pages themselves say where the passage stands."""
    if one.page == one.last_page:
        return read.pages[one.page - 1].text[one.start : one.end]
    between = [page.text for page in read.pages[one.page : one.last_page - 1] if page.text]
    return "\n".join(
        [read.pages[one.page - 1].text[one.start :], *between, read.pages[one.last_page - 1].text[: one.end]]
    )


@given(papers())
@settings(max_examples=60, deadline=None)
def test_a_passage_is_what_its_pages_say(read: ReadPaper) -> None:
    for one in passages(read):
        assert one.text == covered(read, one)
        assert one.text == one.text.strip() != ""
        assert one.page <= one.last_page


@given(papers())
@settings(max_examples=60, deadline=None)
def test_no_word_is_lost_and_ids_are_stable(read: ReadPaper) -> None:
    found = passages(read)
    assert [one.id for one in passages(read)] == [one.id for one in found]
    assert len({one.id for one in found}) == len(found)
    there = [[False] * len(page.text) for page in read.pages]
    for one in found:
        for number in range(one.page, one.last_page + 1):
            start = one.start if number == one.page else 0
            end = one.end if number == one.last_page else len(there[number - 1])
            there[number - 1][start:end] = [True] * (end - start)
    for page, seen in zip(read.pages, there, strict=True):
        lost = [char for char, is_seen in zip(page.text, seen, strict=True) if not is_seen and not char.isspace()]
        assert not lost


@given(papers())
@settings(max_examples=40, deadline=None)
def test_passages_fit_the_embedder(read: ReadPaper) -> None:
    assert all(estimate(one.text) <= TOKENS for one in passages(read))


@given(st.text(max_size=300))
def test_sentences_joined_are_the_text(text: str) -> None:
    assert "".join(sentences(text)) == text


def paper(*pages: Page) -> ReadPaper:
    return ReadPaper(Paper("a" * 32, "Beats", year=2021, pages=len(pages)), pages)


def test_a_sentence_over_the_page_break_keeps_both_pages() -> None:
    read = paper(Page(1, PROSE * 3 + "The detector of the"), Page(2, "second kind is cheap. " + PROSE * 3))
    (over,) = [one for one in passages(read) if one.page != one.last_page]
    assert (over.page, over.last_page) == (1, 2)
    assert "The detector of the\nsecond kind is cheap." in over.text


def test_pages_without_text_are_passed_over() -> None:
    read = paper(Page(1, PROSE), Page(2, "", source="none"), Page(3, PROSE))
    assert {(one.page, one.last_page) for one in passages(read)} <= {(1, 1), (1, 3), (3, 3)}
    assert passages(paper(Page(1, "", source="none"))) == []


def test_sections_are_not_mixed_but_short_ones_go_with_the_next() -> None:
    text = f"2 Method\n2.1 Filters\n{PROSE}\n2.2 Peaks\n{PROSE}"
    sections = tuple(Section(title, text.index(title)) for title in ("2 Method", "2.1 Filters", "2.2 Peaks"))
    found = passages(paper(Page(1, text, sections=sections)))
    assert [one.section for one in found] == ["2 Method", "2.2 Peaks"]
    assert found[0].text.startswith("2 Method\n2.1 Filters")
    assert found[1].text.startswith("2.2 Peaks")


def test_neighbours_overlap_by_whole_sentences() -> None:
    numbered = " ".join(f"Sentence number {number} tells of one more beat of the heart." for number in range(60))
    found = passages(paper(Page(1, numbered)))
    assert len(found) > 3
    for one, two in pairwise(found):
        shared = numbered[two.start : one.end]
        assert 0 < estimate(shared) <= OVERLAP
        assert re.fullmatch(r"Sentence number .*heart\.", shared)


def test_ids_follow_paper_place_and_text() -> None:
    one, two = paper(Page(1, PROSE)), paper(Page(1, PROSE + " More."))
    other = ReadPaper(Paper("b" * 32, "Beats"), one.pages)
    ids = {passages(read)[0].id for read in (one, two, other)}
    assert len(ids) == 3
    assert all(re.fullmatch(r"[0-9a-f]{32}", key) for key in ids)
