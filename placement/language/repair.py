"""Makes the tokens of a program fit the grammar, and says what was wrong: all errors of a file in one pass.

Where a token does not fit, small edits are tried: another token in its place, tokens put before it, or the token left
out. The one after which most of the following tokens fit is taken. If none helps, what was begun becomes an ERROR item,
and reading goes on behind the next semicolon or block.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lark import Token

from core.spelling import nearest
from placement.language.automaton import Automaton, Stack
from placement.language.edits import Edit, denial, guesses, inserts, swaps
from placement.language.messages import MOST, Phrase, Report
from placement.language.tokens import at_end, span
from placement.language.tree import Span
from placement.language.words import ABSENT, BLOCKS, END, FRIENDLY, KEYWORDS, MEANT, MISSING, NOT, PUNCTUATION, STOPS

AHEAD = 5  # tokens that an edit is tried on
ENOUGH = 3  # of them must fit
LONGEST = 100  # tokens that one edit may take away
DEEPEST = 100  # entries of the stack: about 25 parentheses in each other


def repair(tokens: list[Token], report: Report) -> tuple[list[Token], frozenset[str]] | None:
    """Tokens that fit the grammar, and the names that were lost; None if there is no application to read."""
    if tokens[0].type == "NAME" and nearest(tokens[0], KEYWORDS) == "Application":
        report.add("keyword-spelling", span(tokens[0]), "Application", what=tokens[0])
        tokens[0] = tokens[0].update(type="APPLICATION")
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
        # By a closing brace's place in _out, the keyword of its block.
        self._closed: dict[int, Token] = {}
        self._lost: set[str] = set()
        self._at, self._resumed, self._repairs = 0, -1, 0

    def run(self) -> tuple[list[Token], frozenset[str]] | None:
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if self._closes_too_early():
                self._drop_brace()
            elif len(self._stack) > DEEPEST:
                self._panic("too-deep")
            elif not self._denied(token) and not self._take(token) and not self._mend(token):
                return None
        return self._out, frozenset(self._lost)

    def _take(self, token: Token) -> bool:
        stack = self._automaton.shift(self._stack, token.type, len(self._out))
        if stack is None:
            return False
        if token.type == "RBRACE":
            self._closed[len(self._out)] = self._open_blocks()[-1]
        if token in MEANT:
            self._report.add("unknown-sign", span(token), MEANT[token][1], what=token)
        self._stack = stack
        self._out.append(token)
        self._at += 1
        return True

    def _denied(self, token: Token) -> bool:
        """Take ``not`` away where it stands before an operand or a parenthesis; False if it does not."""
        if token.casefold() != NOT or not self._automaton.reach(self._stack, ("NUMBER",)):
            return False
        rest = self._tokens[self._at : self._at + LONGEST]
        if rest[1].type not in ("NAME", "NUMBER", "STRING", "LPAR"):
            return False
        self._apply(denial(rest, self._automaton.reach(self._stack, ("LPAR",)) > 0), token)
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
        following = self._tokens[self._at + 1 : self._at + AHEAD + 1]
        ahead = [token.type, *(item.type for item in following if item.casefold() != NOT)]
        enough = min(ENOUGH, len(ahead))
        best = max(self._edits(token), key=lambda edit: self._gain(edit, ahead), default=None)
        return best if best and self._gain(best, ahead) >= enough else None

    def _gain(self, edit: Edit, ahead: list[str]) -> int:
        """How many of the tokens ahead are dealt with after an edit."""
        reached = self._automaton.reach(self._stack, (*edit.kinds, *ahead[edit.dropped :])) - len(edit.kinds)
        return min(AHEAD, reached + edit.dropped) if reached >= 0 else 0

    def _edits(self, token: Token) -> Iterator[Edit]:
        """The edits to try; of equally good ones the first is taken."""
        rest = self._tokens[self._at : self._at + LONGEST]
        yield from swaps(self._out, rest)
        yield from inserts(self._out, token)
        for kinds in self._automaton.sequences(self._stack, ("SEMICOLON", "RPAR", "RBRACE"), 5):
            yield Edit("missing-brace", kinds)
        yield from guesses(self._out, rest)
        if token.type != END:
            yield Edit("extra-brace" if token.type == "RBRACE" else "extra-token", dropped=1)

    def _apply(self, edit: Edit, token: Token) -> None:
        if edit.dropped:
            dropped = self._tokens[self._at : self._at + edit.dropped]
            self._report.add(edit.code, _over(dropped), edit.near, what=_shown(token))
            self._at += edit.dropped
            new = list(edit.tokens)
        else:
            before = self._tokens[self._at - 1]
            self._report_missing(edit, before)
            new = [at_end(before, kind, PUNCTUATION[kind]) for kind in edit.kinds]
        if edit.lost:
            self._lose(new)
        at = self._at
        for item in new:
            self._take(item)
        self._at = at

    def _report_missing(self, edit: Edit, before: Token) -> None:
        place = span(at_end(before, END))
        if edit.code == "missing-comparison":
            self._report.add(edit.code, place)
            return
        for kind in dict.fromkeys(edit.kinds):
            if kind == "RBRACE":
                self._report_open(edit.kinds.count(kind), before)
            else:
                what = f"the brace {PUNCTUATION[kind]} is" if kind in ("LBRACE", "UNGROUP") else PUNCTUATION[kind]
                self._report.add(MISSING.get(kind, edit.code), place, PUNCTUATION[kind], what=what, where="")

    def _report_open(self, count: int, before: Token) -> None:
        """Blocks are not closed. If the last brace of a line of its own is indented as an outer block's, it is the inner one."""
        headers, askew = self._open_blocks()[-count:], self._askew()
        if count == 1 and askew and (self._out[askew[0] - 1].end_line or 1) < (self._out[askew[0]].line or 1):
            headers, before = [self._closed[askew[0]]], self._out[askew[0] - 1]
        names = " and ".join(f"{header} of line {header.line}" for header in headers)
        what, verb = ("a closing brace is", "is") if count == 1 else (f"{count} closing braces are", "are")
        where = Phrase(f": {names} {verb} not closed")
        self._report.add("missing-brace", span(at_end(before, END)), "}" * count, what=what, where=where)

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
        askew = self._askew()
        self._report.add("extra-brace", span(self._out[askew[0]] if askew else self._tokens[self._at]))
        self._at += 1

    def _askew(self) -> list[int]:
        """Those of the closing braces that were read last which are indented otherwise than their block, by place in _out."""
        first = len(self._out)
        while first and self._out[first - 1].type == "RBRACE":
            first -= 1
        run = range(first, len(self._out))
        return [at for at in run if self._out[at].column != self._closed[at].column]

    def _panic(self, code: str) -> bool:
        """Turn what was begun into an ERROR item and go on behind it; False if nothing can be saved."""
        token = self._tokens[self._at]
        over = self._automaton.shift(self._stack, END) is not None
        cut, stack = (0, None) if over else self._error_item()
        if self._at != self._resumed:
            self._report_unfit("after-end" if over else code, token)
        if stack is None:
            return over and self._leave_rest()
        self._skip()
        self._lose(self._out[cut:])
        self._out[cut:] = [token.update(type="ERROR", value="")]
        self._stack = stack
        return True

    def _report_unfit(self, code: str, token: Token) -> None:
        if token.casefold() in ABSENT and code == "syntax":
            self._report.add("absent-word", span(token), ABSENT[token.casefold()], what=token)
        elif token.type == "UNKNOWN" and code == "syntax":
            self._report.add("unknown-sign", span(token), None, what=_shown(token))
        else:
            self._report.add(code, span(token), self._expected(), what=_shown(token), most=DEEPEST // 4)

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


def _over(tokens: Sequence[Token]) -> Span:
    """From the first token to the last."""
    first, last = span(tokens[0]), span(tokens[-1])
    return Span(first.line, first.column, last.end_line, last.end_column)


def _shown(token: Token) -> str:
    """A token as a message names it."""
    if token.type == END:
        return "the end"
    return (
        str(token)
        if token.isprintable()
        else " ".join(f"U+{ord(one):04X}" if not one.isprintable() else one for one in token)
    )
