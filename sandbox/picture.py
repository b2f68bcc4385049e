"""Draws a picture of a run with the packages of the run-time environment: what to draw comes on stdin, as JSON.

Run as a program of its own with the path of the PNG; it works on numbers and names alone, nothing of the program runs here.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def excerpt(axes: Any, told: dict[str, Any]) -> None:
    """A signal with what was found and what is there."""
    times = [told["start_s"] + number / told["rate_hz"] for number in range(len(told["values"]))]
    axes.plot(times, told["values"], linewidth=0.8)
    low, high = min(told["values"]), max(told["values"])
    gap = 0.05 * ((high - low) or 1.0)
    axes.plot(told["found"], [high + gap] * len(told["found"]), "x", label="found")
    axes.plot(told["true"], [low - gap] * len(told["true"]), "o", fillstyle="none", label="annotated")
    axes.set(title=told["name"], xlabel="time (s)", ylabel=told["unit"])
    axes.legend()


def table(axes: Any, told: dict[str, Any]) -> None:
    """Counts by truth and answer."""
    counts = told["counts"]
    axes.imshow(counts, cmap="Blues")
    axes.set_xticks(range(len(told["columns"])), told["columns"], rotation=45, ha="right")
    axes.set_yticks(range(len(told["rows"])), told["rows"])
    axes.set(xlabel="answer", ylabel="truth")
    for row, line in enumerate(counts):
        for column, count in enumerate(line):
            axes.text(column, row, count or "", ha="center", va="center")


def main() -> None:
    """Draw every part below the other."""
    import matplotlib

    matplotlib.use("Agg")
    # Names come from files: nothing in them is an instruction for the typesetting.
    matplotlib.rcParams["text.parse_math"] = False
    from matplotlib import pyplot

    parts = json.load(sys.stdin)
    figure, axes = pyplot.subplots(len(parts), 1, figsize=(12, 5 * len(parts)), squeeze=False)
    for place, (kind, told) in zip(axes[:, 0], parts, strict=True):
        {"excerpt": excerpt, "table": table}[kind](place, told)
    figure.savefig(sys.argv[1], bbox_inches="tight")


if __name__ == "__main__":
    main()
