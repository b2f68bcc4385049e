"""``r-peaks``: detected heartbeats against the beats that cardiologists annotated.

A detection is right when it lies less than 150 ms from a beat that no other detection has (ANSI/AAMI EC57). Whole records
are compared: no learning period is left out, which EC57 allows for the first five minutes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import UsageError
from core.runs import Evaluation, Excerpt, Metric
from sandbox.evaluators.answers import Numbers, Series, described, listed, name_words, numbers, series
from sandbox.evaluators.truth import Beats, beats, has_beats
from sandbox.wfdb_samples import read_samples

WINDOW_S = 0.15
_EXCERPT_S = 10.0

_PEAKS = frozenset("peak rpeak beat heartbeat qrs detection detected".split())
_OTHERS = frozenset(
    "true truth reference annotated annotation expected ground actual amplitude height count number num n rate interval "
    "rr signal filtered score accuracy precision recall sensitivity window segment label".split()
)


@dataclass(frozen=True, slots=True)
class Counts:
    """Detected beats, detections that are none, and missed beats."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


def matched(reference: Sequence[int], detected: Sequence[float], window: int) -> list[int]:
    """For each annotated beat the place of its detection in ``detected``, -1 where it was missed.

    Both in ascending order, in samples. The rule is that of ``wfdb.processing.compare_annotations``: each beat takes the
    nearest detection after those already passed, unless that one is nearer to the next beat; then it takes the detection
    before. Compared with wfdb 4.3.1: equal on 200,000 random pairs and on eight records of the MIT-BIH database.
    """
    pairs = [-1] * len(reference)
    start = number = 0
    while number < len(reference) and start < len(detected):
        nearest, gap = _nearest(reference[number], detected, start)
        rival = _nearest(reference[number + 1], detected, start) if number + 1 < len(reference) else (-1, 0.0)
        if rival[0] == nearest and rival[1] < gap:
            if nearest and (not number or nearest - 1 != pairs[number - 1]):
                nearest -= 1
                if abs(reference[number] - detected[nearest]) < window:
                    pairs[number] = nearest
                start = nearest + 1
        else:
            if gap < window:
                pairs[number] = nearest
            start = nearest + 1
        number += 1
    return pairs


def counts(reference: Sequence[int], detected: Sequence[float], rate_hz: float) -> Counts:
    """Detections against annotations, both in samples."""
    right = sum(place >= 0 for place in matched(reference, detected, int(WINDOW_S * rate_hz)))
    return Counts(right, len(detected) - right, len(reference) - right)


@dataclass(frozen=True, slots=True)
class RPeaks:
    """Precision (positive predictivity), recall (sensitivity) and F1 per record and of all beats together."""

    name: str = "r-peaks"
    metrics: tuple[str, ...] = ("precision", "recall", "F1")

    def fits(self, result: Mapping[str, object], data: Path) -> bool:
        """Whether the data has beat annotations and one output of the result looks like detections in its records."""
        if not has_beats(data):
            return False
        try:
            known, _ = beats(data)
            _detections(result, known)
        except UsageError:
            return False
        return True

    def evaluate(self, result: Mapping[str, object], data: Path) -> Evaluation:
        """Compare; UsageError where the data has no beats or no output gives detections by record."""
        known, notes = beats(data)
        output, given = _detections(result, known)
        scale = _in_seconds(known, given)
        found = {record.record: _compared(record, given.get(record.record), scale) for record in known}
        notes = (*notes, *_remarks(result, output, known, given))
        about = (
            f"{output} against the annotated beats of {len(known)} WFDB records, match window 150 ms (ANSI/AAMI EC57)"
            + (", detections given in seconds" if scale else "")
        )
        excerpt = _worst(known, found, given, scale)
        return Evaluation(self.name, tuple(_metrics(found)), "; ".join([about, *notes]), excerpt=excerpt)


def _nearest(beat: int, detected: Sequence[float], start: int) -> tuple[int, float]:
    """The nearest detection from ``start`` on and its distance; of two the earlier."""
    after = bisect_left(detected, beat, start)
    if after == len(detected) or (after > start and beat - detected[after - 1] <= detected[after] - beat):
        after = bisect_left(detected, detected[after - 1], start)
    return after, abs(beat - detected[after])


def _compared(record: Beats, given: Numbers | None, seconds: bool) -> Counts:
    return counts(record.samples, _samples(record, given, seconds), record.rate_hz)


def _samples(record: Beats, given: Numbers | None, seconds: bool) -> list[float]:
    """Detections in ascending order, in samples."""
    values = given.values if given else ()
    return sorted(round(value * record.rate_hz) if seconds else value for value in values)


def _worst(
    known: Sequence[Beats], found: Mapping[str, Counts], given: Mapping[str, Numbers], seconds: bool
) -> Excerpt | None:
    """Ten seconds around the first error of the record with the most errors; None without errors or without samples."""
    record = max(known, key=lambda one: found[one.record].wrong + found[one.record].missed)
    detected = _samples(record, given.get(record.record), seconds)
    pairs = matched(record.samples, detected, int(WINDOW_S * record.rate_hz))
    right = {*pairs}
    errors = [beat for beat, place in zip(record.samples, pairs, strict=True) if place < 0]
    errors += [round(value) for place, value in enumerate(detected) if place not in right]
    if not errors:
        return None
    start = max(0, round(min(errors) - _EXCERPT_S / 2 * record.rate_hz))
    read = read_samples(record.header, start, round(_EXCERPT_S * record.rate_hz))
    if read is None or not read[1]:
        return None
    signal, values = read
    within = range(start, start + len(values))
    beats_, instants = (
        tuple(value / record.rate_hz for value in some if within.start <= value < within.stop)
        for some in (record.samples, detected)
    )
    name = f"{record.record}, {signal.name}"
    return Excerpt(name, values, signal.unit, record.rate_hz, start / record.rate_hz, instants, beats_)


def _metrics(found: Mapping[str, Counts]) -> Iterable[Metric]:
    groups = {"": sum(found.values(), Counts()), **found}
    for group, count in groups.items():
        right = count.right
        yield Metric("precision", _share(right, right + count.wrong), group)
        yield Metric("recall", _share(right, right + count.missed), group)
        yield Metric("F1", _share(2 * right, 2 * right + count.wrong + count.missed), group)
        yield Metric("detected beats", right, group, "beats")
        yield Metric("false detections", count.wrong, group, "beats")
        yield Metric("missed beats", count.missed, group, "beats")


def _share(part: int, whole: int) -> float:
    """A share of nothing is 0: no detections are no precision."""
    return part / whole if whole else 0.0


def _detections(result: Mapping[str, object], known: Sequence[Beats]) -> tuple[str, dict[str, Numbers]]:
    """The output that holds detections, by record. Raises UsageError where none or several may be meant."""
    offers = {one.name: given for one in series(result) if (given := _by_record(one, known))}
    named = {name: given for name, given in offers.items() if name_words(name) & _PEAKS - _OTHERS}
    named = {name: given for name, given in named.items() if not name_words(name) & _OTHERS}
    fitting = named or {n: g for n, g in offers.items() if not name_words(n) & _OTHERS and _ascends(g)}
    if len(fitting) == 1:
        return next(iter(fitting.items()))
    which = f"{listed(fitting)} may all be meant" if fitting else f"the result holds {described(result)}"
    raise UsageError(
        f"r-peaks needs the sample numbers of the detected beats for {len(known)} records "
        f"({listed(record.record for record in known)}): {which}.",
        "Let the last sub-task return one output r_peaks: a mapping from record name to a list of sample numbers.",
    )


def _by_record(one: Series, known: Sequence[Beats]) -> dict[str, Numbers]:
    """The rows of numbers that belong to known records; a row without items belongs to the only record."""
    if not one.items:
        only = numbers(one.values) if len(known) == 1 else None
        return {known[0].record: only} if only else {}
    found: dict[str, Numbers] = {}
    for item, value in zip(one.items, one.values, strict=True):
        record = _record(item, known)
        row = None if record is None or isinstance(value, (int, float)) else numbers(value)
        if record is not None and row is not None:
            found.setdefault(record, row)
    return found


def _record(item: str, known: Sequence[Beats]) -> str | None:
    """The record that an item names by path, by file or by its own name."""
    path = item.strip().replace("\\", "/")
    path = path[: -len(path.rpartition(".")[2]) - 1] if path.endswith((".hea", ".dat", ".atr")) else path
    names = [record.record for record in known]
    # The longest name first: of a/100 and 100, the path data/a/100 means the former.
    exact = [name for name in sorted(names, key=len, reverse=True) if path == name or path.endswith(f"/{name}")]
    last = [name for name in names if name.rpartition("/")[2] == path.rpartition("/")[2]]
    return exact[0] if exact else last[0] if len(last) == 1 else None


def _ascends(given: Mapping[str, Numbers]) -> bool:
    """Whether rows look like places in a signal: none negative, in order."""
    rows = [row.values for row in given.values()]
    return any(rows) and all(not row or (row[0] >= 0 and list(row) == sorted(set(row))) for row in rows)


def _in_seconds(known: Sequence[Beats], given: Mapping[str, Numbers]) -> bool:
    """Fractions that all lie within their records' seconds are no sample numbers."""
    values = [
        (value, record.seconds) for record in known if record.record in given for value in given[record.record].values
    ]
    return any(value != int(value) for value, _ in values) and all(value < seconds for value, seconds in values)


def _remarks(
    result: Mapping[str, object], output: str, known: Sequence[Beats], given: Mapping[str, Numbers]
) -> Iterable[str]:
    missing = [record.record for record in known if record.record not in given]
    if missing:
        yield f"no detections for {listed(missing)}: all beats missed"
    empty = [record for record, row in given.items() if not row.values]
    if empty:
        yield f"an empty list for {listed(empty)}"
    items = next(one.items for one in series(result) if one.name == output)
    strange = [item for item in items if _record(item, known) is None]
    if strange:
        yield f"not in the data: {listed(strange)}"
    if left_out := sum(row.left_out for row in given.values()):
        yield f"{left_out} detections are no numbers and were left out"
    if any(list(row.values) != sorted(row.values) for row in given.values()):
        yield "detections were not in order and were sorted"
