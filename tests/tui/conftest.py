"""The option that writes pictures anew, and a world that stands still."""

from __future__ import annotations

import pytest

from tests.tui import snapshots


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-snapshots", action="store_true", help="write the pictures of the screens anew")


def pytest_configure(config: pytest.Config) -> None:
    # Where this folder is not named on the command line, the option comes too late to be read.
    snapshots.update = bool(config.getoption("--update-snapshots", default=False))


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the person's own terminal says of colours and animations does not reach the pictures."""
    for name in ("NO_COLOR", "COLORTERM", "TEXTUAL_ANIMATIONS", "TEXTUAL_THEME"):
        monkeypatch.delenv(name, raising=False)
