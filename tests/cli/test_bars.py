"""The bars of long commands: one look for all, with what stands beside the rate; events where those were asked for."""

from __future__ import annotations

import functools
import io
import json

import click
import pytest
import rich.console
from click.testing import CliRunner

from cli.bars import bars
from cli.dataset import told
from cli.options import events_option
from knowledge.datasets.progress import Progress

EVIL = "asking [red]x\x1b]0;owned\x07"


@click.command()
@events_option
def build() -> None:
    with told() as tell:
        tell(Progress("reading", 1, 2, 5, 1.0, 1.0))


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What a terminal gets."""
    found = io.StringIO()
    console = functools.partial(rich.console.Console, file=found, force_terminal=True, width=120, color_system=None)
    monkeypatch.setattr(rich.console, "Console", lambda **_: console())
    return found


def test_a_bar_tells_how_much_is_done_at_which_rate_and_what_stands_beside_it(shown: io.StringIO) -> None:
    with click.Context(build), bars() as tell:
        for done in (3, 30, 60, 90, 120):
            tell(EVIL, done, 200, "7 pairs")
    text = shown.getvalue()
    assert "asking [red]x" in text
    assert "\x1b]0" not in text
    assert "120/200" in text
    assert "/s, 7 pairs" in text


def test_a_build_is_told_by_the_same_bars_or_as_events(shown: io.StringIO) -> None:
    assert not CliRunner().invoke(build).stdout
    assert "1/2" in shown.getvalue()
    assert "5 pairs" in shown.getvalue()
    shown.truncate(0)
    event = json.loads(CliRunner().invoke(build, ["--json"]).stdout)
    assert (event["type"], event["phase"], event["pairs"]) == ("dataset_progress", "reading", 5)
    assert not shown.getvalue()
