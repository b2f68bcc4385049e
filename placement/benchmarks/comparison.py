"""The integer program beside the baselines, for latency and for energy (Fig. 8 and 10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from placement.benchmarks.programs import BENCHMARKS, SETTINGS, Benchmark, Setting, priced, without_limits
from placement.partition import BASELINES, solve
from placement.problem import Answer, Goal
from placement.profiles import Profiles

OURS = "EdgeProg"
# The three of the report, then ours beyond it.
REPORTED = ("RT-IFTTT", "Wishbone(0.5, 0.5)", "Wishbone(opt.)")
FURTHER = ("all-local", "greedy")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One benchmark in one setting for one goal: the answer of every baseline, and ours.

    limited: ours where the devices' memory counts, too
    """

    benchmark: str
    setting: str
    goal: Goal
    answers: Mapping[str, Answer]
    limited: Answer

    def normalised(self, name: str) -> float:
        """A value as a share of the worst; NaN where a baseline found none."""
        return self.answers[name].value / max(one.value for one in self.answers.values() if one.assignment)

    def reduction(self, name: str) -> float:
        """By how much ours is below a baseline, as a share of it."""
        return 1 - self.answers[OURS].value / self.answers[name].value

    @property
    def alphas(self) -> tuple[float, float]:
        """The range of the alphas that are best for Wishbone(opt.)."""
        details = self.answers["Wishbone(opt.)"].details
        return details["alpha_low"], details["alpha_high"]


def compare(
    benchmarks: Sequence[Benchmark] = BENCHMARKS,
    settings: Sequence[Setting] = SETTINGS,
    *,
    profiles: Profiles | None = None,
) -> tuple[Comparison, ...]:
    """All benchmarks in all settings for both goals. Memory is no limit, as in the report."""
    found = []
    for setting in settings:
        for benchmark in benchmarks:
            _, limited = priced(benchmark.text, setting, profiles)
            _, problem = priced(benchmark.text, setting, without_limits(profiles))
            for goal in Goal:
                answers = {name: BASELINES[name](problem, goal) for name in (*REPORTED, *FURTHER)}
                answers[OURS] = solve(problem, goal)
                found.append(Comparison(benchmark.name, setting.name, goal, answers, solve(limited, goal)))
    return tuple(found)


def mean_reduction(comparisons: Iterable[Comparison], baselines: Sequence[str] = REPORTED) -> float:
    """The mean over comparisons and baselines; baselines that found no placement are left out."""
    shares = [one.reduction(name) for one in comparisons for name in baselines if one.answers[name].assignment]
    return sum(shares) / len(shares)
