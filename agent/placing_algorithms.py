"""The algorithms that a program can name, as plain records."""

from __future__ import annotations

from typing import Any

from core.errors import UsageError
from core.spelling import suggestion

Record = dict[str, Any]


def algorithms(name: str | None = None) -> list[Record]:
    """All of them, or the one of a name or alias; raises UsageError where there is none."""
    from dataclasses import asdict

    from placement.algorithms.catalogue import CATALOGUE, find
    from placement.algorithms.settings import settings

    one = find(name) if name else None
    if name and not one:
        known = [spelling for each in CATALOGUE.values() for spelling in (each.name, *each.aliases)]
        raise UsageError(f"There is no algorithm {name}.", suggestion(name, known))
    return [
        {
            "name": each.name,
            "aliases": list(each.aliases),
            "role": each.role,
            "summary": each.summary,
            "settings": [asdict(setting) for setting in settings(each)],
            "source": each.source,
        }
        for each in ([one] if one else CATALOGUE.values())
    ]
