from core.papers import Passage


def passage(text: str, page: int, last_page: int, end: int) -> Passage:
    return Passage("p", "a", "A", 2025, page, last_page, "", 0, end, text)


def test_a_passage_over_a_page_break_knows_on_which_side_a_quote_stands() -> None:
    text = "Ends here. Begins there."
    across = passage(text, 3, 4, len("Begins there."))
    assert [across.page_at(text.index(word)) for word in ("Ends", "here", "Begins", "there")] == [3, 3, 4, 4]
    assert passage(text, 3, 3, 900).page_at(20) == 3
