"""How long a placement takes to find, against the size of the problem (Appendix B, Fig. 20 and 21)."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from placement.benchmarks.programs import SETTINGS, priced, without_limits
from placement.partition import ilp, quadratic
from placement.problem import Answer, Goal, Problem, Status
from placement.profiles import Profiles

# Channels of EEG: 935 is the benchmark's scale, 10,260 the largest that is asked for.
CHANNELS = (1, 2, 4, 6, 10, 20, 35)
STAGES = ("graph", "preparing", "constraints", "objective", "handing", "solving")
Timed = Callable[[Problem, Goal, float], Answer]
SOLVERS: Mapping[str, Timed] = {
    "ILP": lambda problem, goal, limit: ilp.solve(problem, goal, time_limit=limit),
    "ILP of the report": lambda problem, goal, limit: ilp.solve(problem, goal, time_limit=limit, way=ilp.REPORT),
    "quadratic": lambda problem, goal, limit: quadratic.solve(problem, goal, time_limit=limit),
}


@dataclass(frozen=True, slots=True)
class Solving:
    """One problem, one solver.

    seconds: by the stages of `STAGES`: reading the program and pricing its graph, a first placement and its bounds,
        writing constraints and objective, giving the model to the solver, solving
    processor: s of all stages; on a busy machine it tells more than the clock
    """

    solver: str
    scale: int
    status: Status
    seconds: Mapping[str, float]
    processor: float

    @property
    def total(self) -> float:
        """In s."""
        return sum(self.seconds.values())

    @property
    def stopped(self) -> bool:
        """Whether it ended at the limit."""
        return self.status is Status.TIME_LIMIT


def solving(
    channels: Sequence[int] = CHANNELS, *, limit: float = 10.0, profiles: Profiles | None = None
) -> tuple[Solving, ...]:
    """EEG with more and more channels, for energy as in Appendix B.

    A solver that once needed more than ``limit`` seconds is not asked again about larger problems.
    """
    found, slow = [], set[str]()
    for count in channels:
        began = time.perf_counter(), time.process_time()
        _, problem = priced(eeg(count), SETTINGS[0], without_limits(profiles))
        reading, worked = time.perf_counter() - began[0], time.process_time() - began[1]
        for name in [one for one in SOLVERS if one not in slow]:
            start = time.process_time()
            answer = SOLVERS[name](problem, Goal.ENERGY, limit)
            processor = worked + time.process_time() - start
            found.append(Solving(name, problem.scale, answer.status, _seconds(answer, reading), processor))
            if found[-1].stopped:
                slow.add(name)
    return tuple(found)


def _seconds(answer: Answer, reading: float) -> dict[str, float]:
    stages = {stage: answer.details.get(f"{stage}_s", 0.0) for stage in STAGES[1:-1]}
    return {"graph": reading, **stages, "solving": answer.solving_s}


_EEG = """\
// EEG: the onset of a seizure.
// After Table I of the EdgeProg technical report: wavelet decomposition and SVM, a device for each channel.

Application EEG {{
  Configuration {{
    // 2 s at 256 Hz, 16 bits: the window of Shoeb's detector.
{devices}
    Edge E(Alarm);
  }}

  Implementation {{
    // Each order of the decomposition halves the data; after seven, 4 values below 1 Hz are left.
{channels}

    // One support vector machine for all channels.
    VSensor Seizure("Classifier") {{
      Seizure.setInput({names});
      Classifier.setModel("SVM", "seizure.svm", 50); // support vectors
      Seizure.setOutput(<int_t>);
    }}
  }}

  Rule {{
    IF (Seizure == 1)
      THEN (E.Alarm);
  }}
}}
"""
_CHANNEL = """\
    VSensor Channel{number}("{stages}") {{
      Channel{number}.setInput(D{number}.EEG);
{models}
      Channel{number}.setOutput(<vector_t>);
    }}"""
_ORDERS = 7


def eeg(channels: int) -> str:
    """The program EEG with any number of channels; the benchmark has ten."""
    numbers = range(1, channels + 1)
    return _EEG.format(
        devices="\n".join(f"    TelosB D{number}(EEG @(values=512, width=2));" for number in numbers),
        channels="\n\n".join(_channel(number) for number in numbers),
        names=", ".join(f"Channel{number}" for number in numbers),
    )


def _channel(number: int) -> str:
    stages = [f"C{number}W{order}" for order in range(1, _ORDERS + 1)]
    models = "\n".join(f'      {stage}.setModel("WaveletDecomposition", 1, 8);' for stage in stages)
    return _CHANNEL.format(number=number, stages=", ".join(stages), models=models)
