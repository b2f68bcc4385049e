"""The problem a person states: free text with optional Code Input, Code Output Format and Remarks (GPIoT, Fig. 13)."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass

from core.errors import UsageError

_SECTIONS = {
    "code input": "code_input",
    "code output format": "output_format",
    "code output": "output_format",
    "remarks": "remarks",
    "remark": "remarks",
    "library plan": "plan",
}
_HEADING = re.compile(
    r"^\s*(?P<mark>#+\s*(?:\*\*)?|\*\*)?\s*(?P<name>code input|code output format|code output|remarks?|library plan)\b"
    r"\s*(?:\*\*)?\s*(?P<colon>[:：])?\s*(?:\*\*)?\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
DATA = "**Data** (measured in the files that Code Input names)"
"""The heading under which a problem and a specification tell what the data is like."""
_NUMBERING = re.compile(r"^\s*(?:\d+[.)]|[-*•])\s+")


@dataclass(frozen=True, slots=True)
class Problem:
    """What the person wants built.

    statement: the task in the person's words
    code_input: what the program is given, one entry an argument
    output_format: the lines that the program prints, ``{names}`` and sample numbers stand for values
    remarks: whatever else holds: data layout, target device, resource limits
    plan: the library's plan that the person means, by name; empty where none is named
    data: what the person's own files look like, as they were looked at: names, shapes, types, rates; empty without any
    """

    statement: str
    code_input: tuple[str, ...] = ()
    output_format: str = ""
    remarks: tuple[str, ...] = ()
    data: str = ""
    plan: str = ""

    @classmethod
    def from_text(cls, text: str) -> Problem:
        """Parse a problem statement; sections are recognised by their headings, in any order.

        Raises UsageError when there is nothing to build.
        """
        found: dict[str, list[str]] = {
            "statement": [],
            "code_input": [],
            "output_format": [],
            "remarks": [],
            "plan": [],
        }
        section = "statement"
        for line in text.replace("\r\n", "\n").replace("\x00", "").split("\n"):
            if heading := _heading(line):
                section, line = heading
                if not line:
                    continue
            found[section].append(line.rstrip())
        statement = "\n".join(found["statement"]).strip()
        if not statement:
            raise UsageError(
                "The problem is empty: there is nothing to decompose.",
                "Describe the application, for example: gpiot ask 'Detect falls from a wrist accelerometer'.",
            )
        return cls(
            statement,
            _items(found["code_input"]),
            "\n".join(found["output_format"]).strip("\n"),
            _items(found["remarks"]),
            plan=" ".join(found["plan"]).strip(" `."),
        )

    @property
    def title(self) -> str:
        """The first sentence, cut at 72 characters: what lists show."""
        first = re.split(r"(?<=[.!?])\s|(?<=[。！？])|\n\s*\n", self.statement, maxsplit=1)[0]
        short = textwrap.shorten(first, 72, placeholder=" …")
        return short if short != "…" else " ".join(first.split())[:71] + "…"

    def markdown(self) -> str:
        """The whole problem as every stage's prompt carries it."""
        parts = [self.statement]
        if self.code_input:
            parts.append("**Code Input**\n" + _numbered(self.code_input))
        if self.data:
            parts.append(f"{DATA}\n{self.data}")
        if self.output_format:
            parts.append("**Code Output Format**\n" + self.output_format)
        if self.remarks:
            parts.append("**Remarks**\n" + _numbered(self.remarks))
        return "\n\n".join(parts)


def _heading(line: str) -> tuple[str, str] | None:
    """The section that a line opens and what else stands on it."""
    found = _HEADING.match(line)
    # A heading is marked, ends in a colon or stands alone; "Remarks of the users are collected" is prose.
    if found is None or not (found["mark"] or found["colon"] or not found["rest"]):
        return None
    return _SECTIONS[found["name"].lower()], found["rest"]


def _items(lines: list[str]) -> tuple[str, ...]:
    """Join wrapped lines: a numbered or bulleted line, or one after a blank line, begins an item."""
    items: list[str] = []
    fresh = True
    for line in lines:
        if not line.strip():
            fresh = True
            continue
        if fresh or _NUMBERING.match(line):
            items.append(_NUMBERING.sub("", line).strip())
        else:
            items[-1] += " " + line.strip()
        fresh = False
    return tuple(item for item in items if item)


def _numbered(items: tuple[str, ...]) -> str:
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))
