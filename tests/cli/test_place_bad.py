"""Whatever is wrong with what comes in is one clear message and exit code 2 or 1."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Gpiot = Callable[..., Result]
EXAMPLES = Path(__file__).parents[2] / "examples" / "placement"
DOOR = EXAMPLES / "smart_door.ep"
PROGRAM = """Application Small {
  Configuration { TelosB A(TEMPERATURE, FAN) @(network="Zigbee"); Edge E(); }
  Implementation {
    VSensor S("ONE, TWO") {
      S.setInput(A.TEMPERATURE);
      ONE.setModel("Mean");
      TWO.setModel("Mean");
      S.setOutput(<float_t>);
    }
  }
  Rule { IF (S > 1) THEN (A.FAN); }
}
"""


def refused(result: Result, words: str, code: int = 2) -> str:
    """One message with these words and a next step, and nothing else; returns it."""
    assert result.exit_code == code, result.stderr
    assert result.stdout == ""
    message, *hint = result.stderr.splitlines()[-2:]
    assert "Traceback" not in result.stderr
    assert words in result.stderr
    assert message.startswith("gpiot: ")
    assert all(line.startswith("  ") for line in hint)
    return result.stderr


@pytest.fixture
def small(tmp_path: Path) -> Callable[[str, str], str]:
    def write(old: str, new: str) -> str:
        assert old in PROGRAM
        file = tmp_path / "small.ep"
        file.write_text(PROGRAM.replace(old, new), "utf-8")
        return str(file)

    return write


Small = Callable[[str, str], str]


def test_an_unknown_device(gpiot: Gpiot, small: Small) -> None:
    refused(gpiot("place", small("TelosB", "TelosC")), "Did you mean TelosB?")


def test_an_opaque_algorithm_without_a_cost(gpiot: Gpiot, small: Small) -> None:
    told = refused(gpiot("place", small('ONE.setModel("Mean")', 'ONE.setModel("Tea")')), "S.ONE cannot be priced")
    assert "@(cycles=..., output=...)" in told


@pytest.mark.parametrize("number", ["-1", "0", "nan", "inf", "1e300"])
def test_a_bandwidth_that_is_none(gpiot: Gpiot, number: str) -> None:
    refused(gpiot("place", str(DOOR), "--what-if", f"bandwidth={number}"), "The bandwidth is")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("bandwith=0.5", "Did you mean bandwidth?"),
        ("bandwidth", "Write bandwidth=0.5."),
        ("bandwidth=half", "'half' is no number"),
        ("colour=red", "What can change"),
        ("", "What can change"),
        ("network=Wify", "there is no such network"),
    ],
)
def test_a_what_if_that_is_none(gpiot: Gpiot, words: str, told: str) -> None:
    refused(gpiot("place", str(DOOR), "--what-if", words), told)


def test_a_block_that_fits_nowhere(gpiot: Gpiot, small: Small) -> None:
    file = small('ONE.setModel("Mean")', 'ONE.setModel("Mean") @(ram=1e14)')
    refused(gpiot("place", file), "S.ONE fits nowhere")


def test_blocks_that_do_not_fit_together(gpiot: Gpiot, small: Small, tmp_path: Path) -> None:
    (tmp_path / "profile" / "devices").mkdir(parents=True)
    (tmp_path / "profile" / "devices" / "edge.toml").write_text("[Edge]\nram = 5000\n", "utf-8")
    file = small('.setModel("Mean")', '.setModel("Mean") @(ram=5900)')
    result = gpiot("place", file, "--profile", str(tmp_path / "profile"))
    refused(result, "There is no placement", 1)


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf"])
def test_a_time_limit_that_is_none(gpiot: Gpiot, seconds: str) -> None:
    refused(gpiot("place", str(DOOR), "--time-limit", seconds), "is no time")


def test_a_solver_that_runs_out_of_time_shows_what_it_has(gpiot: Gpiot) -> None:
    result = gpiot("place", str(DOOR), "--goal", "energy", "--time-limit", "1e-9")
    assert result.exit_code == 1
    assert "time limit: not proven, up to " in result.stdout.splitlines()[0]
    assert result.stderr.startswith("gpiot: Not proven best: ")
    assert "longer time limit" in result.stderr
    result = gpiot("place", str(DOOR), "--goal", "energy", "--time-limit", "1e-9", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["status"] == "time limit"
    compared = gpiot("place", "compare", str(DOOR), "--goal", "energy", "--time-limit", "1e-9")
    assert (compared.exit_code, "Not proven best" in compared.stderr) == (1, True)


def test_what_is_proven_before_the_solver_ends_counts_as_proven(gpiot: Gpiot, small: Small) -> None:
    result = gpiot("place", small("S > 1", "S > 2"), "--time-limit", "1e-9", "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["status"], found["gap"], found["reason"]) == (0, "optimal", 0.0, "")


def test_a_solver_that_finds_nothing_in_time(gpiot: Gpiot, monkeypatch: pytest.MonkeyPatch) -> None:
    import placement.partition
    from placement.problem import Answer, Status

    def slow(_: object, goal: Any, **__: object) -> Answer:
        return Answer(Status.TIME_LIMIT, goal, reason="the solver was stopped")

    monkeypatch.setattr(placement.partition, "solve", slow)
    refused(gpiot("place", str(DOOR)), "No placement was found in time: the solver was stopped.", 1)


@pytest.mark.parametrize("command", ["check", "graph", "solve", "compare", "fmt"])
def test_files_that_are_no_programs(gpiot: Gpiot, tmp_path: Path, command: str) -> None:
    (tmp_path / "big.ep").write_bytes(b"a" * 5_000_000)
    (tmp_path / "latin.ep").write_bytes(b"Application \xff {}")
    for name, words in (
        ("big.ep", "larger than a program may be"),
        ("latin.ep", "not text in UTF-8"),
        ("none.ep", "no such file"),
        (".", "is a directory"),
    ):
        refused(gpiot("place", command, f"{tmp_path}/{name}"), words)


@pytest.mark.parametrize("content", [b"a" * 5_000_000, b"Application \xff {}"])
def test_standard_input_that_is_no_program(gpiot: Gpiot, content: bytes) -> None:
    refused(gpiot("place", "solve", "-", stdin=content), "Standard input is")


@pytest.mark.parametrize("text", ["", "\0" * 100, "{" * 5000, "Application A {", PROGRAM[:200]])
@pytest.mark.parametrize("command", ["check", "graph", "solve", "compare", "fmt"])
def test_programs_with_errors(gpiot: Gpiot, command: str, text: str) -> None:
    result = gpiot("place", command, "-", stdin=text)
    assert result.exit_code == 2
    assert "error: " in result.stdout + result.stderr


def test_an_error_is_one_object_of_json(gpiot: Gpiot, small: Small) -> None:
    result = gpiot("place", small("S > 1", "T > 1"), "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["code"], result.stderr) == (2, 2, "")
    assert "has 1 error, the first in line 11: T is not declared" in found["error"]


def test_an_unknown_network(gpiot: Gpiot) -> None:
    refused(gpiot("place", str(DOOR), "--network", "Wify"), "there is no such network")
    refused(gpiot("place", str(DOOR), "--network", "Zigbe"), "Did you mean Zigbee?")


def test_folders_that_hold_no_profiles(gpiot: Gpiot, tmp_path: Path) -> None:
    refused(gpiot("place", str(DOOR), "--profile", str(tmp_path / "none")), "this is no folder")
    refused(gpiot("place", str(DOOR), "--profile", str(tmp_path)), "there is no profile in it")
    (tmp_path / "devices").mkdir()
    file = tmp_path / "devices" / "mine.toml"
    for text, words in (
        ("[TelosB", "this is not TOML"),
        ('[TelosB]\nclock = "fast"', "is no number"),
        ("[X]", "missing"),
    ):
        file.write_text(text, "utf-8")
        refused(gpiot("place", str(DOOR), "--profile", str(tmp_path)), words)


def test_flows_that_go_round(gpiot: Gpiot, small: Small) -> None:
    result = gpiot("place", small("S.setInput(A.TEMPERATURE);", "S.setInput(S);"))
    assert result.exit_code == 2
    assert "S" in result.stderr


def test_more_than_can_be_placed(gpiot: Gpiot, monkeypatch: pytest.MonkeyPatch) -> None:
    import agent.placing

    monkeypatch.setattr(agent.placing, "_LARGEST", 10)
    refused(gpiot("place", str(DOOR)), "more than can be placed")


def test_a_word_that_is_neither_command_nor_file(gpiot: Gpiot) -> None:
    refused(gpiot("place", "chek"), "Did you mean gpiot place check?")
    refused(gpiot("place", "qqq"), "The commands: check, graph")


def test_a_picture_where_none_can_be(gpiot: Gpiot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = gpiot("place", str(DOOR), "--svg", str(tmp_path / "file" / "door.svg"))
    assert result.exit_code == 5
    assert "door.svg" in result.stderr


@pytest.mark.parametrize("command", ["solve", "compare"])
def test_a_program_without_a_rule(gpiot: Gpiot, small: Small, command: str) -> None:
    refused(gpiot("place", command, small("IF (S > 1) THEN (A.FAN);", "")), "nothing to place")


@pytest.mark.parametrize("options", [("graph", "--svg"), ("graph", "--dot"), ("solve", "--svg")])
def test_a_picture_does_not_take_the_place_of_its_program(gpiot: Gpiot, small: Small, options: tuple[str, str]) -> None:
    file = small("S > 1", "S > 2")
    before = Path(file).read_text("utf-8")
    refused(gpiot("place", options[0], file, options[1], file), "the program itself")
    assert Path(file).read_text("utf-8") == before
