"""CGD out of a tiny package: the three kinds, what is left out, the same bytes twice, and going on after a kill."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from core.errors import UsageError
from knowledge.datasets.card import write_card
from knowledge.datasets.cgd import Wanted, build
from knowledge.datasets.checking import check
from knowledge.datasets.writing import Built
from tests.knowledge.datasets.tiny import PlainRunner, install

WANTED = Wanted(("tiny",), methods=False, workers=1)


@pytest.fixture
def runner(tmp_path: Path) -> PlainRunner:
    (tmp_path / "scratch").mkdir()
    return PlainRunner(install(tmp_path / "packages"), tmp_path / "scratch")


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What the tiny package gives, built once."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "scratch").mkdir()
    return made(PlainRunner(install(folder / "packages"), folder / "scratch"), folder / "out")[1]


def made(runner: PlainRunner, out: Path, wanted: Wanted = WANTED) -> tuple[Built, list[dict[str, Any]]]:
    built = asyncio.run(build(wanted, runner, out, lambda _: None))
    lines = [line for side in ("train", "valid", "test") for line in (out / f"{side}.jsonl").read_text().splitlines()]
    return built, [json.loads(line) for line in lines]


def of(pairs: list[dict[str, Any]], kind: str, name: str) -> tuple[str, str]:
    found = [p for p in pairs if p["kind"] == kind and p["source"]["object"] == name]
    assert len(found) == 1, [(p["kind"], p["source"]["object"]) for p in pairs]
    return found[0]["messages"][1]["content"], found[0]["messages"][2]["content"]


def test_a_description_says_all_that_the_documentation_says_without_its_markup(pairs: list[dict[str, Any]]) -> None:
    user, answer = of(pairs, "description", "tiny.energy")
    assert user == "Provide a detailed description of `tiny.energy` from the Python package tiny."
    assert "`energy(signal, factor=2.0)`" in answer
    assert "- factor (float): What the sum is multiplied by." in answer
    assert "see `tiny.alias` and." in answer
    assert not any(left in answer for left in (":func:", "[1]_", "versionadded", ">>>", "A book"))


def test_an_implementation_stands_alone_and_was_called(pairs: list[dict[str, Any]]) -> None:
    user, answer = of(pairs, "implementation", "tiny.energy")
    assert "Sum the squares of a signal" in user
    code = answer.split("```")[1].removeprefix("python\n")
    space: dict[str, Any] = {}
    exec(code, space)
    assert space["energy"]([1.0, 2.0], 3.0) == 15.0
    assert "tiny" not in code.replace("tiny.alias", "")
    assert "# Each sample is squared by hand." in code
    assert [p["check"] for p in pairs if p["kind"] == "implementation"].count("called") == 2


def test_an_example_becomes_a_function_with_a_specification(pairs: list[dict[str, Any]]) -> None:
    user, answer = of(pairs, "example", "tiny.energy")
    assert user.startswith("**Target**\nSum the squares of a signal")
    assert "- signal (list): The samples of the signal, in order of time." in user
    assert "- factor (float): What the sum is multiplied by." in user
    assert "(float): The scaled sum of all squares." in user
    assert "(signal: list, factor: float = 3.0):" in answer
    assert answer.count("energy(signal, factor)") == 1, "a call is not repeated with other literals"
    assert "104" not in answer
    assert "[1.0, 5.0]" not in answer


def test_what_is_deprecated_or_does_not_run_is_left_out_and_counted(runner: PlainRunner, tmp_path: Path) -> None:
    built, pairs = made(runner, tmp_path / "out")
    objects = {(p["kind"], p["source"]["object"]) for p in pairs}
    assert not any(name == "tiny.old" for _, name in objects)
    assert ("example", "tiny.broken") not in objects
    assert built.dropped["object: deprecated"] == 1
    assert built.dropped["example: does not run"] == 1
    assert built.dropped["implementation: it is no more than a wrapper"] == 1


def test_the_same_command_gives_the_same_bytes_and_goes_on_where_it_was_killed(
    runner: PlainRunner, tmp_path: Path
) -> None:
    whole, _ = made(runner, tmp_path / "whole")
    first, _ = made(runner, tmp_path / "out")
    assert first.sha256 == whole.sha256
    assert first.pairs == whole.pairs >= 7
    work = tmp_path / "out" / ".work"
    ledger = (work / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    (work / "ledger.jsonl").write_bytes(ledger[0] + ledger[1][:9])
    runner.runs.clear()
    again, _ = made(runner, tmp_path / "out")
    assert again.sha256 == whole.sha256
    assert "survey.py" not in runner.runs
    assert "trial.py" in runner.runs
    runner.runs.clear()
    made(runner, tmp_path / "out")
    assert runner.runs == []


def test_other_options_are_refused_in_a_folder_with_unfinished_work(runner: PlainRunner, tmp_path: Path) -> None:
    made(runner, tmp_path / "out")
    with pytest.raises(UsageError, match="other options"):
        made(runner, tmp_path / "out", Wanted(("tiny", "other"), methods=False))


def test_a_missing_package_is_named(runner: PlainRunner, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no package absent"):
        made(runner, tmp_path / "out", Wanted(("absent",), methods=False))


def test_a_package_without_a_permissive_licence_gives_nothing(tmp_path: Path) -> None:
    (tmp_path / "scratch").mkdir()
    runner = PlainRunner(install(tmp_path / "packages", "GPL-3.0-or-later"), tmp_path / "scratch")
    built, pairs = made(runner, tmp_path / "out")
    assert pairs == []
    assert built.dropped == {"package without a permissive licence": 1}


def test_the_script_of_a_gallery_becomes_an_example(runner: PlainRunner, tmp_path: Path) -> None:
    gallery = tmp_path / "tiny-1.0" / "examples"
    gallery.mkdir(parents=True)
    script = (
        '"""\nEnergy of a ramp\n================\nA ramp is made first.\n"""\nfrom tiny import energy\n\nlength = 4\n'
    )
    (gallery / "ramp.py").write_text(
        f"{script}# A ramp rises evenly.\nramp = list(range(length))\ntotal = energy(ramp)\n"
    )
    pairs = made(runner, tmp_path / "out", Wanted(("tiny",), (tmp_path / "tiny-1.0",), methods=False))[1]
    user, answer = of(pairs, "example", "examples/ramp.py")
    assert "Energy of a ramp" in user
    assert "(length: int = 4):" in answer
    assert "# A ramp rises evenly." in answer
    assert "return total" in answer


def test_what_was_built_passes_its_check_and_a_changed_file_does_not(runner: PlainRunner, tmp_path: Path) -> None:
    out = tmp_path / "out"
    _, pairs = made(runner, out)
    assert check(out) == []
    assert "tiny 1.0" in write_card(out).read_text()
    twice = json.dumps(pairs[0]) + "\n"
    (out / "test.jsonl").write_text((out / "test.jsonl").read_text() + twice)
    found = check(out)
    assert any("near-duplicate" in one for one in found)
    assert any("hash" in one for one in found)
