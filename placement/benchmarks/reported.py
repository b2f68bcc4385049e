"""What the text of the report says of its figures, beside what comes out here. Its bars themselves are lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from placement.benchmarks.comparison import REPORTED, Comparison, mean_reduction
from placement.benchmarks.cuts import Cuts
from placement.benchmarks.scaling import Solving
from placement.problem import Goal

_RT, _HALVES, _BEST = REPORTED
# The scale for which the report gives both times.
_SCALE = 200

_WEIGHTS = (
    "The report does not say how CPU and Net are made comparable. Here each is 1 at its most, so that for (0.5, 0.5) all on "
    "the device costs as much as all on the edge, and a packet decides."
)
_TUNED = (
    "In a chain the latency is CPU plus Net, so one of the eleven weights comes near the optimum. Net counts packets here; "
    "Wishbone counts bytes, and the report does not say how its own does."
)
_WINDOWS = "It goes with the windows, which the report does not give."
_ONE_PACKET = (
    "A WiFi packet holds 1,472 bytes: but for Sense and Voice a window is one packet, whatever is computed before."
)
_FLOWS = (
    "Several samples of a device are several packets, and each costs the radio's energy; one that is computed first saves "
    "the others. The report's testbed may have packed them together."
)
_VOICE = (
    "Wishbone offloads Voice here, as the optimum does. The report's figure seems to be of a placement on the node: against "
    "all-local we have {local} with fixed-point arithmetic."
)
_ALPHA_EEG = (
    "The wavelets halve the data for little work, so a cut that saves packets is the quickest; alpha 1 sends all."
)
_ALPHA_WIFI = "All cuts of EEG send one packet a channel, so that the edge, which is quicker, is best at any alpha."
_SOLVER = "EEG of the nearest size. Other solvers, machines and graphs: compare how times grow."
_CONSTRAINTS = "The model is written by array operations; the report builds it term by term."


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the report as a figure, ours, and why they differ."""

    what: str
    report: str
    here: str
    why: str = ""


def statements(
    comparisons: Sequence[Comparison], cuts: Sequence[Cuts], times: Sequence[Solving]
) -> tuple[Statement, ...]:
    """In the order of the report."""
    return (*_latency(comparisons), *_cuts(cuts), *_energy(comparisons), *_alphas(comparisons), *_solving(times))


def chosen(
    comparisons: Sequence[Comparison], goal: Goal, setting: str | None = None, benchmark: str | None = None
) -> list[Comparison]:
    """Those of a goal, of one setting or of both, of one benchmark or of all."""
    return [
        one
        for one in comparisons
        if one.goal is goal and setting in {None, one.setting} and benchmark in {None, one.benchmark}
    ]


def _latency(comparisons: Sequence[Comparison]) -> Iterator[Statement]:
    mean = _means(comparisons, Goal.LATENCY)
    yield Statement("latency saved, mean of all", "20.96 %", mean(None, *REPORTED), "The six means below, averaged.")
    yield Statement("Zigbee, against RT-IFTTT", "30.96 %", mean("Zigbee", _RT), _WINDOWS)
    yield Statement("Zigbee, against Wishbone(0.5, 0.5)", "45.80 %", mean("Zigbee", _HALVES), _WEIGHTS)
    yield Statement("Zigbee, against Wishbone(opt.)", "18.19 %", mean("Zigbee", _BEST), _TUNED)
    yield Statement("WiFi, against RT-IFTTT", "0.07 %", mean("WiFi", _RT), _ONE_PACKET)
    yield Statement("WiFi, against Wishbone(0.5, 0.5)", "30.58 %", mean("WiFi", _HALVES), _WEIGHTS)
    yield Statement("WiFi, against Wishbone(opt.)", "0.13 %", mean("WiFi", _BEST), _TUNED)
    (voice,) = chosen(comparisons, Goal.LATENCY, "Zigbee", "Voice")
    why = _VOICE.format(local=_percent(voice.reduction("all-local")))
    yield Statement("Voice, against Wishbone(0.5, 0.5)", "99.05 %", _percent(voice.reduction(_HALVES)), why)


def _cuts(cuts: Sequence[Cuts]) -> Iterator[Statement]:
    points = next(len(one.local) for one in cuts if one.benchmark == "MNSVG")
    yield Statement("cutting points of MNSVG", "3", str(points))


def _energy(comparisons: Sequence[Comparison]) -> Iterator[Statement]:
    mean = _means(comparisons, Goal.ENERGY)
    yield Statement("energy saved, mean of all", "31.48 %", mean(None, *REPORTED), "The two means below, averaged.")
    yield Statement("Zigbee", "51.60 %", mean("Zigbee", *REPORTED), _WINDOWS)
    yield Statement("WiFi", "11.37 %", mean("WiFi", *REPORTED), _FLOWS)
    yield Statement("against Wishbone(opt.)", "14.8 %", mean(None, _BEST), _TUNED)
    yield Statement("against RT-IFTTT", "40.8 %", mean(None, _RT))
    (sense,) = chosen(comparisons, Goal.ENERGY, "Zigbee", "Sense")
    yield Statement("Sense, Zigbee, against RT-IFTTT", "98.38 %", _percent(sense.reduction(_RT)), _WINDOWS)


def _alphas(comparisons: Sequence[Comparison]) -> Iterator[Statement]:
    for goal, setting, benchmark, report, why in (
        (Goal.LATENCY, "Zigbee", "Sense", "small", ""),
        (Goal.LATENCY, "Zigbee", "EEG", "1", _ALPHA_EEG),
        (Goal.ENERGY, "Zigbee", "EEG", "small", ""),
        (Goal.ENERGY, "WiFi", "EEG", "large", _ALPHA_WIFI),
    ):
        (one,) = chosen(comparisons, goal, setting, benchmark)
        low, high = one.alphas
        yield Statement(f"best alpha, {benchmark}, {goal}, {setting}", report, f"{low:.1f} to {high:.1f}", why)


def _solving(times: Sequence[Solving]) -> Iterator[Statement]:
    scale = min((one.scale for one in times), key=lambda size: abs(size - _SCALE))
    near = {one.solver: one for one in times if one.scale == scale}
    for solver, report in (("ILP of the report", "4.89 s"), ("quadratic", "35.79 s"), ("ILP", "-")):
        if solver in near:
            yield Statement(f"{solver} at about 200", report, _time(near[solver]), _SOLVER)
    asked = [one for one in times if one.solver == "quadratic"]
    most = max((one.scale for one in asked if not one.stopped), default=0)
    yield Statement("quadratic, EEG (935)", "nearly unsolvable", f"solved up to {most:,}", _SOLVER)
    largest = next(one for one in reversed(times) if one.solver == "ILP")
    slowest = max(largest.seconds.items(), key=lambda item: item[1])[0]
    yield Statement(
        "most of the time of the ILP", "making constraints", f"{slowest}, at {largest.scale:,}", _CONSTRAINTS
    )


def _means(comparisons: Sequence[Comparison], goal: Goal) -> Callable[..., str]:
    def mean(setting: str | None, *baselines: str) -> str:
        return _percent(mean_reduction(chosen(comparisons, goal, setting), baselines))

    return mean


def _percent(share: float) -> str:
    return f"{100 * share:.2f} %"


def _time(one: Solving) -> str:
    return f"stopped after {one.total:.1f} s" if one.stopped else f"{one.processor:.2f} s of the processor"
