"""A decision tree as C source."""

from __future__ import annotations

import numpy as np

_FUNCTION = """int {name}(const int16_t *features)
{{
    int node = 0;
    while ({name}_feature[node] >= 0)
        node = features[{name}_feature[node]] <= {name}_threshold[node] ? {name}_left[node] : {name}_right[node];
    return {name}_leaf[node];
}}
"""
_COLUMNS = ("feature", "threshold", "left", "right", "leaf")


def tree_c_code(nodes: dict[str, np.ndarray], name: str = "tree") -> str:
    """Write a decision tree in integer arrays as C source for a microcontroller: constant tables that stay in flash and a loop
    of a few instructions for each level, without floating point, recursion or memory of its own.

    Parameters
    ----------
    nodes : dict[str, numpy.ndarray]
        feature (-1 in a leaf), threshold, left, right and leaf, each of shape (nodes,), within 16 bits
    name : str
        name of the C function and prefix of its tables

    Returns
    -------
    source : str
        C99 that needs stdint.h alone; the function takes 16-bit features and gives the number of the class

    Raises
    ------
    ValueError
        where a column is missing, their lengths differ, a number has more than 16 bits, or the name is no C identifier

    Notes
    -----
    Time: O(nodes). Memory: O(nodes). Plain NumPy.
    Keywords: code generation, TinyML, emlearn, firmware, export.

    References
    ----------
    J. Nordby, "emlearn: Machine Learning inference engine for Microcontrollers and Embedded Devices", 2019.
    doi:10.5281/zenodo.2589394

    Examples
    --------
    >>> stump = {"feature": [0, -1, -1], "threshold": [150, 0, 0], "left": [1, 0, 0], "right": [2, 0, 0], "leaf": [0, 0, 1]}
    >>> print(tree_c_code({column: np.array(row) for column, row in stump.items()}, "fan").splitlines()[3])
    static const int16_t fan_threshold[3] = {150, 0, 0};
    """
    if missing := [column for column in _COLUMNS if column not in nodes]:
        raise ValueError(f"nodes: have no column {missing[0]}")
    rows = np.array([nodes[column] for column in _COLUMNS])
    if rows.ndim != 2 or rows.size == 0 or np.abs(rows + 0.5).max() > 32768:
        raise ValueError("nodes: a number has more than 16 bits, or there is none")
    if not (name.isascii() and name.isidentifier()):
        raise ValueError(f"name: {name!r} is no C identifier")
    tables = [
        f"static const int16_t {name}_{column}[{rows.shape[1]}] = {{{', '.join(str(int(cell)) for cell in row)}}};"
        for column, row in zip(_COLUMNS, rows, strict=True)
    ]
    return "\n".join(["#include <stdint.h>", "", *tables, "", _FUNCTION.format(name=name)])
