from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backends.vocabulary import Vocabulary, essence, from_gguf, most_tokens


def bytewise() -> list[str]:
    """The 256 characters by which byte-level vocabularies write bytes, in the order of the bytes."""
    printable = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    others = iter(range(256, 512))
    return [chr(byte if byte in printable else next(others)) for byte in range(256)]


MERGES = ["a b", "ab c", "1 2", "12 3", "Ġ a"]


def metadata(family: str, **more: Any) -> dict[str, Any]:
    """A vocabulary of all bytes, five merges and one marker."""
    tokens = [*bytewise(), *(merge.replace(" ", "") for merge in MERGES), "<|end|>"]
    keys = {
        "model": "gpt2",
        "pre": family,
        "tokens": tokens,
        "merges": MERGES,
        "token_type": [1] * (len(tokens) - 1) + [3],
        "add_bos_token": False,
    }
    return {f"tokenizer.ggml.{key}": value for key, value in {**keys, **more}.items() if value is not None}


def vocabulary(family: str, **more: Any) -> Vocabulary:
    found = from_gguf(metadata(family, **more))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("family", "numbers"),
    [("smollm", 7), ("qwen2", 7), ("llama-bpe", 3), ("gpt-2", 3), ("default", 3), ("refact", 7)],
)
def test_families_differ_in_how_they_split_numbers(family: str, numbers: int) -> None:
    assert vocabulary(family).count("1231231") == numbers


@pytest.mark.parametrize("family", ["smollm", "qwen2", "llama-bpe", "gpt-2", "default"])
def test_words_merge_and_markers_are_one_token(family: str) -> None:
    assert vocabulary(family).count("abc") == 1
    assert vocabulary(family).count("abc a") == 2
    assert vocabulary(family).count("abc<|end|>abc") == 3
    assert vocabulary(family).count("心") == 3
    assert vocabulary(family).count("") == 0


def test_only_whole_word_families_take_a_word_that_no_merges_lead_to() -> None:
    tokens = [*metadata("qwen2")["tokenizer.ggml.tokens"][:-1], "zyx", "<|end|>"]
    kinds = [1] * (len(tokens) - 1) + [3]
    assert vocabulary("llama-bpe", tokens=tokens, token_type=kinds).count("zyx") == 1
    assert vocabulary("qwen2", tokens=tokens, token_type=kinds).count("zyx") == 3


def test_the_token_that_the_server_puts_first_is_counted() -> None:
    assert vocabulary("qwen2", add_bos_token=True).count("abc") == 2
    assert vocabulary("llama-bpe", add_bos_token=None).count("abc") == 2
    assert vocabulary("qwen2", add_bos_token=None).count("abc") == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"model": "llama"},
        {"pre": "never-heard-of"},
        {"tokens": []},
        {"tokens": None},
        {"merges": None},
        {"merges": ["a nonsense"]},
        {"merges": ["nospace"]},
    ],
    ids=str,
)
def test_what_is_not_known_is_none(broken: dict[str, Any]) -> None:
    assert from_gguf(metadata("smollm", **broken)) is None
    assert from_gguf({}) is None


def test_the_essence_is_enough_and_leaves_the_rest() -> None:
    whole = {**metadata("smollm"), "general.name": "x", "tokenizer.ggml.scores": [0.0]}
    assert essence(whole) == metadata("smollm")


@cache
def _families() -> list[Vocabulary]:
    return [vocabulary(family) for family in ("smollm", "qwen2", "llama-bpe", "gpt-2", "default")]


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60))
def test_the_estimate_never_counts_too_few(text: str) -> None:
    for family in _families():
        assert most_tokens(text) >= family.count(text)


@pytest.mark.model
def test_the_weights_that_come_along_are_known(weights: Path) -> None:
    from gguf import GGUFReader

    fields = GGUFReader(weights).fields
    found = from_gguf(essence({key: field.contents() for key, field in fields.items() if "tokenizer.ggml" in key}))
    assert found is not None
    assert found.count("Detect R-peaks in 108.<|im_end|>") == 13
