"""The program that records training data for a virtual sensor with AUTO (section IV-A: a simple sampling application)."""

from __future__ import annotations

from pathlib import Path

from placement.auto.task import Task

_TEMPLATE = Path(__file__).with_name("recorder.py")


def program(task: Task) -> str:
    """The text of a Python program that runs with the standard library alone and tells how in its docstring."""
    text = _TEMPLATE.read_text("utf-8")
    for name, value in (("SENSOR", task.sensor), ("COLUMNS", task.columns), ("LABELS", task.labels)):
        before, _, rest = text.partition(f"\n{name} = ")
        text = f"{before}\n{name} = {value!r}\n{rest.partition(chr(10))[2]}"
    return text
