"""The values of every step, kept from one run for the next. They are pickled, and unpickled only here, inside."""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_MB = 10**6
_NOT_KEPT = (pickle.PicklingError, TypeError, AttributeError, ValueError, RecursionError, OSError)
_NOT_READ = (pickle.UnpicklingError, EOFError, ImportError, AttributeError, IndexError, KeyError, TypeError, ValueError)


class NotKept(Exception):
    """A value that a partial run needs was not kept, in words."""


# Which output of which call of which step a value is: (sub-task, call, output).
Place = tuple[int, int, int]


class Kept:
    """The folder of kept values: for each step and each of its calls the inputs and what was returned."""

    def __init__(self, folder: Path, most_mb: int) -> None:
        self._folder = folder
        self._most = most_mb * _MB

    def forget(self, subtask: int) -> None:
        """Remove what is kept of a step, for it runs anew."""
        for path in self._folder.glob(f"{subtask}.*"):
            path.unlink()

    def keep(self, subtask: int, call: int, side: str, value: object) -> str:
        """Keep one side of a call, ``inputs`` or ``value``; what stood in the way in words, empty where nothing did."""
        path, part = self._path(subtask, call, side), self._folder / "part"
        try:
            with part.open("wb") as stream:
                pickle.Pickler(_Bounded(stream, self._free()), protocol=pickle.HIGHEST_PROTOCOL).dump(value)
            part.replace(path)
        except _NOT_KEPT as error:
            part.unlink(missing_ok=True)
            return f"{type(error).__name__}: {error}"[:200]
        return ""

    def calls(self, subtask: int) -> int:
        """How many calls of a step were kept."""
        return len(list(self._folder.glob(f"{subtask}.*.inputs")))

    def value(self, subtask: int, call: int) -> Any:
        """What a call returned; raises NotKept."""
        return self._read(subtask, call, "value")

    def keep_inputs(self, subtask: int, call: int, inputs: Mapping[str, object], places: Mapping[str, Place]) -> str:
        """Keep the inputs of a call, those at a place by their place: each value once, and always the newest."""
        given = {name: value for name, value in inputs.items() if name not in places}
        return self.keep(subtask, call, "inputs", {"given": given, "places": dict(places)})

    def inputs(self, subtask: int, call: int, outputs: Mapping[int, int]) -> dict[str, Any]:
        """The inputs of a call by name; ``outputs`` says of each step how many it has. Raises NotKept."""
        found = self._read(subtask, call, "inputs")
        if not isinstance(found, dict):
            raise NotKept(f"the kept inputs of sub-task {subtask} are damaged")
        placed = {name: self._at(place, outputs) for name, place in found["places"].items()}
        return {**found["given"], **placed}

    def _at(self, place: Place, outputs: Mapping[int, int]) -> Any:
        subtask, call, output = place
        returned = self.value(subtask, call)
        return returned[output] if outputs.get(subtask, 1) > 1 else returned

    def _read(self, subtask: int, call: int, side: str) -> Any:
        try:
            with self._path(subtask, call, side).open("rb") as stream:
                return pickle.load(stream)  # noqa: S301 - it is the program's own, and this is its sandbox
        except FileNotFoundError:
            what = "no inputs are" if side == "inputs" else "no value is"
            raise NotKept(f"{what} kept of sub-task {subtask} from an earlier run") from None
        except _NOT_READ as error:
            raise NotKept(f"the kept {side} of sub-task {subtask} cannot be read: {error}") from None

    def _path(self, subtask: int, call: int, side: str) -> Path:
        return self._folder / f"{subtask}.{call}.{side}"

    def _free(self) -> int:
        return self._most - sum(path.stat().st_size for path in self._folder.iterdir())


class _Bounded(io.RawIOBase):
    """A stream that refuses more than so many bytes."""

    def __init__(self, stream: io.BufferedWriter, most: int) -> None:
        self._stream = stream
        self._left = most

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        size = memoryview(data).nbytes
        self._left -= size
        if self._left < 0:
            raise OSError("the values kept of all steps are over their limit")
        return self._stream.write(data)
