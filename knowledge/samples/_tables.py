"""Writing small csv files the same way everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np


def write_table(path: Path, columns: Mapping[str, np.ndarray | Sequence[object]], digits: int = 4) -> None:
    """One column a name, in the order given, numbers rounded."""
    cells = [
        [f"{value:.{digits}f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value) for value in column]
        for column in (np.asarray(column).tolist() for column in columns.values())
    ]
    rows = [",".join(columns), *(",".join(row) for row in zip(*cells, strict=True))]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(rows) + "\n", "utf-8")
