"""Section titles and the reference list."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ingest.readers.lines import Line

_NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.|[A-H]\.(?:\d\.?)?)\s+(?P<title>[A-Z(“\"].*)")
_TYPICAL = frozenset(
    """abstract introduction background method methods methodology results discussion conclusion conclusions references
    bibliography acknowledgments acknowledgements acknowledgment acknowledgement appendix limitations evaluation
    implementation motivation overview summary experiments keywords""".split()
) | {
    "related work", "materials and methods", "future work", "results and discussion", "conclusion and future work",
    "data availability", "author contributions", "competing interests", "conflict of interest", "ccs concepts",
    "discussion and conclusion", "conclusions and future work", "system overview", "literature cited", "works cited",
    "supporting information", "supplementary material", "ethics statement", "funding", "index terms",
    "additional information", "data availability statement", "reporting summary", "code availability",
}  # fmt: skip
_REFERENCES = frozenset({"references", "bibliography", "literature cited", "works cited", "reference list"})
_AFTER_REFERENCES = re.compile(rf"(?i:appendi)|[A-H]\s+[A-Z]|{_NUMBERED.pattern}")
_BETWEEN = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*\.?|[IVX]{1,5}\.|[A-H](?:\.\d*|\d+)\.?)\s+")
_NOT_A_TITLE = re.compile(r"(?:figure|fig\.|table|tab\.|algorithm|listing|equation|https?:|doi\b)", re.IGNORECASE)
_LONGEST = 90


def body_size(lines: Sequence[Line]) -> float:
    """The size of most letters, in points; 0 where sizes are not known."""
    letters: dict[float, int] = {}
    for line in lines:
        letters[line.size] = letters.get(line.size, 0) + len(line.text)
    return max(letters, key=lambda size: letters[size], default=0.0)


def headings(lines: Sequence[Line], body: float, outlined: Collection[str] | None) -> dict[int, str]:
    """Titles by the index of their first line.

    outlined: the titles of this page's entries in the outline, as ``normal`` writes them; None where the paper has no
        outline, so that numbers, sizes and capitals have to tell
    """
    found: dict[int, str] = {}
    skip = -1
    for number, line in enumerate(lines):
        if number <= skip:
            continue
        rest = lines[number + 1 : number + 3]
        prose = line.size >= 0.95 * body
        last, title = _outlined(line, rest, outlined) if outlined and prose else (-1, "")
        if last >= 0:
            skip = number + last
        elif is_typical(line.text) or (outlined is None and _looks_like_one(line, body)):
            title = line.text
        if title:
            found[number] = " ".join(title.split())
    return found


def normal(title: str) -> str:
    """A title for comparing: its letters and digits alone, its number among them."""
    return _BETWEEN.sub("", title.casefold())


def is_typical(text: str) -> bool:
    """Whether a line is one of the titles that papers share, with or without a number."""
    return _bare(text) in _TYPICAL


def is_references(text: str) -> bool:
    """Whether a line is the heading of a reference list."""
    return _bare(text) in _REFERENCES


def numbered_title(text: str) -> bool:
    """Whether a line by itself is a numbered title of a section."""
    match = _NUMBERED.fullmatch(text)
    return (
        match is not None
        and len(text) <= _LONGEST
        and not text.endswith((".", ",", ";"))
        and _in_title_case(match["title"])
    )


def references_begin(lines: Sequence[Line]) -> int | None:
    """The index of the last line that is the heading of a reference list; None where there is none."""
    found = [number for number, line in enumerate(lines) if is_references(line.text)]
    return found[-1] if found else None


def references_end(lines: Sequence[Line], begin: int, body: float) -> int:
    """The index of the first line after the reference list that begins ``begin``."""
    sizes = body_size(lines[begin + 1 :])
    for number in range(begin + 1, len(lines)):
        text, size = lines[number].text, lines[number].size
        bare = _bare(text)
        if bare in _TYPICAL and bare not in _REFERENCES:
            return number
        if _AFTER_REFERENCES.match(text) and size > 1.1 * max(sizes, 0.9 * body) > 0:
            return number
    return len(lines)


def _bare(text: str) -> str:
    if len(text) > _LONGEST:
        return ""
    return _NUMBER.sub("", text).strip(" .:—-■").casefold()


def _outlined(line: Line, rest: Sequence[Line], outlined: Collection[str]) -> tuple[int, str]:
    """How many lines more the title runs, and the title; -1 where it is none of the outline."""
    if not outlined or len(line.text) > _LONGEST:
        return -1, ""
    title, hyphen = line.text, line.hyphen
    for last in range(len(rest) + 1):
        if last:
            title += ("" if hyphen else " ") + rest[last - 1].text
            hyphen = rest[last - 1].hyphen
        # The outline may leave out a number that is printed, but a number of the outline is printed as well.
        forms = {normal(title), normal(_NUMBER.sub("", title))} - {""}
        if forms & set(outlined):
            return last, title
        if not any(wanted.startswith(form) for wanted in outlined for form in forms):
            break
    return -1, ""


def _looks_like_one(line: Line, body: float) -> bool:
    text = line.text
    if not 4 <= len(text) <= _LONGEST or text.endswith((",", ";")) or _NOT_A_TITLE.match(text):
        return False
    if sum(char.isalpha() for char in text) < 0.6 * len(text.replace(" ", "")):
        return False
    large = body > 0 and line.size >= 1.08 * body
    capitals = text.isupper() and line.size >= 0.98 * body
    words = text.split()
    if numbered := _NUMBERED.fullmatch(text):
        title = numbered["title"]
        return not title.endswith(".") and len(words) <= 14 and (large or capitals or _in_title_case(title))
    if capitals:
        return len(text) >= 8 and 1 <= len(words) <= 9 and len(max(words, key=len)) >= 4
    return large and len(words) <= 12 and text[0].isupper() and not text.endswith(".") and len(text) >= 8


def _in_title_case(title: str) -> bool:
    words = [word for word in title.split() if len(word) > 3]
    return 0 < len(words) <= 9 and all(word[0].isupper() or word[0].isdigit() for word in words)
