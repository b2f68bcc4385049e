"""Small edits that may make a token fit: what people write, and what they mean by it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from lark import Token

from core.spelling import nearest
from placement.language.tokens import WITHIN, at_end
from placement.language.words import (
    ABSENT,
    BRACKETS,
    COMPARING,
    CONFUSED,
    KEYWORDS,
    MEANT,
    MISSING,
    NOT,
    PUNCTUATION,
    SCALARS,
    SINGLE,
    SPELT,
)

_QUOTED = re.compile(r'"([A-Za-z_][A-Za-z0-9_]*)(?:(\.)([A-Za-z_][A-Za-z0-9_]*))?"')
# A word that denies a value, its parentheses, the value, and not what compares it.
_DENIED = re.compile(r"NAME((?: LPAR)*) NAME(?: DOT NAME)?(?: LSQB NUMBER RSQB)?(?= (?:RPAR|AND|OR|THEN)\b)")
_METHODS = ("SETINPUT", "SETMODEL", "SETOUTPUT")
_VALUES = ("NUMBER", "STRING")


@dataclass(frozen=True)
class Edit:
    """Kinds of tokens to put in, and how many to take away for them.

    tokens: those that are put in for others; what is put in between others has no text of its own
    near: what is meant, None where that is not known
    lost: it is not known what the program calls this
    """

    code: str
    kinds: tuple[str, ...] = ()
    dropped: int = 0
    near: str | None = ""
    tokens: tuple[Token, ...] = ()
    lost: bool = False


def swap(code: str, tokens: Sequence[Token], near: str, dropped: int = 1) -> Edit:
    """Other tokens for the first ones."""
    return Edit(code, tuple(token.type for token in tokens), dropped, near, tuple(tokens))


def denial(rest: Sequence[Token], condition: bool) -> Edit:
    """``not`` is taken away; if a condition begins with it and what follows compares nothing, that is compared with 0."""
    token = rest[0]
    kinds = (SPELT.get(item.casefold(), (item.type,))[0] for item in rest)
    if not condition or not (value := _DENIED.match(" ".join(kinds))):
        return Edit("absent-word", dropped=1, near=ABSENT[NOT])
    end = value[0].count(" ") + 1
    compared = [token.update(type="EQUALS", value="=="), token.update(type="NUMBER", value="0")]
    text = f"{_written(rest[1 + value[1].count(' ') : end])} == 0"
    return swap("absent-word", [*rest[1:end], *compared], f"write {text}", end)


def swaps(before: Sequence[Token], rest: Sequence[Token]) -> Iterator[Edit]:
    """Another token for the first one, which is most likely what is meant."""
    token = rest[0]
    if token.type == "AUTO" and before[-1].type == "QUOTE" and rest[1].type == "UNQUOTE":
        yield replace(swap("quoted-auto", [token.update(type="NAME", value=PUNCTUATION["NAME"])], ""), lost=True)
    if token.type == "EQUAL":
        yield swap("assignment-in-condition", [token.update(type="EQUALS", value="==")], "==")
    if token.type == "EQUALS":
        yield swap("comparison-for-assignment", [token.update(type="EQUAL")], "=")
    if token.type == "NAME" and (word := nearest(token, KEYWORDS)):
        yield swap("keyword-spelling", [token.update(type=KEYWORDS[word])], word)
    if token.casefold() in SPELT:
        kind, sign = SPELT[token.casefold()]
        yield swap("keyword-spelling", [token.update(type=kind, value=PUNCTUATION.get(kind))], sign)
    if token in KEYWORDS:
        yield swap("reserved-word", [token.update(type="NAME")], "")


def inserts(before: Sequence[Token], token: Token) -> Iterator[Edit]:
    """A token before this one."""
    for kind in SINGLE:
        yield Edit(MISSING.get(kind, "missing-token"), (kind,), lost=kind == "UNGROUP")
    yield Edit("missing-comparison", ("EQUALS", "NUMBER"))
    last = before[-1].type if before else ""
    if last in ("APPLICATION", "VSENSOR"):
        yield Edit("missing-name", ("NAME",), lost=last == "VSENSOR")
    if last == "NAME" and token.type == "LPAR":
        yield Edit("missing-alias", ("NAME",), lost=True)


def guesses(before: Sequence[Token], rest: Sequence[Token]) -> Iterator[Edit]:
    """Other tokens for the first ones, where nothing simpler helps."""
    token = rest[0]
    yield from _brackets(rest)
    for kind in CONFUSED.get(token.type, ()):
        yield _sign("wrong-sign", token, kind)
    if token.type == "UNKNOWN" or token in MEANT:
        yield Edit("unknown-sign", dropped=1, near=None)
        for kind in ("DOT", *SINGLE):
            yield _sign("unknown-sign", token, kind)
    if token.type == "NAME":
        yield from _unquoted(token)
    if token.type in ("NAME", "LBRACE"):
        yield from _stages(rest)
    if match := _QUOTED.fullmatch(token):
        kinds = ("NAME", "DOT", "NAME")
        named = [token.update(type=kind, value=text) for kind, text in zip(kinds, match.groups(), strict=True) if text]
        yield swap("quoted-name", named, token.strip('"'))
    if len(before) > 1:
        yield from _numbers(before, rest)
        if token.type == "EQUAL" and rest[1].type in _VALUES:
            yield _set(before, rest)
    if token.type in _METHODS:
        yield _targeted(token, "STAGE" if token.type == "SETMODEL" else _sensor(before))


def _sign(code: str, token: Token, kind: str) -> Edit:
    return swap(code, [token.update(type=kind, value=PUNCTUATION[kind])], PUNCTUATION[kind])


def _brackets(rest: Sequence[Token]) -> Iterator[Edit]:
    """Other brackets around all up to the one that closes."""
    end = _closed(rest)
    for opening, closing in BRACKETS.items() if end else ():
        first = rest[0].update(type=opening, value=PUNCTUATION[opening])
        last = rest[end].update(type=closing, value=PUNCTUATION[closing])
        yield swap("wrong-brackets", [first, *rest[1:end], last], f"{first} {last}", end + 1)


def _closed(rest: Sequence[Token]) -> int:
    """Where the bracket that stands first is closed, 0 if nowhere."""
    opening = rest[0].type
    depths = accumulate((token.type == opening) - (token.type == BRACKETS.get(opening)) for token in rest)
    return next((at for at, depth in enumerate(depths) if depth == 0), 0)


def _numbers(before: Sequence[Token], rest: Sequence[Token]) -> Iterator[Edit]:
    """A decimal comma; a comparison of three things."""
    last, token = before[-1], rest[0]
    if token.type == "COMMA" and last.type == rest[1].type == "NUMBER":
        yield Edit("decimal-comma", dropped=2, near=f"{last}.{rest[1]}")
    if token.type in COMPARING and last.type in ("NAME", "NUMBER"):
        middle = _last(before)
        text = f"&& {_written(middle)} {_written([token])}"
        yield swap("chained-comparison", [token.update(type="AND", value="&&"), *middle, token], text)


def _set(before: Sequence[Token], rest: Sequence[Token]) -> Edit:
    """An interface that is set instead of called; a variable that is set by nobody."""
    target, (equal, value) = _last(before), rest[:2]
    name = _written(target)
    opened, closed = equal.update(type="LPAR", value="("), equal.update(type="RPAR", value=")")
    added = {str(token) for token, sign in pairwise(before) if sign.type == "ADD"}
    if len(target) > 1 and target[-1] in added:
        meant = f"{target[0]}({target[-1]}={value})"
        return replace(swap("set-action", [opened, target[-1], closed], meant, 2), lost=True)
    if len(target) > 1:
        return swap("set-action", [opened, value, closed], f"{name}({value})", 2)
    given = [opened, *target, equal, value, closed]
    return replace(swap("set-action", given, f"{_edge(before)}({name}={value})", 2), lost=True)


def _edge(before: Sequence[Token]) -> str:
    """The name of the edge: the first one that is declared, else the one that is taken for granted."""
    kinds = (at for at, token in enumerate(before[:-2]) if token.casefold() == "edge" and before[at + 2].type == "LPAR")
    return next((str(before[at + 1]) for at in kinds), "E")


def _last(before: Sequence[Token]) -> list[Token]:
    """The name that was read last, with its device."""
    return list(before[-3:] if before[-2].type == "DOT" else before[-1:])


def _written(tokens: Iterable[Token]) -> str:
    """Tokens as the language writes them."""
    return "".join(MEANT[token][1] if token in MEANT else token for token in tokens)


def _unquoted(name: Token) -> Iterator[Edit]:
    """A text without quotes, or a type without angle brackets."""
    if name.endswith("_t") or SCALARS.fullmatch(name):
        typed = [name.update(type="LESS", value="<"), name, name.update(type="MORE", value=">")]
        yield swap("bare-type", typed, f"<{name}>")
    else:
        yield swap("unquoted", [name.update(type="STRING", value=f'"{name}"')], f'"{name}"')


def _stages(rest: Sequence[Token]) -> Iterator[Edit]:
    """A pipeline without quotes: all up to the parenthesis that closes it."""
    size = next((at for at, token in enumerate(rest) if token.type not in ("NAME", "COMMA", *WITHIN)), 0)
    if size and rest[size].type == "RPAR":
        inside = [token.update(type=WITHIN.get(token.type, token.type)) for token in rest[:size]]
        quotes = at_end(rest[0], "QUOTE", '"'), at_end(inside[-1], "UNQUOTE", '"')
        text = _written(inside).replace(",", ", ")
        yield swap("unquoted-stages", [quotes[0], *inside, quotes[1]], f'"{text}"', size)


def _targeted(method: Token, target: str) -> Edit:
    """A method with what it is for; which stage that is, is not known."""
    whole = [method.update(type="NAME", value=target), method.update(type="DOT", value="."), method]
    return replace(swap("missing-target", whole, f"{target}.{method}"), lost=target == "STAGE")


def _sensor(before: Sequence[Token]) -> str:
    """The name of the virtual sensor that is open."""
    at = max((at for at, token in enumerate(before[:-1]) if token.type == "VSENSOR"), default=-1)
    return str(before[at + 1]) if at >= 0 else "NAME"
