"""Surge left over from a tide gauge."""

from __future__ import annotations

import numpy as np


def tide_residual(times: np.ndarray, levels: np.ndarray, periods: np.ndarray) -> np.ndarray:
    """Take the tide out of water levels: a mean and, for each known period, a cosine and a sine are fitted together by
    least squares to the levels that there are; what the fit leaves is the residual.

    Parameters
    ----------
    times : numpy.ndarray, shape (samples,), in h
        times of the levels, not always evenly spaced
    levels : numpy.ndarray, shape (samples,), in m
        water levels, nan where one is missing
    periods : numpy.ndarray, shape (constituents,), in h
        periods of the tide's constituents

    Returns
    -------
    residual : numpy.ndarray, shape (samples,), in m
        level minus fit, nan where the level is missing

    Raises
    ------
    ValueError
        where there are fewer levels than unknowns (two a period and the mean)
    """
    angles = 2.0 * np.pi * np.asarray(times, dtype=float)[:, None] / np.asarray(periods)
    design = np.column_stack([np.ones(len(angles)), np.cos(angles), np.sin(angles)])
    known = ~np.isnan(levels)
    if known.sum() < design.shape[1]:
        raise ValueError(f"levels: {known.sum()} are too few for {design.shape[1]} unknowns")
    weights, *_ = np.linalg.lstsq(design[known], levels[known], rcond=None)
    return np.asarray(levels - design @ weights)
