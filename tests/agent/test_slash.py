from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.slash import COMMANDS, Command, complete, parse
from core.errors import UsageError


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("/revise 2 use a Kalman filter", Command("revise", (2,), "use a Kalman filter")),
        ("/revise 2, 3: log the residual", Command("revise", (2, 3), "log the residual")),
        ("/revise #2 and 3 50 Hz notch", Command("revise", (2, 3), "50 Hz notch")),
        ("/revise 2 50Hz notch", Command("revise", (2,), "50Hz notch")),
        ("/OPEN 3", Command("open", (3,), "")),
        ("/new", Command("new")),
        ("/new Count cars.", Command("new", (), "Count cars.")),
        ("/ingest ~/my papers", Command("ingest", (), "~/my papers")),
        ("/plan drop 3", Command("plan", (), "drop 3")),
    ],
)
def test_commands_are_read(typed: str, command: Command) -> None:
    assert parse(typed) == command


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("/revize 2 x", "/revise N[,N...] WISH"),
        ("/revise 2", "/revise N[,N...] WISH"),
        ("/revise", "/revise"),
        ("/zzz", "/help"),
    ],
)
def test_what_cannot_be_done_names_the_next_step(typed: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(typed)
    assert hint in caught.value.hint


def test_completion_offers_what_begins_alike() -> None:
    assert complete("/re") == ["/revise", "/repair", "/resume"]
    assert complete("/") == [f"/{command.name}" for command in COMMANDS]
    assert complete("/revise ") == complete("revise") == []


@given(st.text())
def test_any_line_is_a_command_or_a_clear_error(text: str) -> None:
    with suppress(UsageError):
        assert parse("/" + text).name in {command.name for command in COMMANDS}
