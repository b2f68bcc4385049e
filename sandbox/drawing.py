"""A picture beside a run: the worst seconds of a recording, a confusion table. Drawn where matplotlib is: apart from gpiot."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from core.runs import Evaluation

_PROGRAM = Path(__file__).parent / "picture.py"
_SECONDS = 60.0


def draw(evaluations: Sequence[Evaluation], python: Path, target: Path) -> str:
    """Write a PNG of what can be drawn; why there is none, empty where there is one or nothing to draw. Blocks."""
    parts = list(_parts(evaluations))
    if not parts:
        return ""
    command = [str(python), "-I", str(_PROGRAM), str(target)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program on plain numbers
            command, input=json.dumps(parts), capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return f"No picture was drawn: it took more than {_SECONDS:g} s."
    if done.returncode == 0:
        return ""
    lines = done.stderr.strip().splitlines()
    if lines and "No module named 'matplotlib'" in lines[-1]:
        return "No picture was drawn: matplotlib is missing. Add it with: gpiot runtime add matplotlib"
    return f"No picture was drawn: {lines[-1] if lines else f'status {done.returncode}'}"


def _parts(evaluations: Sequence[Evaluation]) -> Iterator[tuple[str, dict[str, Any]]]:
    for evaluation in evaluations:
        if evaluation.excerpt:
            yield "excerpt", asdict(evaluation.excerpt)
        if evaluation.table:
            yield "table", asdict(evaluation.table)
