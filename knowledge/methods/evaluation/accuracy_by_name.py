"""The share of recordings that were given the right label."""

from __future__ import annotations


def accuracy_by_name(decisions: dict[str, str], labels: dict[str, str]) -> tuple[float, dict[str, float], list[str]]:
    """Compare the decision on each recording with its label, and name the recordings that went wrong, which tell more about
    an error's cause than a score.

    Parameters
    ----------
    decisions : dict[str, str]
        what was decided about every recording by its name
    labels : dict[str, str]
        the true label of every recording by its name

    Returns
    -------
    accuracy : float
        share of labelled recordings with the right decision, 0 to 1; a missing decision is wrong
    recall : dict[str, float]
        share of right decisions by true label
    wrong : list[str]
        "name: decided instead of label" for every wrong one, by name

    Raises
    ------
    ValueError
        where there are no labels

    Notes
    -----
    Plain NumPy. Time: O(recordings). Memory: O(recordings).
    Keywords: recording level accuracy, screening result, misclassified recordings.

    References
    ----------
    M. Sokolova and G. Lapalme, "A systematic analysis of performance measures for classification tasks", Information
    Processing and Management 45, 2009. doi:10.1016/j.ipm.2009.03.002

    Examples
    --------
    >>> accuracy, recall, wrong = accuracy_by_name({"p1": "af", "p2": "af"}, {"p1": "af", "p2": "normal"})
    >>> accuracy, recall, wrong
    (0.5, {'af': 1.0, 'normal': 0.0}, ['p2: af instead of normal'])
    """
    if not labels:
        raise ValueError("labels: there are none")
    right = {name: str(decisions.get(name, "nothing")) == str(label) for name, label in sorted(labels.items())}
    recall = {}
    for label in sorted(set(map(str, labels.values()))):
        own = [right[name] for name in right if str(labels[name]) == label]
        recall[label] = sum(own) / len(own)
    wrong = [f"{name}: {decisions.get(name, 'nothing')} instead of {labels[name]}" for name in right if not right[name]]
    return sum(right.values()) / len(right), recall, wrong
