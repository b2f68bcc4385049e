"""What an algorithm is: a typed function with a model of its output, its work and its memory."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from inspect import Parameter, signature

import numpy as np

from placement.profiles import Data, Work

Inputs = Sequence[Data]
Arguments = Sequence[float | str]
_LARGEST = 1e9


class BadArguments(ValueError):
    """An algorithm cannot work with what ``setModel`` gives it."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of an algorithm costs.

    ram: bytes that it holds while it runs, its output included; its input lies with the block that made it
    model: bytes of coefficients and trained parameters, which lie in flash beside the code
    """

    output: Data
    work: Work
    ram: float
    model: float = 0.0


@dataclass(frozen=True, slots=True)
class Algorithm:
    """An algorithm of the catalogue.

    role: 'feature', 'classification' or 'other'
    cost: the cost model, called with the inputs and the settings by keyword. Its keyword-only parameters are the settings,
        which the numbers of ``setModel`` fill in order; one without a default has to be given
    flash: bytes of code on a 16 bit microcontroller
    run: takes one array an input, then settings by keyword, and `model` where it was trained; gives one array
    method: the method of the library that does this, as ``family.function``, where there is no `run`
    """

    name: str
    role: str
    summary: str
    source: str
    cost: Callable[..., Cost] = field(repr=False)
    flash: float = 0.0
    run: Callable[..., np.ndarray] | None = field(default=None, repr=False)
    method: str = ""
    aliases: tuple[str, ...] = ()

    def output(self, inputs: Inputs, arguments: Arguments = ()) -> Data:
        """What flows out of it."""
        return self._cost(inputs, arguments).output

    def work(self, inputs: Inputs, arguments: Arguments = ()) -> Work:
        """The operations of one run."""
        return self._cost(inputs, arguments).work

    def ram(self, inputs: Inputs, arguments: Arguments = ()) -> float:
        """Bytes that it holds while it runs."""
        return self._cost(inputs, arguments).ram

    def stored(self, inputs: Inputs, arguments: Arguments = ()) -> float:
        """Bytes of flash: its code and its model."""
        return self.flash + self._cost(inputs, arguments).model

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its settings, in the order that numbers fill them."""
        return _keyword_only(self.cost)

    def missing(self, arguments: Arguments = ()) -> tuple[str, ...]:
        """The settings that have to be given and are not: without them the algorithm is opaque."""
        unfilled = self.parameters[len(_numbers(arguments)) :]
        return tuple(parameter.name for parameter in unfilled if parameter.default is Parameter.empty)

    def settings(self, arguments: Arguments = ()) -> dict[str, float]:
        """The numbers among the arguments by the names of the settings; texts name files and stages and are left out."""
        parameters, numbers = self.parameters, _numbers(arguments)
        if len(numbers) > len(parameters):
            names = ", ".join(parameter.name for parameter in parameters) or "none"
            raise BadArguments(
                f"{self.name}: {len(numbers)} numbers are given, its settings are: {names}; leave out the last numbers "
                f"(gpiot place algorithms {self.name})"
            )
        return {
            parameter.name: self._checked(parameter, number)
            for parameter, number in zip(parameters, numbers, strict=False)
        }

    def apply(
        self, *inputs: np.ndarray, arguments: Arguments = (), model: Mapping[str, np.ndarray] | None = None
    ) -> np.ndarray:
        """Run it on arrays; where it takes one array and several come in, they are joined."""
        if self.run is None:
            raise BadArguments(f"{self.name} has no function of its own; it runs as the library's method {self.method}")
        taken = signature(self.run).parameters
        settings = {name: value for name, value in self.settings(arguments).items() if name in taken}
        given = settings if model is None else {**settings, "model": model}
        arrays = [np.asarray(values) for values in inputs]
        if len(arrays) > _arity(self.run):
            arrays = [np.concatenate([values.ravel() for values in arrays])]
        return self.run(*arrays, **given)

    def _cost(self, inputs: Inputs, arguments: Arguments) -> Cost:
        if not inputs or any(data.values < 1 for data in inputs):
            raise BadArguments(f"{self.name} gets no data; name an input that gives at least one value")
        if missing := self.missing(arguments):
            raise BadArguments(
                f"{self.name}: nothing tells its {' and '.join(missing)}; add {'it' if len(missing) == 1 else 'them'} to "
                "setModel as numbers, or describe its cost in an annotation or an opaque profile"
            )
        cost: Cost = self.cost(inputs, **self.settings(arguments))
        return cost

    def _checked(self, parameter: Parameter, number: float) -> float:
        zero_allowed = parameter.default == 0
        if not math.isfinite(number) or number < 0 or (number == 0 and not zero_allowed):
            raise BadArguments(f"{self.name}: {parameter.name} is {number:g}; give a number above 0")
        if number > _LARGEST:
            raise BadArguments(f"{self.name}: {parameter.name} is {number:g}; give a number up to {_LARGEST:g}")
        if parameter.annotation != "int":
            return number
        if number != int(number):
            raise BadArguments(f"{self.name}: {parameter.name} is {number:g}; give a whole number")
        return int(number)


@cache
def _keyword_only(function: Callable[..., Cost]) -> tuple[Parameter, ...]:
    """Kept: to look at a signature takes longer than most cost models."""
    return tuple(one for one in signature(function).parameters.values() if one.kind is Parameter.KEYWORD_ONLY)


def _numbers(arguments: Arguments) -> list[float]:
    return [argument for argument in arguments if not isinstance(argument, str)]


def _arity(function: Callable[..., np.ndarray]) -> float:
    kinds = [parameter.kind for parameter in signature(function).parameters.values()]
    return math.inf if Parameter.VAR_POSITIONAL in kinds else kinds.count(Parameter.POSITIONAL_OR_KEYWORD)
