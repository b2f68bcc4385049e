"""Lossless compression."""

from __future__ import annotations

import math

from placement.algorithms.algorithm import Algorithm, Cost, Inputs
from placement.algorithms.arithmetic import joined
from placement.profiles import Data, Work


def _lec_cost(inputs: Inputs, *, code_bits: float = 5.0) -> Cost:
    """Output: `code_bits` a value; 5 hold for steps of 2 to 3 counts, which take a prefix of 3 bits and 2 bits themselves.

    Work a value, all of integers: a difference, its sign and its complement (4), its size by shifts (2 for each of the bits
    beyond the prefix, 2 at least), the table (2), and 3 to put each bit of the code into its place.
    """
    n = joined(inputs).values
    size = max(1.0, code_bits - 3.0)
    output = Data(max(1, math.ceil(n * code_bits / 8)), 1)
    return Cost(output, Work(integer=n * (6 + 2 * size + 3 * code_bits)), output.size + 8, 17 * 3)


ALGORITHMS = (
    Algorithm(
        "LEC",
        "feature",
        "lossless compression of a slowly varying sensor's counts",
        "F. Marcelloni and M. Vecchio, An Efficient Lossless Compression Algorithm for Tiny Nodes of Monitoring Wireless "
        "Sensor Networks, The Computer Journal 52(8), 2009",
        _lec_cost,
        950,
        method="packing.lec_encode",
        aliases=("LECCompression", "LosslessCompression"),
    ),
)
