"""Clock offset and delay by two-way exchange of messages."""

from __future__ import annotations

import numpy as np


def two_way_offset(
    sent: np.ndarray,
    received: np.ndarray,
    replied: np.ndarray,
    arrived: np.ndarray,
    keep: float = 0.25,
) -> tuple[float, float]:
    """Find by how much a node's clock is off from a server's, as NTP and PTP do: four timestamps an exchange give offset and
    round-trip delay, and only the exchanges of least delay count, as queues delay one way more than the other.

    Parameters
    ----------
    sent : numpy.ndarray, shape (exchanges,), in s
        when the node sent, by its own clock
    received : numpy.ndarray, shape (exchanges,), in s
        when the server received, by the server's clock
    replied : numpy.ndarray, shape (exchanges,), in s
        when the server replied, by the server's clock
    arrived : numpy.ndarray, shape (exchanges,), in s
        when the reply arrived, by the node's clock
    keep : float
        share of the exchanges, those of least delay, that count; at least one

    Returns
    -------
    offset : float, in s
        server's clock minus the node's
    delay : float, in s
        smallest round-trip delay

    Raises
    ------
    ValueError
        where the four differ in number, are empty, or a reply arrived before it was sent

    Notes
    -----
    Time: O(exchanges log exchanges). Memory: O(exchanges).
    Keywords: NTP, PTP, IEEE 1588, time synchronisation, round trip.
    Plain NumPy.

    References
    ----------
    D. L. Mills, "Internet Time Synchronization: The Network Time Protocol", IEEE Trans. Commun. 39(10), 1991.
    doi:10.1109/26.103043

    Examples
    --------
    >>> exchange = (np.array([t]) for t in (10.0, 10.3, 10.31, 10.11))
    >>> [round(value, 3) for value in two_way_offset(*exchange)]
    [0.25, 0.1]
    """
    if sent.ndim != 1 or not sent.size or not sent.shape == received.shape == replied.shape == arrived.shape:
        raise ValueError("the four timestamps must be of one length and not empty")
    delays = (arrived - sent) - (replied - received)
    if np.any(delays < 0):
        raise ValueError("a reply arrived before it was sent")
    offsets = ((received - sent) + (replied - arrived)) / 2.0
    best = np.argsort(delays, kind="stable")[: max(1, round(keep * sent.size))]
    return float(np.median(offsets[best])), float(delays.min())
