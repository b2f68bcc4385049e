"""The nearest plans and methods: by meaning and words, kept vectors, and words alone."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from core.knowledge import Method, Plan
from core.ports import Embedder
from core.problem import Problem
from core.project import Spec
from knowledge.modalities import at_odds, sensed, sensed_by
from knowledge.search import LibrarySearch

AXES = ("heart", "radar", "water")


def method(name: str, title: str) -> Method:
    return Method(name, title, Spec(f"Work on {title.lower()}.", (), ()), {}, "", "", "")


METHODS = {
    m.name: m
    for m in (method("a.beats", "Heart beats"), method("b.echo", "Radar echoes"), method("c.leak", "Water leaks"))
}
PLANS = {"w": Plan("w", "Water leaks", Problem("Find water leaks."), (), "", (), also=("a dripping tap",))}


class Axes:
    """An Embedder whose meaning is which of three words a text has; what it embedded is kept."""

    name, digest, dimensions = "axes", "0" * 16, 4

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        self.texts += texts
        rows = [[float(axis in text.lower()) for axis in AXES] for text in texts]
        return [[*(value / (sum(row) or 1) ** 0.5 for value in row), float(not any(row))] for row in rows]

    async def close(self) -> None:
        return


def search(folder: Path, embedder: Embedder | None) -> LibrarySearch:
    async def opened() -> Embedder | None:
        return embedder

    return LibrarySearch(METHODS, PLANS, opened, [folder / "installed", folder])


@pytest.mark.parametrize("embedder", [Axes(), None])
async def test_the_nearest_comes_first(tmp_path: Path, embedder: Embedder | None) -> None:
    found = await search(tmp_path, embedder).near_methods("echoes of a radar", 2)
    assert found[0].item.name == "b.echo"
    assert 0 < found[0].score <= 1
    assert [near.score for near in found] == sorted((near.score for near in found), reverse=True)


async def test_the_nearest_texts_of_an_entry_count_together(tmp_path: Path) -> None:
    found = await search(tmp_path, None).near_plans("water leaks", 1)
    # Of its title and statement all words, of the dripping tap none.
    assert found[0].score == pytest.approx((1 + 0.8165 + 0) / 3, abs=0.2)


async def test_a_question_near_one_that_no_plan_answers_is_near_no_plan(tmp_path: Path) -> None:
    async def opened() -> Embedder | None:
        return None

    plans = {"w": replace(PLANS["w"], unlike=("Find water under the desert.",))}
    library = LibrarySearch(METHODS, plans, opened, [tmp_path])
    plain = (await search(tmp_path, None).near_plans("Find water", 1))[0].score
    doubted = (await library.near_plans("Find water", 1))[0].score
    assert 0 < doubted < plain
    assert await library.near_plans("Find water under the desert.", 1) == []


async def test_one_sentence_of_a_long_question_is_enough(tmp_path: Path) -> None:
    short = await search(tmp_path, None).near_plans("Find the water leaks.", 1)
    long = await search(tmp_path, None).near_plans(
        "I own an old house in the hills. Find the water leaks. My neighbour plays the violin at night.", 1
    )
    assert long[0].score == pytest.approx(short[0].score, abs=1e-4)


async def test_nothing_alike_is_nothing(tmp_path: Path) -> None:
    assert await search(tmp_path, None).near_plans("violin", 3) == []


async def test_vectors_are_made_once_for_all_processes(tmp_path: Path) -> None:
    first, second = Axes(), Axes()
    await search(tmp_path, first).near_methods("heart", 1)
    assert len(first.texts) == 2 * len(METHODS) + 1
    await search(tmp_path, second).near_methods("heart", 1)
    assert second.texts == ["heart"]


async def test_a_damaged_file_of_vectors_is_made_anew(tmp_path: Path) -> None:
    await search(tmp_path, Axes()).prepare(lambda done, of: None)
    (tmp_path / "axes-0000000000000000.npz").write_bytes(b"no archive")
    again = Axes()
    found = await search(tmp_path, again).near_methods("radar", 1)
    assert found[0].item.name == "b.echo"
    assert len(again.texts) > 1


async def test_all_texts_are_prepared_at_once(tmp_path: Path) -> None:
    embedder = Axes()
    told: list[tuple[int, int]] = []
    count = await search(tmp_path, embedder).prepare(lambda done, of: told.append((done, of)))
    assert count == len(embedder.texts) == 2 * len(METHODS) + 3
    assert told == [(count, count)]


async def test_vectors_of_the_installation_are_read_and_left_alone(tmp_path: Path) -> None:
    await search(tmp_path / "elsewhere", Axes()).prepare(lambda done, of: None)
    (tmp_path / "elsewhere").rename(tmp_path / "installed")
    embedder = Axes()
    await search(tmp_path, embedder).near_methods("heart", 1)
    assert embedder.texts == ["heart"]
    assert os.listdir(tmp_path) == ["installed"]  # noqa: PTH208


@pytest.mark.parametrize(
    ("problem", "plan", "odds"),
    [
        ("A mmWave radar in the kitchen recognises gestures.", "Gestures by an accelerometer at the wrist", True),
        ("A time-of-flight chip counts passengers at the door.", "A thermal array counts people at a door", True),
        ("Without cameras I want to know by WiFi whether somebody moves.", "Presence from CSI", False),
        ("Tell me when to water the field.", "Irrigation advice from a thermometer", False),
        ("Find R-peaks.", "Heartbeats in ECG recordings", False),
    ],
)
def test_a_plan_for_other_sensors_is_at_odds_with_a_problem(problem: str, plan: str, odds: bool) -> None:
    assert at_odds(sensed(problem), sensed(plan)) is odds


def test_a_plan_is_for_the_sensors_of_its_tags_and_of_two_of_its_texts() -> None:
    texts = ("Count steps with a gyro", "steps by a smartwatch", "my radar has failed")
    assert sensed_by(("ECG",), texts) == {"heart signals", "motion"}


async def test_plans_for_other_sensors_are_left_out(tmp_path: Path) -> None:
    assert await search(tmp_path, None).near_plans("Find water leaks with a flow meter.", 1)
    radar = {"w": replace(PLANS["w"], modality=("radar",))}

    async def opened() -> Embedder | None:
        return None

    library = LibrarySearch(METHODS, radar, opened, [tmp_path])
    assert await library.near_plans("Find water leaks with a flow meter.", 1) == []
