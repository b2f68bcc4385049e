"""Wrong: it takes 343 m/s at any temperature."""

from __future__ import annotations

import numpy as np


def echo_level(
    echo: np.ndarray, temperature: np.ndarray, empty: float, full: float, longest: float = 25000.0
) -> np.ndarray:
    """Filling level of a tank by ultrasound."""
    echo = np.asarray(echo, dtype=float)
    speed = 343.0
    level = np.clip((empty - speed * echo / 2e6) / (empty - full), 0.0, 1.0)
    return np.where((echo > 0) & (echo < longest), level, np.nan)
