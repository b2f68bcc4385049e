"""How times, sizes and counts are written for people."""

from __future__ import annotations

import time

from core.wording import plural

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_WEEK = 7 * _DAY
_KILO = 1000
_UNITS = ("kB", "MB", "GB")


def ago(then: float, now: float) -> str:
    """When something was, seconds since the epoch both; after a week the date in the person's time zone."""
    seconds = now - then
    if seconds < _MINUTE:
        return "just now"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE:.0f} min ago"
    if seconds < _DAY:
        return f"{seconds // _HOUR:.0f} h ago"
    return plural(int(seconds // _DAY), "day") + " ago" if seconds < _WEEK else _date(then)


def size(count: int) -> str:
    """Bytes, decimal units as file managers show them."""
    if count < _KILO:
        return f"{count} B"
    power = sum(count >= _KILO**step for step in (1, 2, 3))
    amount = count / _KILO**power
    return f"{amount:.{1 if amount < 100 else 0}f} {_UNITS[power - 1]}"


def _date(then: float) -> str:
    return time.strftime("%Y-%m-%d", time.localtime(then))
