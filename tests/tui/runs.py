"""Runs as the tests of the chat play them: one that misses a budget after a repair, one that breaches a contract."""

from __future__ import annotations

from core.run_events import RunEnded, RunStarted
from core.runs import Budget, Evaluation, Fault, Measured, Metric, Ran, Table
from tests.tui.standin import ESCAPES

STARTED = RunStarted(isolation="bubblewrap", arguments=("/data",))
F1 = {"100": 1.0, "101": 0.998, "103": 1.0, "105": 0.942, "108": 0.854, "200": 0.931, "203": 0.871, "207": 0.902}
CLASSES = ("walk", "sit", "fall", "跌倒 again")


def peaks() -> Evaluation:
    whole = [Metric("precision", 0.9731), Metric("recall", 0.9604), Metric("F1", 0.9667), Metric("missed beats", 721)]
    of_one = [
        metric
        for group, value in F1.items()
        for metric in (
            Metric("precision", value, group),
            Metric("recall", value - 0.01, group),
            Metric("F1", value, group),
            Metric("missed beats", round(2000 * (1 - value)), group, "beats"),
        )
    ]
    return Evaluation("r-peaks", (*whole, *of_one), "against annotations .atr, match window 150 ms")


def activities() -> Evaluation:
    counts = ((52, 3, 0, 1), (2, 61, 0, 0), (9, 0, 17, 30), (0, 0, 4, 1204))
    return Evaluation(
        "classification", (Metric("accuracy", 0.9645),), "against labels.csv", Table(CLASSES, CLASSES, counts)
    )


def succeeded() -> RunEnded:
    budgets = (
        Budget("memory", 50, "MB", "The memory must not exceed 50 MB.", measured=148.2),
        Budget("time per item", 0.02, "s", "within 20 ms a window", measured=0.0041),
        Budget("gpu memory", 100, "MB", "at most 100 MB on the GPU"),
    )
    took = Measured(3.214, 2.9, 148.2, {1: 0.42, 2: 1.31, 3: 1.02, 4: 0.04, 5: 0.31}, items=8)
    ran = Ran("done", "bubblewrap", took, evaluations=(peaks(), activities()), budgets=budgets)
    return RunEnded(rounds=1, ran=ran, folder="/home/me/.local/state/gpiot/runs/r-peaks/0003")


def failed() -> RunEnded:
    trace = (
        'Traceback (most recent call last):\n  File "step_3_derive_energy.py", line 41, in derive_energy\n'
        f"    raise ValueError('{ESCAPES}')\nValueError: operands could not be broadcast together"
    )
    fault = Fault(
        "contract",
        "signal has 1 dimension where 2 are declared",
        3,
        2,
        trace,
        {"signal": "float64 array, shape (650000,)"},
    )
    took = Measured(1.8, 1.7, 96.4, {1: 0.42, 2: 1.31})
    return RunEnded(rounds=0, ran=Ran("failed", "bubblewrap", took, fault=fault), code=1)
