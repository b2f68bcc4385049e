"""Wrong: it leaves the phases out."""

from __future__ import annotations

import numpy as np


def tide_residual(times: np.ndarray, levels: np.ndarray, periods: np.ndarray) -> np.ndarray:
    """Surge left over from a tide gauge."""
    angles = 2.0 * np.pi * np.asarray(times, dtype=float)[:, None] / np.asarray(periods)
    design = np.column_stack([np.ones(len(angles)), np.cos(angles)])
    known = ~np.isnan(levels)
    if known.sum() < design.shape[1]:
        raise ValueError(f"levels: {known.sum()} are too few for {design.shape[1]} unknowns")
    weights, *_ = np.linalg.lstsq(design[known], levels[known], rcond=None)
    return np.asarray(levels - design @ weights)
