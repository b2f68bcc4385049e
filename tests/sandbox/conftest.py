from __future__ import annotations

from pathlib import Path

import pytest

from tests.sandbox.programs import BOTH, Bench, isolated


@pytest.fixture(params=BOTH)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    return Bench(tmp_path, isolated(request.param))


@pytest.fixture
def walled(tmp_path: Path) -> Bench:
    return Bench(tmp_path, isolated("bubblewrap"))
