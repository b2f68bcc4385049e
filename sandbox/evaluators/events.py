"""``events``: detected instants or intervals against annotated ones, with a tolerance in seconds.

Instants match within the tolerance. Intervals match as in DCASE (Mesaros, Heittola and Virtanen 2016, section 3.2.2): starts
within the tolerance, ends within the tolerance or half the true length, whichever is larger. An instant matches an
interval that holds it. Each event is matched at most once, and as many as possible are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import UsageError
from core.runs import Evaluation, Metric
from sandbox.evaluators import truth
from sandbox.evaluators.answers import Series, described, label, listed, name_words, plain, same, series
from sandbox.evaluators.pairs import number
from sandbox.evaluators.truth import Event, Known

_MOST_PAIRS = 2_000_000
_EVENTS = frozenset("event interval segment detection detected onset instant fall gesture alarm episode".split())
_TRUE = frozenset("true truth actual reference expected gt groundtruth annotated".split())
_HINT = (
    "Let the last sub-task return detected_events: a list of seconds or of (start, end) pairs, by record where there are "
    "several, beside data with events.csv (start, end) or beside true_events."
)


@dataclass(frozen=True, slots=True)
class Events:
    """Precision, recall and F1; ``tolerance_s`` is the collar, 0.2 s as in DCASE."""

    name: str = "events"
    metrics: tuple[str, ...] = ("precision", "recall", "F1")
    tolerance_s: float = 0.2

    def fits(self, result: Mapping[str, object], data: Path) -> bool:
        """Whether the result holds events whose truth is known."""
        try:
            _compared(result, data)
        except UsageError:
            return False
        return True

    def evaluate(self, result: Mapping[str, object], data: Path) -> Evaluation:
        """Compare; UsageError where no events or no truth are found."""
        true, given, about, strange = _compared(result, data)
        counts = {
            item: (matched(events, given.get(item, []), self.tolerance_s), len(given.get(item, [])), len(events))
            for item, events in true.items()
        }
        sums = tuple(sum(count[part] for count in counts.values()) for part in range(3))
        groups = {"": (sums[0], sums[1], sums[2]), **(counts if len(counts) > 1 else {})}
        notes = [about, f"tolerance {self.tolerance_s:g} s"]
        if missing := [item for item in true if item not in given]:
            notes.append(f"no events for {listed(missing)}: all missed")
        if strange:
            notes.append(f"not in the data: {listed(strange)}")
        metrics = tuple(metric for group, count in groups.items() for metric in _metrics(group, *count))
        return Evaluation(self.name, metrics, "; ".join(notes))


def matched(true: Sequence[Event], given: Sequence[Event], tolerance_s: float) -> int:
    """The largest number of pairs, each event in one pair at most, by augmenting paths (Berge 1957) in time order."""
    true = sorted(true, key=lambda event: (event.start, event.end))
    given = sorted(given, key=lambda event: (event.start, event.end))
    near = _near(true, given, tolerance_s)
    taken = _Taken()
    return sum(_augment(number_, near, taken) for number_ in range(len(true)))


@dataclass(slots=True)
class _Taken:
    """The pairs so far, from both sides, and given events of which a vain search has shown that they help nobody."""

    owner: dict[int, int] = field(default_factory=dict)
    claim: dict[int, int] = field(default_factory=dict)
    dead: set[int] = field(default_factory=set)


def _augment(start: int, near: Sequence[Sequence[int]], taken: _Taken) -> bool:
    """Match one more true event, moving others aside where that helps."""
    reached: dict[int, int] = {}
    waiting = deque([start])
    while waiting:
        seeker = waiting.popleft()
        for found in near[seeker]:
            if found in reached or found in taken.dead:
                continue
            reached[found] = seeker
            if found not in taken.owner:
                _flip(found, reached, taken)
                return True
            waiting.append(taken.owner[found])
    taken.dead.update(reached)
    return False


def _flip(found: int, reached: Mapping[int, int], taken: _Taken) -> None:
    """Give every seeker on the way what it reached; the first of them held nothing before."""
    place: int | None = found
    while place is not None:
        seeker = reached[place]
        before = taken.claim.get(seeker)
        taken.owner[place], taken.claim[seeker] = seeker, place
        place = before


def _near(true: Sequence[Event], given: Sequence[Event], tolerance_s: float) -> list[list[int]]:
    starts = [event.start for event in given]
    longest = max((event.end - event.start for event in given), default=0.0)
    found, total = [], 0
    for event in true:
        first = bisect_left(starts, event.start - tolerance_s - longest - 1e-9)
        last = bisect_right(starts, event.end + tolerance_s + 1e-9)
        total += last - first
        if total > _MOST_PAIRS:
            raise UsageError("Too many events lie too near to each other to be compared.", "Are the times in seconds?")
        found.append([n for n in range(first, last) if _fit(event, given[n], tolerance_s)])
    return found


def _fit(true: Event, given: Event, tolerance_s: float) -> bool:
    if true.label and given.label and same(true.label) != same(given.label):
        return False
    # Decimal seconds are no exact binary fractions: 0.3 - 0.1 is not 0.2.
    collar = tolerance_s + 1e-9
    length = true.end - true.start
    if (length > 0) == (given.end > given.start):
        ends = abs(true.end - given.end) <= max(collar, length / 2 + 1e-9)
        return abs(true.start - given.start) <= collar and ends
    outer, inner = (true, given) if length > 0 else (given, true)
    return outer.start - collar <= inner.start <= outer.end + collar


def _metrics(group: str, right: int, given: int, true: int) -> Iterable[Metric]:
    yield Metric("precision", right / given if given else 0.0, group)
    yield Metric("recall", right / true if true else 0.0, group)
    yield Metric("F1", 2 * right / (given + true) if given + true else 0.0, group)


_Events = dict[str, list[Event]]


def _compared(result: Mapping[str, object], data: Path) -> tuple[_Events, _Events, str, list[str]]:
    """True and given events by item, what was compared, and items that the data does not know."""
    known = truth.events(data)
    rows = {one.name: (one, found) for one in series(result) if (found := _read(one))}
    own = next((found for name, (_, found) in rows.items() if name_words(name) & _TRUE), None)
    offers = {n: row for n, row in rows.items() if name_words(n) & _EVENTS and not name_words(n) & _TRUE}
    true = known[0] if known else own
    if not true or not offers:
        raise UsageError(
            f"events finds no detected events with a known truth: the result holds {described(result)}.", _HINT
        )
    name, (_, given) = next(iter(offers.items()))
    source = known[1] if known else "the truth as the program itself gives it"
    placed, strange = _placed(given, true)
    if not placed:
        raise UsageError(f"{name} speaks of {listed(given)}, {source} of {listed(true)}.", _HINT)
    return true, placed, f"{name} against {source}", strange


def _placed(given: _Events, true: _Events) -> tuple[_Events, list[str]]:
    """The given events under the names of the truth; where either has a single unnamed item they belong together."""
    if len(given) == len(true) == 1 and ("" in given or "" in true):
        return {next(iter(true)): next(iter(given.values()))}, []
    items = Known.of(dict.fromkeys(true, ""), "")
    found = {item: place for item in given if (place := items.find(item)) is not None}
    return {place: given[item] for item, place in found.items()}, [item for item in given if item not in found]


def _read(one: Series) -> _Events:
    """Events by item; empty where the output holds anything else."""
    values = [plain(value) for value in one.values]
    if not one.items:
        events = [_event(value) for value in values]
        return {"": [event for event in events if event]} if values and all(events) else {}
    found: _Events = {}
    for item, value in zip(one.items, values, strict=True):
        if not isinstance(value, (list, tuple)):
            return {}
        events = [_event(plain(row)) for row in value]
        if not all(events):
            return {}
        found[item] = [event for event in events if event]
    return found


def _event(value: object) -> Event | None:
    """An instant, (start, end), (start, end, label), or a mapping with such names."""
    if isinstance(value, Mapping):
        fields = {word: v for name, v in value.items() for word in name_words(str(name))}
        start = next((fields[n] for n in ("start", "onset", "begin", "time", "t") if n in fields), None)
        end = next((fields[n] for n in ("end", "offset", "stop") if n in fields), start)
        value = (start, end, next((fields[n] for n in ("label", "class", "event", "activity") if n in fields), ""))
    if not isinstance(value, (list, tuple)):
        value = (value, value)
    if len(value) not in (2, 3) or any(isinstance(plain(part), str) for part in value[:2]):
        return None
    start_s, end_s = number(value[0]), number(value[1])
    if start_s is None or end_s is None or end_s < start_s:
        return None
    return Event(start_s, end_s, label(value[2]) if len(value) == 3 and value[2] != "" else "")
