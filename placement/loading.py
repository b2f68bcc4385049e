"""Profiles from data files: the shipped ones, and a person's own folder over them."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from reprlib import repr as shortened
from typing import Any, TypeVar

from core.spelling import close, nearest
from placement.blocks import Block, Kind
from placement.profiles import Data, DeviceProfile, InterfaceProfile, NetworkProfile, Opaque, Origin, Profiles, Work

Item = TypeVar("Item")
Table = dict[str, Any]
Tables = dict[str, dict[str, Table]]

KINDS = ("devices", "networks", "interfaces", "opaque")
CLASSES = tuple(field.name for field in fields(Work))
_LARGEST = 10**18
BASES = ("data sheet", "cycle counts", "measured")
_PRICED_BY = {Kind.SAMPLE: ("values", "width"), Kind.ALGORITHM: ("cycles", "output")}

# One reading of a converter of 9 to 16 bits: what an interface gives that no profile and no annotation describes.
UNKNOWN_INTERFACE = InterfaceProfile("", Data(1, 2), "not described: taken as one value of 2 bytes")


class BadProfile(ValueError):
    """A profile cannot be used; the message names file, table and key, the reason and what to do."""


class Register(Mapping[str, Item]):
    """Profiles by name. A name is found without regard to case and by its aliases; iteration gives the names proper."""

    def __init__(self, items: Mapping[str, Item]) -> None:
        self._items = dict(items)
        self._proper = {
            alias.casefold(): name for name, item in items.items() for alias in getattr(item, "aliases", ())
        } | {name.casefold(): name for name in items}

    def __getitem__(self, name: str) -> Item:
        return self._items[self._proper[name.casefold()]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def proper(self, name: str) -> str | None:
        """The name proper of what is found under a name, None where nothing is."""
        return self._proper.get(name.casefold())

    @property
    def spellings(self) -> tuple[str, ...]:
        """Names and aliases as they are written."""
        return tuple(name for proper in self for name in (proper, *getattr(self[proper], "aliases", ())))

    def choice(self, wrong: str) -> tuple[str, ...]:
        """What to offer in place of a wrong name: all spellings where one is like it, else the names proper alone."""
        return self.spellings if close(wrong, self.spellings, 1) else tuple(self)


def unsaid(block: Block) -> tuple[str, ...]:
    """What the annotation of a sample or an algorithm leaves to a profile or a model; operations by class are cycles, too."""
    said = {"cycles" if key in CLASSES else key for key, _ in block.notes}
    return tuple(key for key in _PRICED_BY.get(block.kind, ()) if key not in said)


def pricing(block: Block, profiles: Profiles) -> tuple[str, str] | None:
    """Kind and name of the profile that tells what a block costs; None where its annotation tells all of it, or none does."""
    if not unsaid(block):
        return None
    sampled = block.kind is Kind.SAMPLE
    kind, items = ("interfaces", profiles.interfaces) if sampled else ("opaque", profiles.opaque)
    names = [block.name.rpartition(".")[2].partition("#")[0]] if sampled else [block.name, block.algorithm]
    known = items if isinstance(items, Register) else Register(items)
    return next(((kind, proper) for proper in map(known.proper, names) if proper), None)


def load(folder: Path | None = None) -> Profiles:
    """The shipped profiles; those of the folder's ``devices/``, ``networks/``, ``interfaces/`` and ``opaque/`` go over them.

    A table of the folder with a known name changes only the keys that it holds. Raises BadProfile.
    """
    tables = {kind: dict(shipped) for kind, shipped in _shipped().items()}
    places: dict[tuple[str, str], str] = {}
    own: dict[tuple[str, str], Origin] = {}
    for kind, path in _files(folder) if folder else ():
        for name, table in _read(path).items():
            proper = _known_name(name, tables[kind])
            places[kind, proper] = f"{path}: [{name}]"
            own[kind, proper] = Origin(path, str(table.get("source", "")))
            tables[kind][proper] = _merged(tables[kind].get(proper, {}), table, places[kind, proper])
    return replace(_profiles(tables, places), own=own)


@cache
def _shipped() -> Tables:
    with as_file(files("placement") / "data") as folder:
        return {
            kind: {
                name: table for path in sorted((folder / kind).glob("*.toml")) for name, table in _read(path).items()
            }
            for kind in KINDS
        }


def _files(folder: Path) -> list[tuple[str, Path]]:
    if not folder.is_dir():
        raise BadProfile(f"{folder}: this is no folder; name one that holds {_listed(f'{kind}/' for kind in KINDS)}")
    found = [(kind, path) for kind in KINDS for path in sorted((folder / kind).glob("*.toml"))]
    if not found:
        raise BadProfile(
            f"{folder}: there is no profile in it; put files NAME.toml into {_listed(f'{kind}/' for kind in KINDS)}"
        )
    return found


def _read(path: Path) -> dict[str, Table]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise BadProfile(f"{path}: this is no UTF-8 text; save it as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise BadProfile(f"{path}: this is not TOML ({error}); mend that place") from None
    except OSError as error:
        raise BadProfile(f"{path}: it cannot be read ({error.strerror}); check the file and its rights") from None
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise BadProfile(f"{path}: {name} stands in no table; begin the profile with a line [NAME]")
    return tables


def _known_name(name: str, tables: Mapping[str, Table]) -> str:
    wanted = name.casefold()
    for proper, table in tables.items():
        aliases = table.get("aliases")
        others = [str(alias).casefold() for alias in aliases] if isinstance(aliases, list) else []
        if wanted == proper.casefold() or wanted in others:
            return proper
    return name


def _merged(below: Table, above: Table, where: str) -> Table:
    cycles = above.get("cycles", {})
    if not isinstance(cycles, dict):
        raise BadProfile(f"{where} cycles: this is no table; write [NAME.cycles] with {_listed(CLASSES)}")
    both = {**below, **above}
    return {**both, "cycles": {**below.get("cycles", {}), **cycles}} if "cycles" in both else both


def _profiles(tables: Tables, places: Mapping[tuple[str, str], str]) -> Profiles:
    def made(kind: str, make: Callable[[str, _Reader], Item]) -> Register[Item]:
        items = {}
        for name, table in tables[kind].items():
            reader = _Reader(table, places.get((kind, name), f"shipped {kind}: [{name}]"))
            items[name] = make(name, reader)
            reader.finish()
        return Register(items)

    networks = made("networks", _network)
    devices = made("devices", lambda name, reader: _device(name, reader, networks))
    return Profiles(devices, networks, made("interfaces", _interface), made("opaque", _opaque))


def _device(name: str, read: _Reader, networks: Mapping[str, NetworkProfile]) -> DeviceProfile:
    return DeviceProfile(
        name=name,
        **{key: read.number(key, positive=True) for key in ("clock", "ram", "flash")},
        cycles=read.cycles(),
        **{key: read.number(key) for key in ("active", "idle", "transmit", "receive")},
        radio=read.one_of("radio", networks),
        source=read.text("source"),
        basis=read.one_of("basis", BASES),
        aliases=read.aliases(),
        edge=read.flag("edge"),
    )


def _network(name: str, read: _Reader) -> NetworkProfile:
    return NetworkProfile(
        name,
        read.whole("payload"),
        read.number("packet_time", positive=True),
        read.text("source"),
        read.aliases(),
        read.number("transmit", 0.0),
        read.number("receive", 0.0),
    )


def _interface(name: str, read: _Reader) -> InterfaceProfile:
    return InterfaceProfile(
        name, Data(read.whole("values"), read.whole("width")), read.text("source", ""), read.aliases()
    )


def _opaque(_name: str, read: _Reader) -> Opaque:
    return Opaque(
        Work(*(read.number(key, 0.0) for key in CLASSES)),
        Data(read.whole("output"), read.whole("width", 4)),
        read.number("ram", 0.0),
        read.number("flash", 0.0),
        read.whole("window", 1),
        read.text("source", ""),
    )


class _Reader:
    """One table of a file: gives its keys by type and remembers which were asked for."""

    def __init__(self, table: Table, where: str) -> None:
        self._table, self._where = table, where
        self._asked: set[str] = set()

    def number(self, key: str, default: float | None = None, *, positive: bool = False) -> float:
        value = self._value(key, default, "a number")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._bad(key, f"{shortened(value)} is no number", "write a number without quotes")
        if abs(value) > _LARGEST:
            raise self._bad(key, "it is too large", f"give a number up to {_LARGEST:g}")
        if math.isnan(value) or value < 0 or (positive and value == 0):
            least = "above 0" if positive else "of at least 0"
            raise self._bad(key, f"{value:g} is too small", f"give a number {least}")
        return float(value)

    def whole(self, key: str, default: int | None = None) -> int:
        value = self.number(key, default, positive=True)
        if value != int(value):
            raise self._bad(key, f"{value:g} is no whole number", "round it")
        return int(value)

    def text(self, key: str, default: str | None = None) -> str:
        value = self._value(key, default, "a text")
        if not isinstance(value, str):
            raise self._bad(key, f"{shortened(value)} is no text", "put it between quotes")
        return value

    def one_of(self, key: str, allowed: Collection[str]) -> str:
        value = self.text(key)
        if value not in allowed:
            spellings = allowed.spellings if isinstance(allowed, Register) else allowed
            raise self._bad(key, f"{shortened(value)} is not known", _nearest(value, spellings, allowed))
        return value

    def flag(self, key: str) -> bool:
        value = self._value(key, False, "true or false")
        if not isinstance(value, bool):
            raise self._bad(key, f"{shortened(value)} is neither true nor false", "write true or false without quotes")
        return value

    def aliases(self) -> tuple[str, ...]:
        value = self._value("aliases", [], "a list of names")
        if not isinstance(value, list) or not all(isinstance(alias, str) for alias in value):
            raise self._bad("aliases", "this is no list of names", 'write aliases = ["NAME", ...]')
        return tuple(value)

    def cycles(self) -> dict[str, float]:
        inner = _Reader(self._value("cycles", None, f"a table with {_listed(CLASSES)}"), f"{self._where} cycles")
        cycles = {name: inner.number(name) for name in CLASSES}
        inner.finish()
        return cycles

    def finish(self) -> None:
        """Refuse what nobody asked for: a slip of the pen would otherwise go unnoticed."""
        for key in self._table:
            if key not in self._asked:
                raise self._bad(key, "there is no such key", _nearest(key, sorted(self._asked), sorted(self._asked)))

    def _value(self, key: str, default: Any, what: str) -> Any:
        self._asked.add(key)
        if key not in self._table and default is None:
            near = nearest(key, self._table)
            raise self._bad(key, "it is missing", f"rename {near}" if near else f"add {what}")
        return self._table.get(key, default)

    def _bad(self, key: str, reason: str, advice: str) -> BadProfile:
        return BadProfile(f"{self._where} {key}: {reason}; {advice}")


def _nearest(word: str, spellings: Iterable[str], listed: Iterable[str]) -> str:
    near = nearest(word, spellings)
    return f"did you mean {near}?" if near else f"there are {_listed(listed)}"


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
