"""One pair of a data set, its schema, and the lines it is written as."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from core.disk import storing
from core.errors import UsageError
from core.roles import CGSLM, TDSLM, Role

KINDS = {
    "description": CGSLM,
    "implementation": CGSLM,
    "example": CGSLM,
    "method": CGSLM,
    "decomposition": TDSLM,
}
"""What a pair teaches and whom; the first three are Eq. 4, 5 and 6 of GPIoT."""
CHECKS = ("called", "loaded", "no code", "model")
"""Whether its code was called with values, was loaded with every name known, or is none; ``model``: a model wrote it."""
MOST_CHARACTERS = 9000
"""About what the 3,072 tokens of a role's context hold. Nothing is cut to it: what is longer is left out and counted."""
_AUTHORS = ["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a pair comes from; ``file`` is relative to the package, ``object`` a dotted name or a script's."""

    package: str
    version: str
    object: str
    file: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One question with its answer.

    family: subpackage, method family or plan; check: one of CHECKS
    group: pairs of one group stay on one side of a split; it is not written
    """

    kind: str
    family: str
    user: str
    assistant: str
    source: Source
    licence: str
    check: str
    group: str

    @property
    def id(self) -> str:
        """The same texts have the same id."""
        return hashlib.sha256(f"{self.kind}\0{self.user}\0{self.assistant}".encode()).hexdigest()[:16]

    @property
    def text(self) -> str:
        """What near-duplicates are compared by."""
        return f"{self.user}\n{self.assistant}"

    def json(self) -> dict[str, Any]:
        """The pair as the data set holds it."""
        role: Role = KINDS[self.kind]
        texts = (role.system, self.user, self.assistant)
        messages = [{"role": author, "content": text} for author, text in zip(_AUTHORS, texts, strict=True)]
        facts = {"kind": self.kind, "family": self.family, "source": asdict(self.source)}
        return {"id": self.id, "messages": messages, **facts, "licence": self.licence, "check": self.check}


def line(value: Mapping[str, Any]) -> str:
    """One line of JSON, the same bytes for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines; raises UsageError where a line is none, StorageError."""
    with storing(path), path.open(encoding="utf-8") as stream:
        for number, text in enumerate(stream, 1):
            try:
                found = json.loads(text)
            except ValueError as error:
                raise UsageError(f"{path}, line {number} is no JSON: {error}.") from error
            if not isinstance(found, dict):
                raise UsageError(f"{path}, line {number} is no JSON object.")
            yield found


def pair_of(kept: Mapping[str, Any]) -> Pair:
    """The pair out of ``asdict(pair)``, as shards keep it."""
    return Pair(**{**kept, "source": Source(**kept["source"])})


def problems(found: Mapping[str, Any]) -> list[str]:
    """What is wrong with one object of a data set by its schema; empty where nothing is."""
    return list(_problems(found))


def _problems(found: Mapping[str, Any]) -> Iterator[str]:
    wanted = {"id": str, "messages": list, "kind": str, "family": str, "source": dict, "licence": str, "check": str}
    if wrong := [name for name, kind in wanted.items() if not isinstance(found.get(name), kind)]:
        yield f"missing or of another type: {', '.join(wrong)}"
        return
    if extra := sorted(set(found) - set(wanted)):
        yield f"unknown fields: {', '.join(extra)}"
    if found["kind"] not in KINDS:
        yield f"unknown kind {found['kind']}"
    if found["check"] not in CHECKS:
        yield f"unknown check {found['check']}"
    if not found["licence"]:
        yield "no licence"
    if set(found["source"]) != {"package", "version", "object", "file"} or not found["source"].get("package"):
        yield "the source lacks package, version, object or file"
    yield from _spoken(found["messages"])


def _spoken(messages: Iterable[Any]) -> Iterator[str]:
    listed = list(messages)
    if [one.get("role") if isinstance(one, dict) else None for one in listed] != _AUTHORS:
        yield f"the messages are not {', '.join(_AUTHORS)}"
    elif not all(isinstance(one.get("content"), str) and one["content"].strip() for one in listed):
        yield "an empty message"
