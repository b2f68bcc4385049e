"""The picture beside a run, drawn with another interpreter's matplotlib."""

from __future__ import annotations

import sys
from pathlib import Path

from core.runs import Evaluation, Excerpt, Table
from sandbox.drawing import draw

EXCERPT = Excerpt("100, $MLII_$", (0.0, 1.0, 0.5), "mV", 2.0, 10.0, (10.5,), (10.6,))
BOTH = Evaluation("r-peaks", (), table=Table(("a",), ("a", "b"), ((1, 0),)), excerpt=EXCERPT)
# Stands for matplotlib: it takes every call and writes down what was drawn.
STAND_IN = """
import sys
from unittest.mock import MagicMock

class Plot(MagicMock):
    def subplots(self, rows, columns, **_):
        axes = MagicMock()
        axes.__getitem__.return_value = [MagicMock() for _ in range(rows)]
        self.drawn = axes[:, 0]
        figure = MagicMock()
        figure.savefig = lambda target, **_: open(target, "w").write(str([len(one.method_calls) > 1 for one in self.drawn]))
        return figure, axes

pyplot = Plot()
rcParams = {}
use = print
sys.modules["matplotlib.pyplot"] = pyplot
"""


def python_with(folder: Path, module: str) -> Path:
    """This interpreter, with a matplotlib of our own."""
    (folder / "matplotlib.py").write_text(module)
    program = folder / "python"
    program.write_text(
        f'#!/bin/sh\nshift\nexec {sys.executable} -c \'import runpy, sys; sys.path.insert(0, "{folder}"); '
        f'sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name="__main__")\' "$@"\n'
    )
    program.chmod(0o755)
    return program


def test_the_worst_seconds_and_the_confusion_table_are_drawn(tmp_path: Path) -> None:
    target = tmp_path / "plot.png"
    assert draw([BOTH], python_with(tmp_path, STAND_IN), target) == ""
    assert target.read_text() == "[True, True]"


def test_without_matplotlib_the_next_step_is_named(tmp_path: Path) -> None:
    lacking = python_with(tmp_path, """raise ModuleNotFoundError("No module named 'matplotlib'")""")
    assert "gpiot runtime add matplotlib" in draw([BOTH], lacking, tmp_path / "plot.png")
    broken = draw([BOTH], python_with(tmp_path, "raise OSError('no fonts')"), tmp_path / "plot.png")
    assert broken == "No picture was drawn: OSError: no fonts"


def test_nothing_to_draw_is_no_picture(tmp_path: Path) -> None:
    assert draw([Evaluation("regression", ())], Path("/no/python"), tmp_path / "plot.png") == ""
    assert list(tmp_path.iterdir()) == []
