"""Pairs out of the method library: a specification to the tested module that fulfils it."""

from __future__ import annotations

from knowledge.datasets.pairs import MOST_CHARACTERS, Pair, Source
from knowledge.reading import methods

_LICENCE = "Apache-2.0"


def pairs_of_methods() -> list[Pair]:
    """One pair a method; its doctest has run where the library was tested."""
    found = []
    for name, method in methods().items():
        named = ", ".join(parameter.name for parameter in method.spec.inputs)
        notes = " ".join(
            part for part in (method.cost, f"Source: {method.reference}" if method.reference else "") if part
        )
        answer = f"```python\n{method.code.strip()}\n```\n\n**Documentation**\n\n`{method.function}({named})`: {method.title}. {notes}"
        source = Source("gpiot", "", name, f"knowledge/methods/{name.replace('.', '/')}.py")
        pair = Pair(
            "method", method.family, method.spec.markdown(), answer, source, _LICENCE, "called", f"gpiot:{name}"
        )
        if len(pair.text) <= MOST_CHARACTERS:
            found.append(pair)
    return found
