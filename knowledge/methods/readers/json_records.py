"""Records from JSON lines."""

from __future__ import annotations

import json
from pathlib import Path


def json_records(data_path: str) -> list[dict[str, object]]:
    r"""Read the messages that a gateway or broker kept as JSON lines, one object a line; a last line that was cut off while
    it was written is left out.

    Parameters
    ----------
    data_path : str
        path of the file, or of a folder whose .jsonl, .ndjson and .json files are read in the order of their names

    Returns
    -------
    records : list[dict[str, object]]
        the objects in the order of the lines

    Raises
    ------
    ValueError
        where there is no such file, or a line other than the last is no object

    Notes
    -----
    Reads files. Plain NumPy. Time: O(characters). Memory: O(characters).
    Keywords: JSONL, NDJSON, MQTT log, message log, telemetry.

    References
    ----------
    T. Bray, "The JavaScript Object Notation (JSON) Data Interchange Format", RFC 8259, section 4.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "log.jsonl").write_text('{"node": 1, "t": 20.5}\n{"node": 2, "t": 21.0}\n{"node": 1, ')
    ...     records = json_records(folder)
    >>> records
    [{'node': 1, 't': 20.5}, {'node': 2, 't': 21.0}]
    """
    given = Path(data_path)
    endings = (".jsonl", ".ndjson", ".json")
    files = [given] if given.is_file() else sorted(p for p in given.glob("*") if p.suffix.lower() in endings)
    if not files:
        raise ValueError(f"{data_path}: there are no JSON lines in this folder")
    return [record for path in files for record in _records(path)]


def _records(path: Path) -> list[dict[str, object]]:
    text = path.read_text("utf-8-sig")
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    records = []
    for number, line in lines:
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            if number == lines[-1][0] and not text.endswith("\n"):
                break
            raise ValueError(f"{path.name}, line {number}: {error.msg}") from error
        if not isinstance(record, dict):
            raise ValueError(f"{path.name}, line {number}: this is no object")  # noqa: TRY004
        records.append(record)
    return records
