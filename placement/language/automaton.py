"""The parser's table without its values: which tokens may follow, before any tree is built."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from lark import Lark
from lark.parsers.lalr_analysis import Shift

from placement.language.tokens import grammar
from placement.language.words import END


@cache
def parser() -> Lark:
    """The parser of the language; it takes tokens, and builds a tree with places."""
    return Lark(grammar(), parser="lalr", lexer="basic", start="application", propagate_positions=True)


class Entry(NamedTuple):
    """A state on the stack, and the number of tokens that were taken before what it stands for."""

    state: int
    position: int


Stack = list[Entry]


class Automaton:
    """An LALR(1) automaton. Its stacks are never changed: each step gives a new one."""

    def __init__(self) -> None:
        conf = parser().parse_interactive().parser_state.parse_conf
        self._states: dict[Any, dict[str, tuple[Any, Any]]] = conf.states
        self._final = conf.end_state
        self.start: Stack = [Entry(conf.start_state, 0)]

    def shift(self, stack: Stack, kind: str, position: int = 0) -> Stack | None:
        """The stack after a token, or None where the token may not stand."""
        stack = list(stack)
        while True:
            action, target = self._states[stack[-1].state].get(kind, (None, None))
            if action is None:
                return None
            if action is Shift:
                return [*stack, Entry(target, position)]
            self._reduce(stack, target, position)
            if kind == END and stack[-1].state == self._final:
                return stack

    def _reduce(self, stack: Stack, rule: Any, position: int) -> None:
        size = len(rule.expansion)
        if size:
            position = stack[-size].position
            del stack[-size:]
        _, state = self._states[stack[-1].state][rule.origin.name]
        stack.append(Entry(state, position))

    def reach(self, stack: Stack, kinds: Iterable[str]) -> int:
        """How many of these tokens may follow, one after another."""
        count = 0
        for kind in kinds:
            after = self.shift(stack, kind)
            if after is None:
                break
            stack, count = after, count + 1
        return count

    def expected(self, stack: Stack) -> list[str]:
        """The kinds of tokens that may come next."""
        kinds = (kind for kind in self._states[stack[-1].state] if kind.isupper() and kind != "ERROR")
        return sorted(kind for kind in kinds if self.shift(stack, kind) is not None)

    def sequences(self, stack: Stack, kinds: Sequence[str], longest: int) -> list[tuple[str, ...]]:
        """All sequences of up to so many tokens out of ``kinds`` that may follow, short ones first."""
        found: list[tuple[str, ...]] = []
        level: list[tuple[tuple[str, ...], Stack]] = [((), stack)]
        for _ in range(longest):
            level = [
                ((*sequence, kind), after)
                for sequence, before in level
                for kind in kinds
                if (after := self.shift(before, kind)) is not None
            ]
            found.extend(sequence for sequence, _ in level)
        return found
