"""Wrong: it forgets that sound runs there and back."""

from __future__ import annotations

import numpy as np


def echo_level(
    echo: np.ndarray, temperature: np.ndarray, empty: float, full: float, longest: float = 25000.0
) -> np.ndarray:
    """Filling level of a tank by ultrasound."""
    echo = np.asarray(echo, dtype=float)
    speed = 331.3 * np.sqrt(1.0 + np.asarray(temperature) / 273.15)
    level = np.clip((empty - speed * echo / 1e6) / (empty - full), 0.0, 1.0)
    return np.where((echo > 0) & (echo < longest), level, np.nan)
