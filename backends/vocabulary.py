"""A model's own tokenizer, rebuilt from the vocabulary that its server tells, so that tokens are counted before they are sent.

Only byte-level BPE families whose way of splitting text into words is known here; everything else is None, and
whoever asked has to count in another way. The word patterns are those of llama.cpp (src/llama-vocab.cpp).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
_CONTRACTION = r"(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])"
_MODERN = _CONTRACTION + r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}%s| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
_QWEN2 = (_MODERN % "",)
_LLAMA3 = (_MODERN % "{1,3}",)
_WORDS: Mapping[str, tuple[str, ...]] = {
    "gpt-2": (_GPT2,),
    "smollm": (r"\p{N}", _GPT2),
    "starcoder": (r"\p{N}", _GPT2),
    "refact": (r"\p{N}", _GPT2),
    "command-r": (r"\p{N}", _GPT2),
    "qwen2": _QWEN2,
    "deepseek-r1-qwen": _QWEN2,
    "llama-bpe": _LLAMA3,
    "llama3": _LLAMA3,
    "default": (r"[\p{P}\$\+<=>\^~\|]+", _GPT2, r"\p{N}+", r"[0-9][0-9][0-9]"),
}
# llama.cpp takes a whole word that is in the vocabulary as it is, and begins every text with a marker, for these alone.
_WHOLE_WORDS = frozenset({"llama-bpe", "llama3"})
_KEYS = tuple(
    f"tokenizer.ggml.{name}"
    for name in ("model", "pre", "tokens", "merges", "token_type", "add_bos_token", "add_eos_token")
)
# GGUF's kinds of tokens that are found in a text before it is split into words: unknown, control, user-defined.
_SPECIAL = frozenset({2, 3, 4})


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A tokenizer and the number of tokens that the server itself puts before every text."""

    tokenizer: Tokenizer
    added: int

    def count(self, text: str) -> int:
        """Tokens of this text as the server will count them; markers such as ``<|im_end|>`` in it are single tokens."""
        return len(self.tokenizer.encode(text, add_special_tokens=False).ids) + self.added


def essence(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a model's GGUF metadata that ``from_gguf`` reads: what a cache has to keep."""
    return {key: metadata[key] for key in _KEYS if key in metadata}


def from_gguf(metadata: Mapping[str, Any]) -> Vocabulary | None:
    """The vocabulary out of a model's GGUF metadata (keys ``tokenizer.ggml.*``), None for a family not known here."""
    family = metadata.get("tokenizer.ggml.pre") or "default"
    tokens, merges = metadata.get("tokenizer.ggml.tokens"), metadata.get("tokenizer.ggml.merges")
    if metadata.get("tokenizer.ggml.model") != "gpt2" or family not in _WORDS or not tokens or not merges:
        return None
    starts = bool(metadata.get("tokenizer.ggml.add_bos_token", family in _WHOLE_WORDS))
    ends = bool(metadata.get("tokenizer.ggml.add_eos_token", False))
    kinds = metadata.get("tokenizer.ggml.token_type") or []
    special = [token for token, kind in zip(tokens, kinds, strict=False) if kind in _SPECIAL and token]
    tokenizer = _tokenizer(family, tokens, merges, special)
    return Vocabulary(tokenizer, starts + ends) if tokenizer else None


def _tokenizer(family: str, tokens: list[str], merges: list[str], special: list[str]) -> Tokenizer | None:
    from tokenizers import AddedToken, Regex, Tokenizer, models, pre_tokenizers

    vocabulary = {token: number for number, token in enumerate(tokens)}
    pairs = [_pair(merge) for merge in merges]
    if any(
        left not in vocabulary or right not in vocabulary or left + right not in vocabulary for left, right in pairs
    ):
        return None
    tokenizer = Tokenizer(models.BPE(vocabulary, pairs, ignore_merges=family in _WHOLE_WORDS))
    splits = [pre_tokenizers.Split(Regex(pattern), "isolated") for pattern in _WORDS[family]]
    bytewise = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([*splits, bytewise])
    tokenizer.add_special_tokens([AddedToken(token, normalized=False) for token in special])
    return tokenizer


def _pair(merge: str) -> tuple[str, str]:
    # A part may itself begin with the separating space, never end with one.
    cut = merge.find(" ", 1)
    return (merge[:cut], merge[cut + 1 :]) if cut > 0 else (merge, "")


def most_tokens(text: str) -> int:
    """More tokens than any tokenizer with a byte fallback makes of a text: one a byte, and a few markers around it."""
    return len(text.encode("utf-8", "surrogatepass")) + 8
