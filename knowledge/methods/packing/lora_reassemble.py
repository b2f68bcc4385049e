"""A whole message out of received LoRa fragments."""

from __future__ import annotations


def lora_reassemble(fragments: list[bytes], number: int = 0) -> tuple[bytes, list[int]]:
    """Put a message together again from uplinks that came in any order, some twice, some never, some of another message. It
    counts only when all of its fragments are there; otherwise it is told which to ask for again.

    Parameters
    ----------
    fragments : list[bytes]
        payloads that begin with the message's number, the fragment's number and the count of fragments
    number : int
        number of the message that is wanted, taken modulo 256

    Returns
    -------
    message : bytes
        the whole message, empty where a fragment is missing
    missing : list[int]
        numbers of its fragments that are not there

    Raises
    ------
    ValueError
        where no fragment of the message came, one has no sound header, or two contradict each other

    Notes
    -----
    Time: O(bytes). Memory: O(bytes). Plain NumPy.
    Keywords: LPWAN, LoRaWAN, gateway, retransmission, segmentation.

    References
    ----------
    LoRa Alliance, "LoRaWAN Fragmented Data Block Transport Specification", TS004 (the same task with erasure coding; here the
    header is that of ``lora_fragments``).

    Examples
    --------
    >>> lora_reassemble([bytes([7, 1, 2]) + b"ld", bytes([7, 0, 2]) + b"wor", bytes([8, 0, 2]) + b"lost"], 7)
    (b'world', [])
    """
    if any(len(fragment) < 3 or fragment[1] >= fragment[2] for fragment in fragments):
        raise ValueError("fragments: one has no sound header")
    own = [fragment for fragment in fragments if fragment[0] == number % 256]
    if not own:
        raise ValueError(f"fragments: none is of message {number}")
    count = own[0][2]
    parts: dict[int, bytes] = {}
    for fragment in own:
        if fragment[2] != count or parts.setdefault(fragment[1], fragment[3:]) != fragment[3:]:
            raise ValueError(f"fragments: two of message {number} contradict each other")
    missing = [index for index in range(count) if index not in parts]
    return b"" if missing else b"".join(parts[index] for index in range(count)), missing
