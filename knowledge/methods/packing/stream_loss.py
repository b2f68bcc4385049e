"""Lost and repeated packets by their sequence numbers."""

from __future__ import annotations

import numpy as np


def stream_loss(sequence: np.ndarray, bits: int = 16) -> tuple[int, int, float]:
    """Count from sequence numbers what a link lost and what came twice. Numbers that start over at 0, late and repeated packets
    are told apart by the shorter way round from one number to the next.

    Parameters
    ----------
    sequence : numpy.ndarray, shape (packets,)
        numbers of the packets in order of arrival, 0 to 2**bits - 1
    bits : int
        room for a sequence number, 2 to 32

    Returns
    -------
    lost : int, in packets
        how many between the first and the last never came
    repeated : int, in packets
        how many came more than once
    loss : float
        lost packets over sent packets, 0 to 1

    Raises
    ------
    ValueError
        where a number does not fit the bits

    Notes
    -----
    Time: O(packets log packets). Memory: O(packets). Plain NumPy. Gaps of half the range and more cannot be told from late packets.
    Keywords: packet error rate, frame counter, wrap around, link quality, duplicates.

    References
    ----------
    H. Schulzrinne et al., "RTP: A Transport Protocol for Real-Time Applications", RFC 3550, 2003, appendix A.3.

    Examples
    --------
    >>> stream_loss(np.array([65534, 65535, 1, 1, 2]))
    (1, 1, 0.2)
    """
    sequence = np.asarray(sequence, dtype=np.int64)
    span = 1 << bits
    if sequence.size == 0:
        return 0, 0, 0.0
    if sequence.min() < 0 or sequence.max() >= span:
        raise ValueError(f"sequence: a number does not fit {bits} bits")
    steps = (np.diff(sequence) + span // 2) % span - span // 2
    extended = np.unique(np.cumsum(np.concatenate(([0], steps))))
    sent = int(extended[-1] - extended[0]) + 1
    lost = sent - extended.size
    return lost, sequence.size - extended.size, lost / sent
