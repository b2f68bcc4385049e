"""The folder of recordings and papers that tests may use; it is no part of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def shared(name: str) -> Path:
    """A folder of the shared data (``GPIOT_TEST_DATA``, else ``../shared/data`` beside the checkout), or skip."""
    beside = Path(__file__).parents[3] / "shared" / "data"
    folder = Path(os.environ.get("GPIOT_TEST_DATA", beside)) / name
    if not folder.is_dir():
        pytest.skip(f"no {folder}; GPIOT_TEST_DATA names the folder with the shared data")
    return folder
