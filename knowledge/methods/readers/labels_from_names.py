"""Labels and groups of recordings from their file names."""

from __future__ import annotations

import re
from pathlib import Path

PATTERN = r"(?:^|/)(?P<label>[^_/]+)_(?P<group>[^_/]+)(?:_[^/]*)?$"


def labels_from_names(data_path: str, pattern: str = PATTERN) -> tuple[dict[str, str], dict[str, str]]:
    """Tell the label and the group (subject, machine, session) of every recording of a folder from its file name, by
    default label_group_take.ext, otherwise by a regular expression with groups named label and group.

    Parameters
    ----------
    data_path : str
        path of the folder, searched with its subfolders; truth files and hidden files are left out
    pattern : str
        regular expression that is searched in the name, with its subfolders but without its ending; a recording that it
        does not fit is left out

    Returns
    -------
    labels : dict[str, str]
        the label of every recording by its name
    groups : dict[str, str]
        the group of every recording by its name; the recording's own name where the pattern has none

    Raises
    ------
    ValueError
        where the pattern has no group named label, or fits no file name

    Notes
    -----
    Reads files. Plain NumPy. Time: O(files). Memory: O(files).
    Keywords: class names, subject, file name convention, ground truth, activity label.

    References
    ----------
    Python library reference, re: Regular Expression Syntax, (?P<name>...).

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for name in ("walk_anna_1.csv", "sit_ben_1.csv", "truth.csv"):
    ...         Path(folder, name).touch()
    ...     labels, groups = labels_from_names(folder)
    >>> labels
    {'sit_ben_1': 'sit', 'walk_anna_1': 'walk'}
    >>> groups
    {'sit_ben_1': 'ben', 'walk_anna_1': 'anna'}
    """
    fitting = re.compile(pattern)
    if "label" not in fitting.groupindex:
        raise ValueError(f"pattern: {pattern} has no group named label")
    labels, groups = {}, {}
    for name in _names(Path(data_path)):
        found = fitting.search(name)
        if found:
            labels[name] = found["label"]
            groups[name] = found["group"] if "group" in fitting.groupindex else name
    if not labels:
        raise ValueError(f"{data_path}: no file name fits {pattern}")
    return labels, groups


def _names(folder: Path) -> list[str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    kept = (path for path in files if not path.name.startswith(".") and not path.name.endswith("truth.csv"))
    return sorted({path.relative_to(folder).with_suffix("").as_posix() for path in kept})
