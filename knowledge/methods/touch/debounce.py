"""Clean edges of a bouncing contact."""

from __future__ import annotations

import numpy as np


def debounce(contacts: np.ndarray, rate: float, hold: float = 0.01) -> np.ndarray:
    """Take the bounce and short spikes out of a switch: count up while the contact is closed and down while it is open,
    between two ends, and change the state only at an end (integrator debouncing).

    Parameters
    ----------
    contacts : numpy.ndarray, shape (samples,)
        true or 1 where the contact is closed
    rate : float, in Hz
        sampling rate
    hold : float, in s
        time of steady contact that changes the state

    Returns
    -------
    states : numpy.ndarray, shape (samples,)
        true while the switch is closed; edges lag by ``hold``

    Raises
    ------
    ValueError
        where the rate or the hold time is not above 0

    Notes
    -----
    Time: O(samples). Memory: O(samples).
    Keywords: switch bounce, reed contact, button, glitch filter, GPIO.
    Plain NumPy.

    References
    ----------
    J. Ganssle, "A Guide to Debouncing", 2004 (counting algorithm); K. A. Kuhn, "debounce.c", integrator algorithm.

    Examples
    --------
    >>> contacts = np.array([0, 1, 0, 1, 1, 1, 1, 0, 1, 1, 0, 0, 0, 0], bool)
    >>> debounce(contacts, rate=1000.0, hold=0.003).astype(int).tolist()
    [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0]
    """
    if rate <= 0 or hold <= 0:
        raise ValueError("the rate and the hold time must be above 0")
    top = max(round(hold * rate), 1)
    contacts = np.asarray(contacts, bool)
    states, count, state = np.zeros(len(contacts), bool), 0, False
    for number, closed in enumerate(contacts):
        count = min(count + 1, top) if closed else max(count - 1, 0)
        state = count == top or (state and count > 0)
        states[number] = state
    return states
