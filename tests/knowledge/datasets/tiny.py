"""A small installed package, and a runner that runs the builders' scripts as plain processes."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.datasets.running import INSIDE

CODE = '''
"""A tiny package."""

from __future__ import annotations
import math
from tiny._inner import _scaled

__all__ = ["energy", "alias", "Meter", "old", "broken"]


def energy(signal, factor=2.0):
    """
    Sum the squares of a signal and scale the sum by a factor that the caller chooses.

    The sum is that of all samples, see :func:`tiny.alias` and [1]_.

    .. versionadded:: 0.3

    Parameters
    ----------
    signal : list of float
        The samples of the signal, in order of time.
    factor : float, optional
        What the sum is multiplied by.

    Returns
    -------
    total : float
        The scaled sum of all squares.

    References
    ----------
    .. [1] A book.

    Examples
    --------
    The samples are squared first.

    >>> from tiny import energy
    >>> energy([1.0, 2.0], 3.0)
    15.0
    >>> energy([1.0, 5.0], 4.0)
    104.0
    """
    # Each sample is squared by hand.
    total = 0.0
    for value in signal:
        total += math.pow(value, 2)
    return _scaled(total, factor)


def alias(signal):
    """Sum the squares of a signal, under another name that some people may know better than the first one here."""
    return energy(signal)


def old(signal):
    """
    Sum the squares.

    .. deprecated:: 0.2
       Use energy, which does the same as this function and more of it, faster and better.
    """
    return energy(signal)


def broken(values):
    """
    Give the first of some values back, which fails for the example below because that example is simply wrong.

    Examples
    --------
    >>> broken([])
    1
    """
    first = values[0]
    return first


class Meter:
    """Adds the energy of many signals up, one after the other, and tells the whole sum to whoever wants to know it.

    Examples
    --------
    >>> meter = Meter()
    >>> meter.add([1.0, 1.0])
    >>> meter.total
    2.0
    """

    def __init__(self):
        self.total = 0.0

    def add(self, signal):
        """Add one signal to the sum of all that came before it, and keep the new sum for whoever asks for it later on.

        Parameters
        ----------
        signal : list of float
            The samples of the signal.
        """
        self.total += energy(signal, 1.0)
'''
INNER = '''
_OFFSET = 0.0


def _scaled(value, factor):
    """Scale a value."""
    return value * factor + _OFFSET
'''
METADATA = "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\nLicense-Expression: {licence}\n"


def install(folder: Path, licence: str = "MIT") -> Path:
    """Write the package with its metadata into a folder for packages."""
    package, info = folder / "tiny", folder / "tiny-1.0.dist-info"
    for one in (package, info):
        one.mkdir(parents=True)
    (package / "__init__.py").write_text(CODE, "utf-8")
    (package / "_inner.py").write_text(INNER, "utf-8")
    (info / "METADATA").write_text(METADATA.format(licence=licence), "utf-8")
    (info / "top_level.txt").write_text("tiny\n", "utf-8")
    return folder


@dataclass
class PlainRunner:
    """The port ``Runner`` without walls; ``runs`` are the scripts it was asked for."""

    packages: Path
    scratch: Path
    runs: list[str] = field(default_factory=list)

    async def run(self, script: str, files: Mapping[str, bytes], arguments: tuple[str, ...], wall_s: float) -> bytes:
        self.runs.append(script)
        folder = Path(tempfile.mkdtemp(dir=self.scratch))
        for name, data in files.items():
            (folder / name).write_bytes(data)
        given = [str(folder / one) if one in files else one for one in arguments]
        output = folder / "answers"
        command = [sys.executable, "-B", str(INSIDE / script), str(output), *given]
        environ = {**os.environ, "PYTHONPATH": str(self.packages), "PYTHONHASHSEED": "0", "MPLBACKEND": "Agg"}
        await asyncio.to_thread(subprocess.run, command, env=environ, check=True, timeout=wall_s, capture_output=True)
        return output.read_bytes()
