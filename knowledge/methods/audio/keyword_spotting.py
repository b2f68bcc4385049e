"""Spot a keyword within running speech."""

from __future__ import annotations

import numpy as np
from scipy.spatial.distance import cdist


def _unit(features: np.ndarray) -> np.ndarray:
    """Frames without loudness and the recording's mean, of length one, so that the distance is an angle."""
    centred = features[:, 1:] - features[:, 1:].mean(axis=0)
    unit: np.ndarray = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-12)
    return unit


def _end_costs(template: np.ndarray, stream: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each frame of the stream: mean cost of the best warped match that ends there, and the frame where it begins.

    Steps of (1, 1), (1, 2) and (2, 1) keep a match between half and twice the template's length.
    """
    costs = cdist(template, stream)
    total = np.full((len(template) + 2, len(stream) + 2), np.inf)
    begin = np.zeros(total.shape, dtype=int)
    total[2, 2:], begin[2, 2:] = costs[0], np.arange(len(stream))
    for row in range(3, len(template) + 2):
        here = costs[row - 2]
        choices = np.stack([total[row - 1, 1:-1] + here, total[row - 1, :-2] + here, total[row - 2, 1:-1] + 2 * here])
        origins = np.stack([begin[row - 1, 1:-1], begin[row - 1, :-2], begin[row - 2, 1:-1]])
        best = choices.argmin(axis=0)[None]
        total[row, 2:] = np.take_along_axis(choices, best, axis=0)[0]
        begin[row, 2:] = np.take_along_axis(origins, best, axis=0)[0]
    return total[-1, 2:] / len(template), begin[-1, 2:]


def _separate(costs: np.ndarray, begins: np.ndarray, threshold: float) -> np.ndarray:
    """Best matches first; a later one may not overlap an earlier one."""
    found: list[tuple[int, int]] = []
    for end in np.argsort(costs, kind="stable"):
        if costs[end] > threshold:
            break
        if all(begins[end] > other_end or end < other_begin for other_begin, other_end in found):
            found.append((int(begins[end]), int(end)))
    return np.array(sorted(found), dtype=float).reshape(-1, 2)


def keyword_spotting(
    features: dict[str, np.ndarray],
    template: str = "template",
    threshold: float = 0.78,
    hop: float = 0.010,
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Spot a keyword in running speech from a few examples of it: subsequence dynamic time warping of every template against
    the whole stream on angles between mean-normalised frames; the best matches that do not overlap are reported.

    Parameters
    ----------
    features : dict[str, numpy.ndarray]
        frames of each recording, shape (frames, coefficients), such as MFCC; the first coefficient is loudness
    template : str
        recordings whose names begin so hold the keyword alone; all others are searched
    threshold : float
        mean distance a frame, from 0 to 2, below which a match counts
    hop : float, in s
        time from one frame to the next

    Returns
    -------
    starts : dict[str, numpy.ndarray]
        by searched recording, when each hit begins in s, increasing
    ends : dict[str, numpy.ndarray]
        when each ends

    Raises
    ------
    ValueError
        where no recording is a template

    Notes
    -----
    Time: O(templates stream template). Memory: O(stream template).
    Keywords: wake word, spoken term detection, query by example, subsequence DTW, voice command.

    References
    ----------
    M. Mueller, "Information Retrieval for Music and Motion", Springer, 2007, chapter 4 (subsequence DTW).

    Examples
    --------
    >>> rng = np.random.default_rng(seed=0)
    >>> word, stream = rng.standard_normal((12, 8)), rng.standard_normal((100, 8))
    >>> stream[40:52] = word
    >>> starts, ends = keyword_spotting({"template_1": word - word.mean(axis=0), "radio": stream}, threshold=0.6)
    >>> starts["radio"].round(2).tolist(), ends["radio"].round(2).tolist()
    ([0.4], [0.52])
    """
    templates = [_unit(frames) for name, frames in features.items() if name.startswith(template)]
    if not templates:
        raise ValueError(f"no recording's name begins with {template!r}")
    starts, ends = {}, {}
    for name, frames in features.items():
        if name.startswith(template):
            continue
        matches = [_end_costs(example, _unit(frames)) for example in templates]
        costs, begins = np.stack([m[0] for m in matches]), np.stack([m[1] for m in matches])
        best = costs.argmin(axis=0)[None]
        spans = _separate(np.take_along_axis(costs, best, 0)[0], np.take_along_axis(begins, best, 0)[0], threshold)
        starts[name], ends[name] = spans[:, 0] * hop, (spans[:, 1] + 1) * hop
    return starts, ends
