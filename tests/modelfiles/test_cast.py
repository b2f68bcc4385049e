"""Which of the variants on a server play the roles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backends.ollama_catalogue import Listed, cast
from core.errors import ModelMissing
from core.roles import ROLES, TDSLM
from modelfiles import rendering


def at(minute: int, *names: str) -> list[Listed]:
    return [
        Listed(name, f"{name}{minute}", datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)) for name in names
    ]


def variants(base: str, digit: str) -> list[str]:
    return [rendering.variant(role, base, digit * 64) for role in ROLES.values()]


def names(models: list[Listed]) -> list[str]:
    return [model.name for model in cast("http://x", models, "").values()]


def test_the_whole_set_that_was_made_last_plays() -> None:
    one, two = variants("qwen2.5-coder:7b", "a"), variants("llama3.2:3b", "b")
    assert names(at(1, *one) + at(2, *two)) == two
    assert names(at(3, *one) + at(2, *two)) == one


def test_a_set_that_is_not_whole_mixes_with_no_other() -> None:
    one, two = variants("qwen2.5-coder:7b", "a"), variants("llama3.2:3b", "b")
    assert names(at(1, *one) + at(2, *two[:2])) == one


def test_within_a_base_the_newest_of_each_role_plays() -> None:
    one = variants("qwen2.5-coder:7b", "a")
    newer = rendering.variant(TDSLM, "qwen2.5-coder:7b", "c" * 64)
    assert names(at(1, *one) + at(2, newer)) == [newer, *one[1:]]


def test_names_of_other_kinds_play_as_they_did() -> None:
    by_hand = [f"gpiot-{role}:latest" for role in ROLES]
    assert names(at(1, *by_hand, "gpiot-base:x", "mistral:7b")) == by_hand
    mixed = [f"gpiot-{role}:{role}" for role in ROLES]
    assert names(at(1, *mixed)) == mixed


def test_what_is_missing_is_named_with_the_command_that_makes_it() -> None:
    with pytest.raises(ModelMissing, match="does not hold gpiot-cgslm") as caught:
        names(at(1, *variants("x:1b", "a")[:2], "mistral:7b"))
    assert "gpiot models setup" in caught.value.hint
    assert "mistral:7b" in caught.value.hint
