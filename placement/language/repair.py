"""Makes the tokens of a program fit the grammar, and says what was wrong: all errors of a file in one pass.

Where a token does not fit, small edits are tried: another token in its place, tokens put before it, or the token left
out. The one after which most of the following tokens fit is taken. If none helps, what was begun becomes an ERROR item,
and reading goes on behind the next semicolon or block.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lark import Token

from placement.language.automaton import Automaton, Stack
from placement.language.messages import MOST, Report, nearest
from placement.language.tokens import END, at_end, span
from placement.language.words import BLOCKS, FRIENDLY, KEYWORDS, MISSING, PUNCTUATION, SPELT, STOPS

AHEAD = 5  # tokens that an edit is tried on
ENOUGH = 3  # of them must fit
DEEPEST = 100  # entries of the stack: about 25 parentheses in each other


@dataclass(frozen=True)
class Edit:
    """Tokens to put in, and how many to take away for them."""

    code: str
    kinds: tuple[str, ...] = ()
    dropped: int = 0
    near: str = ""


def repair(tokens: list[Token], report: Report) -> tuple[list[Token], frozenset[str]] | None:
    """Tokens that fit the grammar, and the names that were lost; None if there is no application to read."""
    start = next((at for at, token in enumerate(tokens) if token.type == "APPLICATION"), None)
    if start != 0:
        report.add("no-application", span(tokens[0]))
    return None if start is None else _Repair(tokens[start:], report).run()


class _Repair:
    def __init__(self, tokens: list[Token], report: Report) -> None:
        self._automaton = Automaton()
        self._tokens, self._report = tokens, report
        self._stack: Stack = self._automaton.start
        self._out: list[Token] = []
        self._columns: dict[int, int] = {}  # of the block that a brace closes, by the brace's place in _out
        self._lost: set[str] = set()
        self._at, self._resumed, self._repairs = 0, -1, 0

    def run(self) -> tuple[list[Token], frozenset[str]] | None:
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if self._closes_too_early():
                self._drop_brace()
            elif len(self._stack) > DEEPEST:
                self._panic("too-deep")
            elif not self._take(token) and not self._mend(token):
                return None
        return self._out, frozenset(self._lost)

    def _take(self, token: Token) -> bool:
        stack = self._automaton.shift(self._stack, token.type, len(self._out))
        if stack is None:
            return False
        if token.type == "RBRACE":
            self._columns[len(self._out)] = self._open_blocks()[-1].column or 1
        self._stack = stack
        self._out.append(token)
        self._at += 1
        return True

    def _mend(self, token: Token) -> bool:
        self._repairs += 1
        if self._repairs > MOST:
            return self._give_up()
        edit = self._best_edit(token)
        if edit is None:
            return self._panic("syntax")
        if edit.code == "extra-brace":
            self._drop_brace()
        else:
            self._apply(edit, token)
        return True

    def _best_edit(self, token: Token) -> Edit | None:
        ahead = [item.type for item in self._tokens[self._at : self._at + AHEAD + 1]]
        enough = min(ENOUGH, len(ahead))
        best = max(self._edits(token), key=lambda edit: self._gain(edit, ahead), default=None)
        return best if best and self._gain(best, ahead) >= enough else None

    def _gain(self, edit: Edit, ahead: list[str]) -> int:
        """How many of the tokens ahead are dealt with after an edit."""
        kinds = (*edit.kinds, *ahead[edit.dropped :])
        return min(AHEAD, self._automaton.reach(self._stack, kinds) - len(edit.kinds) + edit.dropped)

    def _edits(self, token: Token) -> Iterator[Edit]:
        """The edits to try; of equally good ones the first is taken."""
        yield from self._swaps(token)
        for kind in ("SEMICOLON", "RPAR", "UNGROUP", "LBRACE", "LPAR", "COMMA", "AND", "DOT", "RSQB", "MORE", "THEN"):
            yield Edit(MISSING.get(kind, "missing-token"), (kind,))
        yield Edit("missing-comparison", ("EQUALS", "NUMBER"))
        if self._out and self._out[-1].type == "APPLICATION":
            yield Edit("missing-name", ("NAME",))
        for kinds in self._automaton.sequences(self._stack, ("SEMICOLON", "RPAR", "RBRACE"), 5):
            yield Edit("missing-brace", kinds)
        if token.type != END:
            yield Edit("extra-brace" if token.type == "RBRACE" else "extra-token", dropped=1)

    @staticmethod
    def _swaps(token: Token) -> Iterator[Edit]:
        if token.type == "EQUAL":
            yield Edit("assignment-in-condition", ("EQUALS",), 1)
        if token.type == "EQUALS":
            yield Edit("comparison-for-assignment", ("EQUAL",), 1)
        if token.type == "NAME" and (word := nearest(token, KEYWORDS)):
            yield Edit("keyword-spelling", (KEYWORDS[word],), 1, word)
        if token.casefold() in SPELT:
            kind, sign = SPELT[token.casefold()]
            yield Edit("keyword-spelling", (kind,), 1, sign)
        if token in KEYWORDS:
            yield Edit("reserved-word", ("NAME",), 1)

    def _apply(self, edit: Edit, token: Token) -> None:
        if edit.dropped:
            self._report.add(edit.code, span(token), edit.near, what=_shown(token))
            self._at += 1
            new = [token.update(type=kind, value="==" if kind == "EQUALS" else None) for kind in edit.kinds]
        else:
            before = self._tokens[self._at - 1]
            self._report_missing(edit, before)
            new = [at_end(before, kind, PUNCTUATION[kind]) for kind in edit.kinds]
        if "UNGROUP" in edit.kinds:
            self._lose(())  # where the group was to end is not known
        at = self._at
        for item in new:
            self._take(item)
        self._at = at

    def _report_missing(self, edit: Edit, before: Token) -> None:
        place = span(at_end(before, END))
        if edit.code == "missing-comparison":
            self._report.add(edit.code, place)
            return
        braces = edit.kinds.count("RBRACE")
        for kind in dict.fromkeys(edit.kinds):
            what, where = PUNCTUATION[kind], ""
            if kind == "RBRACE":
                what = "a closing brace is" if braces == 1 else f"{braces} closing braces are"
                where = f": {self._unclosed(braces)} not closed"
            elif kind in ("LBRACE", "UNGROUP"):
                what = f"the brace {what} is"
            code = MISSING.get(kind, edit.code)
            self._report.add(code, place, near=PUNCTUATION[kind] * max(1, braces), what=what, where=where)

    def _unclosed(self, count: int) -> str:
        headers = self._open_blocks()[-count:]
        names = " and ".join(f"{header} of line {header.line}" for header in headers)
        return f"{names} {'is' if count == 1 else 'are'}"

    def _open_blocks(self) -> list[Token]:
        """The keywords of the blocks that are open, from the outermost on."""
        blocks: list[Token] = []
        for entry in self._stack[1:]:
            token = self._out[entry.position]
            if token.type in BLOCKS:
                keyword = token
            elif token.type == "LBRACE":
                blocks.append(keyword)
            elif token.type == "RBRACE":
                blocks.pop()
        return blocks

    def _closes_too_early(self) -> bool:
        """What follows fits only if this closing brace is left out."""
        kinds = [token.type for token in self._tokens[self._at : self._at + 3]]
        if kinds[0] != "RBRACE" or len(kinds) < 3 or kinds[1] == "RBRACE":
            return False
        return self._automaton.reach(self._stack, kinds[:2]) < 2 and self._automaton.reach(self._stack, kinds[1:]) == 2

    def _drop_brace(self) -> None:
        """Leave the brace out; the one that is to blame is the first of its run that is indented otherwise than its block."""
        run = [self._tokens[self._at]]
        at = len(self._out)
        while at and self._out[at - 1].type == "RBRACE":
            at -= 1
            if self._out[at].column != self._columns[at]:
                run = [self._out[at], *run]
        self._report.add("extra-brace", span(run[0]))
        self._at += 1

    def _panic(self, code: str) -> bool:
        """Turn what was begun into an ERROR item and go on behind it; False if nothing can be saved."""
        token = self._tokens[self._at]
        over = self._automaton.shift(self._stack, END) is not None
        cut, stack = (0, None) if over else self._error_item()
        if self._at != self._resumed:
            values = {"what": _shown(token), "most": DEEPEST // 4}
            self._report.add("after-end" if over else code, span(token), self._expected(), **values)
        if stack is None:
            return over and self._leave_rest()
        self._skip()
        self._lose(self._out[cut:])
        self._out[cut:] = [token.update(type="ERROR", value="")]
        self._stack = stack
        return True

    def _error_item(self) -> tuple[int, Stack | None]:
        """How many tokens to keep so that an ERROR item may follow, and the stack with it."""
        for size in range(len(self._stack), 0, -1):
            cut = self._stack[size].position if size < len(self._stack) else len(self._out)
            stack = self._automaton.shift(self._stack[:size], "ERROR", cut)
            if stack is not None:
                return cut, stack
        return 0, None

    def _skip(self) -> None:
        """Go behind the next semicolon or block, or before a word that begins or ends one."""
        start, depth = self._at, 0
        self._at += self._at == self._resumed
        while self._at < len(self._tokens) - 1:
            kind = self._tokens[self._at].type
            if depth == 0 and kind in STOPS:
                break
            depth += (kind == "LBRACE") - (kind == "RBRACE")
            self._at += 1
            if depth == 0 and kind in ("SEMICOLON", "RBRACE"):
                break
        self._lose(self._tokens[start : self._at])
        self._resumed = self._at

    def _lose(self, tokens: Iterable[Token]) -> None:
        self._lost.add("")  # something is lost, even if no name is
        self._lost.update(str(token).strip('"') for token in tokens if token.type in ("NAME", "STRING"))

    def _give_up(self) -> bool:
        """So much is wrong that the rest is left out."""
        self._report.add("too-many-errors", span(self._tokens[self._at]))
        return self._leave_rest()

    def _leave_rest(self) -> bool:
        rest = self._tokens[self._at :]
        self._lose(rest)
        self._tokens, self._at, self._repairs = [*self._tokens[: self._at], rest[-1]], self._at, 0
        return True

    def _expected(self) -> str:
        kinds = self._automaton.expected(self._stack)
        return " or ".join(dict.fromkeys(FRIENDLY.get(kind, kind) for kind in kinds[:6]))


def _shown(token: Token) -> str:
    """A token as a message names it."""
    return "the end" if token.type == END else str(token) or token.type
