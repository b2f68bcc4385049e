"""What a program gave, read without trust: shapes may be wrong, lengths may differ, values may be missing or huge."""

from __future__ import annotations

import math
import numbers as numeric
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.errors import UsageError
from core.terminal import visible

MOST_VALUES = 10_000_000
"""Longer lists are refused: nothing in them is compared in reasonable time."""

NO_LABEL = "(none)"
"""What a missing answer is called among labels."""

_ITEM_NAMES = frozenset(
    "record recording file filename path item name id sample subject participant patient clip image window key".split()
)
_ANSWER_NAMES = frozenset("prediction predicted pred label class decision estimate estimated score answer".split())
_FIGURES = frozenset("accuracy precision recall f1 sensitivity specificity auc mae mse rmse r2 loss macro mean".split())
_LABEL_SPACE = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class Series:
    """One output as a row of values; ``items`` names what each value belongs to, empty where the output does not say.

    name: of the output; for a field of a nested output ``output.field``
    """

    name: str
    values: tuple[object, ...]
    items: tuple[str, ...] = ()

    @property
    def by_item(self) -> dict[str, object]:
        """The first value of each item."""
        return dict(zip(reversed(self.items), reversed(self.values), strict=True))


@dataclass(frozen=True, slots=True)
class Numbers:
    """The finite numbers of a list; ``left_out`` counts those that are missing, NaN or infinite."""

    values: tuple[float, ...]
    left_out: int = 0


def series(result: Mapping[str, object]) -> tuple[Series, ...]:
    """Every output that is a row of values.

    Read are: a mapping by item, a mapping of mappings, a list, a list of mappings, and a list beside a list of names.
    Raises UsageError for a list of more than ``MOST_VALUES``.
    """
    found = [one for name, value in result.items() for one in _series(str(name), plain(value, str(name)))]
    return tuple(_beside(one, _names(found)) for one in found)


def items(result: Mapping[str, object]) -> int:
    """How many things (records, windows) a result speaks of, 0 where it does not say.

    The keys of the first mapping that is no table of figures, the length of the first list of names, labels or lists,
    or of a list of numbers that is named as the answers; other lists of numbers are one thing's values.
    """
    return next((len(one.values) for one in series(result) if _counts(one)), 0)


def plain(value: object, name: str = "a value") -> object:
    """Arrays as lists and numpy's scalars as Python's; everything else as it is. Raises UsageError where too long."""
    import numpy as np

    if isinstance(value, np.ndarray):
        _refuse_longer(value.size, name)
        return value.tolist()
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, (list, tuple)):
        _refuse_longer(len(value), name)
    return value


def numbers(value: object) -> Numbers | None:
    """A list, or an array with one axis that is longer than 1, as numbers; None where it is anything else."""
    flat = _flat(plain(value))
    if flat is None or not all(each is None or is_number(each) for each in flat):
        return None
    finite = [number for each in flat if each is not None and math.isfinite(number := _as_float(each))]
    return Numbers(tuple(finite), len(flat) - len(finite))


def is_number(value: object) -> bool:
    """Whether it is a real number; truth values are none."""
    return isinstance(value, numeric.Real) and not isinstance(value, bool)


def label(value: object) -> str:
    """A label as text: ``3`` for 3, 3.0 and "3"; ``(none)`` for what is missing; no label for lists and mappings."""
    value = plain(value)
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if value is None or (isinstance(value, float) and math.isnan(value)) or value == "":
        return NO_LABEL
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return shown(value if isinstance(value, str) else repr(value))


def same(text: str) -> str:
    """What two labels are compared by: no case, and blanks, hyphens and underscores are one."""
    return _LABEL_SPACE.sub(" ", text.strip().casefold())


def name_words(name: str) -> frozenset[str]:
    """The words of an output's or column's name, in the singular: ``rPeaks_found`` is r, peak, found."""
    split = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", name).lower()
    return frozenset(_singular(word) for word in re.split(r"[\W_]+", split) if word)


def shown(text: str, most: int = 60) -> str:
    """Foreign text for people: one line, no escapes, not long."""
    line = " ".join(visible(text[: most * 4]).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def listed(names: Iterable[str], most: int = 5) -> str:
    """The first names and how many more there are."""
    every = [shown(name) for name in names]
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + more


def described(result: Mapping[str, object]) -> str:
    """The outputs of a result with their kinds, for an error: ``peaks (list), accuracy (float)``."""
    return listed(f"{name} ({type(value).__name__})" for name, value in result.items()) or "nothing"


def _series(name: str, value: object) -> Iterator[Series]:
    if isinstance(value, Mapping):
        yield from _mapped(name, [str(key) for key in value], list(value.values()))
    elif isinstance(value, (list, tuple)) and value and all(isinstance(row, Mapping) for row in value):
        keys = next((key for key in value[0] if name_words(str(key)) & _ITEM_NAMES), None)
        named = [str(row.get(keys, "")) for row in value] if keys is not None else []
        yield from _fields(name, named, value)
    elif isinstance(value, (list, tuple)):
        yield Series(name, tuple(value))


def _mapped(name: str, keys: list[str], values: list[object]) -> Iterator[Series]:
    yield Series(name, tuple(values), tuple(keys))
    if values and all(isinstance(value, Mapping) for value in values):
        yield from _fields(name, keys, values)


def _fields(name: str, items_: list[str], rows: Sequence[object]) -> Iterator[Series]:
    """The fields of rows that are mappings, each as an output of its own; rows without the field are left out."""
    maps = [row for row in rows if isinstance(row, Mapping)]
    for field in dict.fromkeys(key for row in maps[:1] for key in row):
        having = [number for number, row in enumerate(maps) if field in row]
        named = tuple(items_[number] for number in having) if items_ else ()
        yield Series(f"{name}.{field}", tuple(maps[number][field] for number in having), named)


def _names(found: Sequence[Series]) -> Series | None:
    """The list that names the items of the lists beside it: different texts or numbers under a telling name."""
    for one in found:
        if one.items or not one.values or not name_words(one.name.rpartition(".")[2]) & _ITEM_NAMES:
            continue
        if all(isinstance(v, (str, int)) for v in one.values) and len(set(one.values)) == len(one.values):
            return one
    return None


def _beside(one: Series, names: Series | None) -> Series:
    if names is None or one is names or one.items or len(one.values) != len(names.values):
        return one
    return Series(one.name, one.values, tuple(str(plain(name)) for name in names.values))


def _counts(one: Series) -> bool:
    if one.items:
        return not all(name_words(item) & _FIGURES for item in one.items)
    if name_words(one.name) & _ANSWER_NAMES:
        return True
    return bool(one.values) and not any(is_number(plain(value)) or value is None for value in one.values)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _flat(value: object) -> list[object] | None:
    if is_number(value):
        return [value]
    # numpy knows at most 64 axes; deeper lists are no array.
    for _ in range(64):
        if not (isinstance(value, (list, tuple)) and len(value) == 1 and not is_number(value[0])):
            break
        value = plain(value[0])
    if not isinstance(value, (list, tuple)):
        return None
    if value and all(isinstance(each, (list, tuple)) and len(each) == 1 for each in value):
        value = [each[0] for each in value]
    return [each if is_number(each) else plain(each) for each in value]


def _as_float(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]
    except OverflowError:
        return math.inf


def _refuse_longer(length: int, name: str) -> None:
    if length > MOST_VALUES:
        raise UsageError(
            f"The result's {shown(name)} holds {length:,} values; at most {MOST_VALUES:,} are compared.",
            "Return what was found, not the signal.",
        )
