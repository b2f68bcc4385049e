"""From text to tokens: comments are taken out, what is written as elsewhere is read, pipelines are taken apart."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from lark import Lark, Token

from core.spelling import nearest
from placement.language.messages import Report
from placement.language.tree import Comment, Span
from placement.language.words import END, KEYWORDS, MEANT

WITHIN = {"LBRACE": "GROUP", "RBRACE": "UNGROUP"}
_SLIPS = {
    "UNCLOSED": "unclosed-string",
    "UNCLOSED_COMMENT": "unclosed-comment",
    "WRONG_QUOTES": "wrong-quotes",
    "FOREIGN_COMMENT": "foreign-comment",
}


def grammar() -> str:
    """The grammar's text."""
    return files("placement.language").joinpath("grammar.lark").read_text(encoding="utf-8")


@cache
def _lexer() -> Lark:
    return Lark(grammar(), parser=None, lexer="basic", start="application")


def span(token: Token) -> Span:
    """Where a token stands."""
    return Span(token.line or 1, token.column or 1, token.end_line or 1, token.end_column or 1)


def tokenise(text: str, report: Report) -> tuple[list[Token], tuple[Comment, ...]]:
    """All tokens of a program, an END last, and its comments."""
    tokens: list[Token] = []
    comments: list[Comment] = []
    last = 0
    for token in _lexer().lex(text):
        if report.full:
            break
        if token.type == "COMMENT":
            comments.append(Comment(_clean(token), (token.line or 1) > last, span(token)))
        elif known := _known(token, report):
            tokens.extend(_expand(known, tokens, report))
        last = token.end_line or 1
    _foreign_names(tokens, report)
    return [*tokens, Token.new_borrow_pos(END, "", _after(tokens))], tuple(comments)


def at_end(token: Token, kind: str, text: str = "") -> Token:
    """A token of no width just behind another one."""
    line, column = token.end_line, token.end_column
    return Token(kind, text, token.end_pos, line, column, line, column, token.end_pos)


def _after(tokens: list[Token]) -> Token:
    return at_end(tokens[-1], END) if tokens else Token(END, "", 0, 1, 1, 1, 1, 0)


def _clean(comment: Token) -> str:
    return "\n".join(line.rstrip() for line in comment.splitlines())


def _known(token: Token, report: Report) -> Token | None:
    """The token, or what is meant by it if it is a slip; None if it says nothing."""
    if token.type in _SLIPS:
        report.add(_SLIPS[token.type], span(token), what=token)
    if token.type in ("UNCLOSED_COMMENT", "FOREIGN_COMMENT"):
        return None
    if token.type == "WRONG_QUOTES":
        return token.update(type="STRING", value=f'"{token[1:-1]}"')
    if token.type == "FOREIGN_NAME":
        return token.update(type="NAME")
    return token.update(type=MEANT[token][0]) if token in MEANT else token


def _foreign_names(tokens: list[Token], report: Report) -> None:
    """Report names with letters beyond A to Z, each where it stands first."""
    found: dict[str, list[Token]] = {}
    for token in tokens:
        if token.type == "NAME" and not token.isascii():
            found.setdefault(str(token), []).append(token)
    for name, places in found.items():
        again = f", {len(places)} times" if len(places) > 1 else ""
        report.add("foreign-name", span(places[0]), what=name, again=again)


def _expand(token: Token, before: list[Token], report: Report) -> Iterator[Token]:
    """The token itself, or the tokens of a pipeline if it is one."""
    if token.type in ("STRING", "UNCLOSED") and _in_sensor(before):
        yield token.update(type="QUOTE", value='"')
        yield from _inside(token, report)
        yield at_end(token, "UNQUOTE", '"')
    else:
        yield token


def _in_sensor(before: list[Token]) -> bool:
    """The parenthesis of a virtual sensor was just opened, even if its keyword is misspelt or its name is missing."""
    kinds = [token.type for token in before[-3:]]
    misspelt = kinds[1:] == ["NAME", "LPAR"] and nearest(before[-3], KEYWORDS) == "VSensor"
    return misspelt or kinds[-2:] == ["VSENSOR", "LPAR"]


def _inside(string: Token, report: Report) -> Iterator[Token]:
    for token in _lexer().lex(string[1:].removesuffix('"')):
        known = _known(_shift(token, string), report)
        if known:
            yield known.update(type=WITHIN.get(known.type, known.type))


def _shift(token: Token, string: Token) -> Token:
    """A token of a string's inside, placed in the text that the string stands in."""
    first = (string.line or 1) - 1
    line, end_line = (token.line or 1) + first, (token.end_line or 1) + first
    column = (token.column or 1) + (string.column or 1) * (token.line == 1)
    end_column = (token.end_column or 1) + (string.column or 1) * (token.end_line == 1)
    return Token(token.type, str(token), None, line, column, end_line, end_column, None)
