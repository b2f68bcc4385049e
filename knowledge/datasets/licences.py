"""Which licences let a package's documentation and code into a data set."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PERMISSIVE = (
    "0bsd", "afl", "apache", "blueoak", "bsd", "bsl", "boost", "cc0", "hpnd", "isc", "mit", "ncsa", "psf", "python",
    "python-2.0", "unlicense", "zlib", "zpl",
)  # fmt: skip
_OTHER = ("gpl", "mpl", "eupl", "epl", "cecill", "cc-by", "proprietary", "commercial", "sspl", "agpl", "osl")
_TITLES = {
    "mit license": "MIT",
    "bsd license": "BSD",
    "apache software license": "Apache-2.0",
    "isc license (iscl)": "ISC",
    "python software foundation license": "PSF-2.0",
}
_FIRST_WORDS = (
    (r"mit( license)?$|the mit license|mit license|permission is hereby granted, free of charge", "MIT"),
    (r"apache|.*apache license", "Apache-2.0"),
    (r"isc", "ISC"),
    (r"(new |modified |3-clause |2-clause |the )?(\(?new\)? )?bsd|redistribution and use in source and binary", "BSD"),
)


def licence_of(expression: str, classifiers: Sequence[str], text: str) -> str:
    """The permissive licence that a package's metadata names; empty where it names none, or another one.

    expression: the SPDX expression; classifiers: its ``License ::`` lines; text: the free field, a name or a whole text
    """
    if expression:
        return expression if _all_permissive(expression) else ""
    titles = [line.rpartition("::")[2].strip() for line in classifiers]
    named = [title for title in titles if title.lower() != "osi approved"]
    if named:
        return " AND ".join(_TITLES.get(title.lower(), title) for title in named) if _known(named) else ""
    return _by_text(text)


def _known(titles: Sequence[str]) -> bool:
    return all(title.lower() in _TITLES or _all_permissive(title) for title in titles)


def _all_permissive(expression: str) -> bool:
    """An alternative suffices; of what is joined by AND all must be permissive."""
    parts = [part.strip(" ()") for part in re.split(r"\bAND\b|\bWITH\b", expression)]
    return all(any(_is_permissive(one.strip(" ()")) for one in part.split(" OR ")) for part in parts)


def _is_permissive(name: str) -> bool:
    lowered = name.lower()
    return lowered.startswith(_PERMISSIVE) and not any(word in lowered for word in _OTHER)


def _by_text(text: str) -> str:
    start = " ".join((text or "").split())[:400].lower()
    if any(word in start for word in ("gpl", "general public", "mozilla")):
        return ""
    found = (name for pattern, name in _FIRST_WORDS if re.match(pattern, start) or re.search(pattern, start[:200]))
    return next(found, "")
