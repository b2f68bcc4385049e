"""A walk judged even, limping or irregular."""

from __future__ import annotations

import math


def gait_verdict(
    symmetry: float, stride_regularity: float, least_symmetry: float = 0.85, least_regularity: float = 0.5
) -> str:
    """Judge a walk by the autocorrelation of the trunk: limping where one step differs from the next while strides
    repeat, irregular where not even strides repeat.

    Parameters
    ----------
    symmetry : float
        step over stride regularity
    stride_regularity : float
        autocorrelation after one stride
    least_symmetry : float
        lowest symmetry of an even walk
    least_regularity : float
        lowest stride regularity at which symmetry means anything

    Returns
    -------
    decision : str
        ``even``, ``limping`` or ``irregular``

    Raises
    ------
    ValueError
        where a value is not a number

    Notes
    -----
    Time: O(1). Memory: O(1).
    Keywords: limp, asymmetry, rehabilitation, gait screening.
    Plain NumPy.

    References
    ----------
    R. Moe-Nilssen and J. L. Helbostad, "Estimation of gait cycle characteristics by trunk accelerometry", Journal of
    Biomechanics 37(1), 2004. doi:10.1016/S0021-9290(03)00233-1

    Examples
    --------
    >>> gait_verdict(0.97, 0.9), gait_verdict(0.6, 0.9), gait_verdict(1.0, 0.2)
    ('even', 'limping', 'irregular')
    """
    if math.isnan(symmetry + stride_regularity):
        raise ValueError("symmetry and stride regularity must be numbers")
    if stride_regularity < least_regularity:
        return "irregular"
    return "even" if symmetry >= least_symmetry else "limping"
