"""The programs of Table I and the two settings of section V-B: what is compared, on what."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from placement.blocks import FlowGraph, Kind
from placement.costs import problem
from placement.flow import graph
from placement.language.parsing import parse
from placement.language.tree import Application, Device, Name
from placement.loading import Register, load
from placement.partition.rules import at_source
from placement.problem import Problem
from placement.profiles import Profiles

_VALUES = re.compile(r"values=(\d+)")


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A row of Table I.

    operators: as the report counts them
    stretch: how many times as long the windows are
    """

    name: str
    application: str
    operators: int
    algorithms: str
    stretch: float = 1.0

    @property
    def text(self) -> str:
        """The program, written for TelosB."""
        text = files(__package__).joinpath(f"{self.name.casefold()}.ep").read_text(encoding="utf-8")
        return _VALUES.sub(lambda window: f"values={round(int(window[1]) * self.stretch)}", text)


@dataclass(frozen=True, slots=True)
class Setting:
    """A kind of device and the network that it speaks."""

    name: str
    device: str
    network: str


BENCHMARKS = (
    Benchmark("Sense", "Outlier detector", 8, "Average, matrix multiplication, LEC compression"),
    Benchmark("MNSVG", "Weather forecasting", 4, "MNSVG"),
    Benchmark("EEG", "Seizure onset detection", 80, "Wavelet decomposition, SVM"),
    Benchmark("SHOW", "Smart handwriting", 13, "FFT, random forest"),
    Benchmark("Voice", "Speaker count", 10, "MFCC, pitch estimation, unsupervised clustering"),
)
SETTINGS = (Setting("Zigbee", "TelosB", "802.15.4"), Setting("WiFi", "RPI", "WiFi"))


def priced(text: str, setting: Setting, profiles: Profiles | None = None) -> tuple[FlowGraph, Problem]:
    """The graph of a program without errors, its devices but the edge replaced by the setting's, and what it costs."""
    application, diagnostics = parse(text)
    if application is None or diagnostics:
        raise ValueError(f"This is no program: {'; '.join(one.message for one in diagnostics)}. Check it first.")
    built = graph(on(application, setting.device))
    return built, problem(built, profiles or _shipped(), setting.network)


def without_limits(profiles: Profiles | None = None) -> Profiles:
    """Devices with any amount of memory: Eq. 1 to 14 have no capacities."""
    known = profiles or _shipped()
    devices = {name: replace(one, ram=math.inf, flash=math.inf) for name, one in known.devices.items()}
    return replace(known, devices=Register(devices))


def on(application: Application, kind: str) -> Application:
    """The same program on another kind of device; the edge stays what it is."""
    return replace(application, devices=tuple(_as(device, kind) for device in application.devices))


def _as(device: Device, kind: str) -> Device:
    edge = device.kind.text.casefold() == "edge"
    return device if edge else replace(device, kind=Name(kind, device.kind.span))


@cache
def _shipped() -> Profiles:
    return load()


def operators(graph: FlowGraph, problem: Problem) -> tuple[int, ...]:
    """The blocks that Table I counts: samples and stages whose data comes from one device.

    So "each device owns eight stages" in EEG; the classifier, which all ten devices feed, is none of theirs.
    """
    homes = at_source(problem)
    return tuple(
        index
        for index, block in enumerate(graph.blocks)
        if block.kind in {Kind.SAMPLE, Kind.ALGORITHM} and homes[index] != problem.edge
    )
