"""The functions of the steps, each call of them timed, checked against its specification, and kept."""

from __future__ import annotations

import functools
import importlib.machinery
import threading
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any

from .checking import Parameter, breach
from .described import described
from .keeping import Kept, Place
from .telling import Teller

_MOST_CALLS_TOLD = 200


class Broken(BaseException):
    """A contract is breached, and the host knows: no handler of the program for its own errors is to catch this."""


class Step:
    """One step as the host sends it, and what its calls took."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self.subtask: int = facts["subtask"]
        self.module: str = facts["module"]
        self.function: str = facts["function"]
        self.inputs = [Parameter(**given) for given in facts["inputs"]]
        self.outputs = [Parameter(**given) for given in facts["outputs"]]
        self.calls = 0
        self.ran = False
        self.seconds = 0.0
        self.values: dict[str, str] = {}

    def parts(self, returned: Any) -> Sequence[Any] | None:
        """What was returned, one part for each output; None where it is not that many."""
        if len(self.outputs) <= 1:
            return [returned][: len(self.outputs)]
        return returned if isinstance(returned, (tuple, list)) and len(returned) == len(self.outputs) else None


class Origins:
    """Which step has given a value, told by the object itself; the values are not kept alive where that can be helped."""

    def __init__(self) -> None:
        self._given: dict[int, list[tuple[object, Place]]] = {}

    def add(self, step: Step, call: int, parts: Sequence[Any]) -> None:
        """Take in what a call has returned, in place of what the call before it had."""
        self._given[step.subtask] = [(_held(value), (step.subtask, call, n)) for n, value in enumerate(parts)]

    def place(self, value: object) -> Place | None:
        """Where a value comes from, None where no step has given it; small numbers are the same wherever they are from."""
        if value is None or isinstance(value, int):
            return None
        for given in reversed(list(self._given.values())):
            for held, place in given:
                there: object = held() if isinstance(held, weakref.ref) else held
                if there is value:
                    return place
        return None


def _held(value: object) -> object:
    try:
        return weakref.ref(value)
    except TypeError:
        return value


class Watched:
    """Puts itself between the callers of the steps and their functions.

    replayed: the sub-tasks whose kept values are returned instead of a call
    wanted: takes the outputs of each call of the step whose values are the result
    """

    def __init__(
        self,
        steps: Sequence[Step],
        teller: Teller,
        kept: Kept | None,
        replayed: frozenset[int],
        result_of: int,
        wanted: Callable[[dict[str, Any]], None],
    ) -> None:
        self.steps = {step.module: step for step in steps}
        self._teller = teller
        self._kept = kept
        self._replayed = replayed
        self._result_of = result_of
        self._wanted = wanted
        self._origins = Origins()
        self._inside = threading.local()

    def patch(self, module: ModuleType, step: Step) -> None:
        """Replace the function of a step in its module, if it is there."""
        function = getattr(module, step.function, None)
        if callable(function):
            setattr(module, step.function, self._wrapped(step, function))

    def _wrapped(self, step: Step, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            # A child process has nothing to tell, and a function that calls itself is one call.
            if not self._teller.ours or getattr(self._inside, "now", None) is step:
                return function(*args, **kwargs)
            before, self._inside.now = getattr(self._inside, "now", None), step
            try:
                return self._call(step, function, args, kwargs)
            finally:
                self._inside.now = before

        return call

    def _call(self, step: Step, function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        number, step.calls = step.calls, step.calls + 1
        if step.subtask in self._replayed and self._kept:
            returned = self._kept.value(step.subtask, number)
            self._origins.add(step, number, step.parts(returned) or [])
            return returned
        inputs = _by_name(step, function, args, kwargs)
        step.values = {name: described(value) for name, value in inputs.items()}
        if number < _MOST_CALLS_TOLD:
            self._teller.tell("step", subtask=step.subtask, values=step.values)
        sizes: dict[str, int] = {}
        self._check(step, "input", step.inputs, inputs, sizes)
        places = {name: place for name, value in inputs.items() if (place := self._origins.place(value))}
        self._keep_inputs(step, number, inputs, places)
        returned = self._timed(step, number, function, args, kwargs)
        self._take(step, number, returned, sizes)
        return returned

    def _timed(self, step: Step, number: int, function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        step.ran = True
        start = time.perf_counter()
        returned = function(*args, **kwargs)
        taken = time.perf_counter() - start
        step.seconds += taken
        if number < _MOST_CALLS_TOLD:
            self._teller.tell("done", subtask=step.subtask, seconds=taken)
        return returned

    def _take(self, step: Step, number: int, returned: Any, sizes: dict[str, int]) -> None:
        if returned is None and step.outputs and step.subtask == self._result_of:
            self._break(step, 0, "", f"{step.function} returns None instead of {_names(step)}", kind="result")
        parts = step.parts(returned)
        if parts is None:
            self._break(
                step, step.subtask, "output", f"{step.function} returns {described(returned)}, not {_names(step)}"
            )
            return
        outputs = {parameter.name: value for parameter, value in zip(step.outputs, parts)}  # noqa: B905
        self._check(step, "output", step.outputs, outputs, sizes)
        self._origins.add(step, number, parts)
        if step.subtask == self._result_of:
            self._wanted(outputs)
        if self._kept:
            self._note(step, self._kept.keep(step.subtask, number, "value", returned))

    def _check(
        self, step: Step, side: str, parameters: Sequence[Parameter], values: Mapping[str, Any], sizes: dict[str, int]
    ) -> None:
        for parameter in parameters:
            if parameter.name in values and (wrong := breach(parameter, values[parameter.name], sizes)):
                place = self._origins.place(values[parameter.name])
                provider = step.subtask if side == "output" else place[0] if place else 0
                reason = f"{side} {parameter.name} of {step.function} {wrong}"
                self._break(step, provider, side, reason, name=parameter.name, output=place[2] if place else 0)

    def _break(self, step: Step, provider: int, side: str, reason: str, kind: str = "contract", **more: Any) -> None:
        facts = {"subtask": step.subtask, "provider": provider, "side": side, "values": step.values, **more}
        self._teller.tell("fault", kind=kind, reason=reason, **facts)
        raise Broken(reason)

    def _keep_inputs(self, step: Step, number: int, inputs: Mapping[str, Any], places: Mapping[str, Place]) -> None:
        if self._kept is None:
            return
        if number == 0:
            self._kept.forget(step.subtask)
        self._note(step, self._kept.keep_inputs(step.subtask, number, inputs, places))

    def _note(self, step: Step, problem: str) -> None:
        if problem:
            self._teller.tell("note", text=f"Values of sub-task {step.subtask} are not kept for later runs: {problem}")


class Finder:
    """Sees the modules of the steps while they are imported, from wherever it is, and patches them when they are loaded."""

    def __init__(self, watched: Watched) -> None:
        self._watched = watched

    def find_spec(self, name: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        """The module of a step with a loader of ours; of others nothing, so that the usual finders go on."""
        step = self._watched.steps.get(name)
        found = importlib.machinery.PathFinder.find_spec(name, path, target) if step else None
        if found and found.loader and step:
            found.loader = _Loader(found.loader, self._watched, step)  # type: ignore[assignment]
        return found


class _Loader:
    def __init__(self, loader: Any, watched: Watched, step: Step) -> None:
        self._loader = loader
        self._watched = watched
        self._step = step

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)  # type: ignore[no-any-return]

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        self._watched.patch(module, self._step)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)


def _by_name(
    step: Step, function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> dict[str, Any]:
    code = getattr(function, "__code__", None)
    names = code.co_varnames[: code.co_argcount] if code else [parameter.name for parameter in step.inputs]
    return {**dict(zip(names, args)), **kwargs}  # noqa: B905 - the call itself refuses what is too many


def _names(step: Step) -> str:
    return ", ".join(parameter.name for parameter in step.outputs)
