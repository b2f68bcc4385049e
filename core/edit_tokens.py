r"""The pieces of a typed edit: numbers of sub-tasks, titles and descriptions.

A text in double quotes is taken as it stands (``\"`` and ``\\`` inside). Without them a title ends at its colon and
loses the punctuation at its ends. What cannot be read raises UsageError without a hint: that is for who knows the form.
"""

from __future__ import annotations

import re

from core.errors import UsageError

NOUN = r"(?:sub[\s-]?tasks?|steps?|tasks?)"
EDGE = " .,;:：；，。"

_MOST_NUMBERS = 100
_NUMBER = re.compile(
    rf"(?:the\s+)?(?:{NOUN}\s*)?(?:#\s*|no\.\s*|number\s+)?(?!0+\b)(\d{{1,4}})(?!\w)\s*", re.IGNORECASE
)
_AND = re.compile(r"(?:[,，、;&+]\s*(?:and\s+)?|(?:and|with)\s+|([-–—]|\.\.+)\s*)?", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*(?:[:：=,，–—-]>?|→|(?:into|in|to|as|called|named)\b)?\s*", re.IGNORECASE)
_END = re.compile(r"(?:please|[\s.,;!\"'])*", re.IGNORECASE)
# A colon within a time, a ratio or an address ends no title.
_COLON = re.compile(r":(?!\d|//)|：")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|“[^”]*”')
_OTHER_QUOTES = re.compile(r"“([^”]*)”|‘([^’]*)’|'([^']*)'")


def number(text: str) -> tuple[int, str]:
    """The number of a sub-task at the beginning (``3``, ``#3``, ``step 3``) and what follows it."""
    match = _NUMBER.match(text)
    if match is None:
        raise UsageError(f"The number of a sub-task is missing{f' at: {short(text)}' if text else '.'}")
    return int(match[1]), text[match.end() :]


def only_number(text: str) -> int:
    """The number that the text consists of, 0 where it is none."""
    match = _NUMBER.fullmatch(text)
    return int(match[1]) if match else 0


def numbers(text: str) -> tuple[tuple[int, ...], str]:
    """The numbers at the beginning (``2, 3 and 5-7``), each once, ranges written out; and what follows them."""
    last, rest = number(text)
    found = [last]
    while (between := _AND.match(rest)) and (match := _NUMBER.match(rest, between.end())):
        begin, last = last, int(match[1])
        found += range(begin + 1, last + 1) if between[1] and begin < last else [last]
        if len(found) > _MOST_NUMBERS:
            raise UsageError("These are too many sub-tasks.")
        rest = rest[match.end() :]
    return tuple(dict.fromkeys(found)), rest


def title(text: str) -> str:
    """A title out of its quotes, or without the punctuation at its ends."""
    text = text.strip()
    found = unquoted(text)
    found = found.strip(EDGE) if found == text else found
    if not any(map(str.isalnum, found)):
        raise UsageError("The title is empty.")
    return found


def titled(text: str) -> tuple[str, str]:
    """``TITLE: DESCRIPTION`` in its two parts, the title as it was typed."""
    parts = cut(text, _COLON, 1)
    return parts[0], unquoted(parts[1]) if len(parts) > 1 else ""


def cut(text: str, separator: re.Pattern[str], most: int) -> list[str]:
    """The text cut at the first ``most`` separators that stand outside quotes."""
    hidden = _QUOTED.sub(lambda match: "q" * len(match.group()), text)
    parts, start = [], 0
    for match in list(separator.finditer(hidden))[:most]:
        parts.append(text[start : match.start()])
        start = match.end()
    return [*parts, text[start:]]


def behind(text: str) -> str:
    """What follows the separator (a colon, a dash, ``to``, ``as`` ...) at the beginning, if there is one."""
    match = _SEPARATOR.match(text)
    return text[match.end() :] if match else text


def ends(text: str) -> bool:
    """Whether nothing of meaning is left."""
    return _END.fullmatch(text) is not None


def close(text: str) -> None:
    """Raise UsageError where something of meaning is left."""
    if not ends(text):
        raise UsageError(f"What is meant by: {short(text)}")


def quoted(text: str) -> str:
    """The text in quotes."""
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def unquoted(text: str) -> str:
    """The text without the quotes around it, if it stands in quotes."""
    text = text.strip()
    if text[:1] == '"' and _QUOTED.fullmatch(text):
        return re.sub(r'\\(["\\])', r"\1", text[1:-1]).strip()
    other = _OTHER_QUOTES.fullmatch(text)
    return next(filter(None, other.groups()), "").strip() if other else text


def short(text: str, most: int = 60) -> str:
    """The beginning of a text that is told about."""
    text = text.strip()
    return text if len(text) <= most else f"{text[:most]} …"
