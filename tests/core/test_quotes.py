from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.quotes import find, support

TEXT = "The signal is band-pass ﬁltered between 5 and 15 Hz. “Adaptive” thresholds follow the noise level. A third one."


def test_a_quote_is_found_whatever_its_hyphens_quotes_and_spaces() -> None:
    span = find("signal is bandpass filtered  between 5 and 15 Hz", TEXT)
    assert span is not None
    assert TEXT[span[0] : span[1]] == "signal is band-pass ﬁltered between 5 and 15 Hz"
    assert find('"adaptive" thresholds follow the noise', TEXT) is not None


def test_what_is_not_there_or_too_short_is_not_found() -> None:
    assert find("signal is band-pass filtered between 5 and 16 Hz", TEXT) is None
    assert find("band-pass filtered", TEXT) is None


@given(st.lists(st.text(alphabet="abcdef", min_size=1, max_size=6), min_size=6, max_size=30), st.data())
def test_any_four_words_of_a_text_stand_in_it(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    start = data.draw(st.integers(0, len(words) - 4))
    quote = " ".join(words[start : start + 4])
    span = find(quote, text)
    assert span is not None
    assert text[span[0] : span[1]].replace(" ", "") == quote.replace(" ", "")


@given(st.text(max_size=40), st.text(max_size=120))
def test_spans_lie_in_the_text(quote: str, text: str) -> None:
    for span in (find(quote, text), support(quote, text)):
        assert span is None or 0 <= span[0] < span[1] <= len(text)


def test_the_sentence_that_speaks_of_a_statement_supports_it() -> None:
    span = support("Set thresholds that follow the noise", TEXT)
    assert span is not None
    assert TEXT[span[0] : span[1]].startswith("“Adaptive” thresholds")
    assert support("Send a message over the network", TEXT) is None
