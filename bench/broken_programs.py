"""A hundred programs that go wrong, each in one known sub-task: four steps from a file to a mean heart rate, one of them broken.

``CASES`` lists them; ``python -m bench.faults`` runs them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.project import Parameter
from core.runs import Step


def _signal(name: str, meaning: str) -> Parameter:
    return Parameter(name, "numpy.ndarray", meaning, shape="(n,)")


_PATH = Parameter("data_path", "str", "path of the recording")
_RATE = Parameter("rate", "float", "samples a second", unit="Hz")
_RAW, _CLEAN = _signal("signal", "the raw signal"), _signal("filtered", "the filtered signal")
_PEAKS = Parameter("peaks", "list[int]", "sample numbers of the beats")
_BPM = Parameter("bpm", "dict[str, float]", "beats a minute by record")

STEPS = (
    Step(1, "step_1_load", "load", (_PATH,), (_RAW, _RATE)),
    Step(2, "step_2_clean", "clean", (_RAW, _RATE), (_CLEAN,)),
    Step(3, "step_3_detect", "detect", (_CLEAN, _RATE), (_PEAKS,)),
    Step(4, "step_4_report", "report", (_PEAKS, _RATE), (_BPM,)),
)
_HEADS = {
    1: "def load(data_path: str):",
    2: "def clean(signal, rate):",
    3: "def detect(filtered, rate):",
    4: "def report(peaks, rate):",
}
_GOOD = {
    1: "return np.loadtxt(data_path), 100.0",
    2: "return signal - np.mean(signal)",
    3: "return [int(i) for i in np.flatnonzero(filtered > 0.5)]",
    4: "return {'one': 60.0 * rate / float(np.mean(np.diff(peaks)))}",
}
_RESULTS = {1: "signal, rate", 2: "filtered", 3: "peaks", 4: "bpm"}
MAIN = """import argparse

parser = argparse.ArgumentParser()
parser.add_argument("data_path")


def run(given):
    from step_1_load import load
    from step_2_clean import clean
    from step_3_detect import detect
    from step_4_report import report

    signal, rate = load(data_path=given.data_path)
    filtered = clean(signal=signal, rate=rate)
    peaks = detect(filtered=filtered, rate=rate)
    return report(peaks=peaks, rate=rate)


if __name__ == "__main__":
    for name, value in run(parser.parse_args()).items():
        print(f"{name}: {value:.1f}")
"""


@dataclass(frozen=True, slots=True)
class Case:
    """One broken program.

    step: the sub-task that is at fault; body: its function's lines; above: lines before the function
    kinds: the kinds of fault that tell it rightly
    """

    name: str
    step: int
    body: str
    kinds: tuple[str, ...]
    above: str = ""

    def files(self) -> dict[str, str]:
        """The project: its other sub-tasks are right."""
        found = {"main.py": MAIN}
        for step in STEPS:
            here = step.subtask == self.step
            body = self.body if here else _GOOD[step.subtask]
            lines = "".join(f"    {line}\n" for line in body.split("\n"))
            above = f"{self.above}\n" if here and self.above else ""
            found[f"{step.module}.py"] = f"import numpy as np\n\n{above}\n\n{_HEADS[step.subtask]}\n{lines}"
        return found


def recording() -> str:
    """A recording with a beat each second, as ``load`` reads it."""
    return "\n".join("1.0" if sample % 100 == 50 else "0.0" for sample in range(1000)) + "\n"


# What goes wrong in any sub-task: name, body (``OUT`` stands for what the sub-task returns), kinds, lines above.
_ANYWHERE: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("a syntax error", "return (OUT", ("syntax",), ""),
    ("an indentation error", "x = 1\n  y = 2\nreturn OUT", ("syntax",), ""),
    ("a module that nobody has", "import sensorlib_pro\nreturn OUT", ("import", "error"), ""),
    ("a name that is not in a module", "return OUT", ("error", "import"), "from numpy import find_all_peaks"),
    ("a name that is not defined", "return undefined_result", ("error",), ""),
    ("a wrong type", "return 'a' + 1", ("error",), ""),
    ("a key that is not there", "return {'there': 1}['missing']", ("error",), ""),
    ("an endless loop", "while True:\n    pass", ("limit",), ""),
    ("a sleep that never ends", "import time\ntime.sleep(10_000)", ("limit",), ""),
    ("a deadlock", "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()", ("limit",), ""),
    ("a crash in C", "import ctypes\nctypes.string_at(0)", ("crash",), ""),
    ("an abort", "import os\nos.abort()", ("crash",), ""),
    ("an exit amidst", "import os\nos._exit(3)", ("crash",), ""),
    ("a polite exit", "raise SystemExit(4)", ("error", "crash"), ""),
    ("a recursion without end", "def down(n):\n    return down(n + 1)\nreturn down(0)", ("error",), ""),
    ("memory without end", "rows = []\nwhile True:\n    rows.append(np.ones(2_000_000))", ("limit",), ""),
    ("nothing at all", "return None", ("contract", "result", "error"), ""),
    ("a text for a result", "return 'done'", ("contract", "result", "error"), ""),
)
# What goes wrong in one sub-task alone.
_SPECIAL = (
    Case("not a number in the signal", 1, "x = np.loadtxt(data_path)\nx[3] = np.nan\nreturn x, 100.0", ("contract",)),
    Case("two columns for one", 1, "x = np.loadtxt(data_path)\nreturn np.stack([x, x], 1), 100.0", ("contract",)),
    Case("a rate that is text", 1, "return np.loadtxt(data_path), '100 Hz'", ("contract",)),
    Case("a list for an array", 1, "return list(np.loadtxt(data_path)), 100.0", ("contract",)),
    Case("one value for two", 1, "return np.loadtxt(data_path)", ("contract", "error", "result")),
    Case("another file", 1, "return np.loadtxt(data_path + '.csv'), 100.0", ("error",)),
    Case("a folder that it may not write", 1, "open('/etc/gpiot', 'w')\nreturn np.zeros(3), 1.0", ("error",)),
    Case("the network", 1, "import urllib.request as u\nu.urlopen('http://example.org')", ("error",)),
    Case("a matrix for a vector", 2, "return np.outer(signal, [1.0, 2.0])", ("contract",)),
    Case("shapes that do not fit", 2, "return signal + np.ones(7)", ("error",)),
    Case("infinite where a division fails", 2, "return signal / 0 * np.nan", ("contract", "error")),
    Case("a generator", 2, "return (x for x in signal)", ("contract",)),
    Case("a tuple too many", 2, "return signal, rate", ("contract",)),
    Case("a bad filter length", 2, "return np.convolve(signal, [], 'same')", ("error",)),
    Case("a bad reshape", 2, "return signal.reshape(3, -1, 7)", ("error",)),
    Case("a mapping", 2, "return {'filtered': signal}", ("contract",)),
    Case("an index beyond the end", 3, "return [filtered[10**6]]", ("error",)),
    Case("an array for a list", 3, "return np.flatnonzero(filtered > 0.5)", ("contract",)),
    Case("numbers that are text", 3, "return ['50', '150']", ("contract", "error")),
    Case("an attribute of nothing", 3, "return None.tolist()", ("error",)),
    Case("an unpacking that fails", 3, "a, b = [1]\nreturn a", ("error",)),
    Case("a bad comparison", 3, "return [i for i in filtered if i > '0.5']", ("error",)),
    Case("an assertion", 3, "assert len(filtered) < 10, 'too long'\nreturn []", ("error",)),
    Case("a division by nothing", 4, "return {'one': 60.0 / (len(peaks) - len(peaks))}", ("error",)),
    Case("a mean of nothing", 4, "return {'one': float(np.mean(np.asarray([])))}", ("contract", "result", "error")),
    Case("a list for a mapping", 4, "return [60.0]", ("contract", "result", "error")),
    Case("a set", 4, "return {60.0}", ("contract", "result", "error")),
    Case("not a number by record", 4, "return {'one': float('nan')}", ("contract", "result")),
)


def _anywhere() -> Iterator[Case]:
    for name, body, kinds, above in _ANYWHERE:
        for step in STEPS:
            text = body.replace("OUT", _GOOD[step.subtask].removeprefix("return "))
            yield Case(f"{name} in {step.function}", step.subtask, text, kinds, above)


CASES = (*_anywhere(), *_SPECIAL)
