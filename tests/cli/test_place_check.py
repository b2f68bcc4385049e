"""What ``gpiot place check`` says of a program that has no errors, and cannot be placed yet."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Gpiot = Callable[..., Result]
UNPRICED = """Application Small {
  Configuration {
    TelosC A(TEMPERATURE, FAN);
    Edge E();
  }
  Implementation {
    VSensor S("ONE, TWO, THREE") {
      S.setInput(A.TEMPERATURE);
      ONE.setModel("Mean");
      TWO.setModel("Tea") @(cycles=5);
      THREE.setModel("FC", "x.pt");
      S.setOutput(<float_t>);
    }
  }
  Rule { IF (S > 1) THEN (A.FAN); }
}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    file = tmp_path / "small.ep"
    file.write_text(UNPRICED, "utf-8")
    return file


def test_everything_that_has_no_price_is_a_warning_with_its_place(gpiot: Gpiot, small: Path) -> None:
    result = gpiot("place", "check", str(small))
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    told = [line.removeprefix(f"{small}:") for line in lines if line.startswith(f"{small}:")]
    assert told == [
        "3:5: warning: A is a TelosC, and there is no such device [unknown-device]",
        "10:20: warning: S.TWO cannot be priced: its annotation has no output [no-price]",
        "10:20: warning: no algorithm is called Tea: it cannot run [opaque-algorithm]",
        "11:22: warning: S.THREE cannot be priced: nothing tells FC its outputs [no-price]",
        " 0 errors, 4 warnings",
    ]
    assert "      = did you mean TelosB? Otherwise add a profile of it" in lines
    assert lines[-1] == "It cannot be placed yet: 3 warnings above"


def test_it_is_so_in_json(gpiot: Gpiot, small: Path) -> None:
    result = gpiot("place", "check", str(small), "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["errors"], found["warnings"], found["unpriced"]) == (0, 0, 4, 3)
    assert [row["line"] for row in found["diagnostics"] if row["code"] == "no-price"] == [10, 11]
    assert found["cannot_be_placed"].startswith("A is a TelosC, and there is no such device.")


def test_what_is_mended_is_said_no_more(gpiot: Gpiot, small: Path) -> None:
    priced = UNPRICED.replace("TelosC", "TelosB").replace("cycles=5", "cycles=5, output=9").replace('"x.pt"', '"x", 3')
    small.write_text(priced, "utf-8")
    found = json.loads(gpiot("place", "check", str(small), "--json").stdout)
    assert (found["warnings"], found["unpriced"], found["cannot_be_placed"]) == (1, 0, None)
    assert "cannot be placed" not in gpiot("place", "check", str(small)).stdout
    assert gpiot("place", str(small)).exit_code == 0


def test_a_profile_of_ones_own_gives_the_price(gpiot: Gpiot, small: Path, tmp_path: Path) -> None:
    for kind, text in (("opaque", "[Tea]\noutput = 9\n"), ("opaque", '["S.THREE"]\noutput = 1\n')):
        folder = tmp_path / "profile" / kind
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{len(text)}.toml").write_text(text, "utf-8")
    small.write_text(UNPRICED.replace("TelosC", "TelosB"), "utf-8")
    found = json.loads(gpiot("place", "check", str(small), "--profile", str(tmp_path / "profile"), "--json").stdout)
    assert (found["unpriced"], found["cannot_be_placed"]) == (0, None)


def test_a_program_without_a_rule_says_why_it_cannot_be_placed(gpiot: Gpiot, small: Path) -> None:
    small.write_text(UNPRICED.replace("IF (S > 1) THEN (A.FAN);", ""), "utf-8")
    result = gpiot("place", "check", str(small))
    assert result.exit_code == 0
    assert "It cannot be placed yet:" in result.stdout
    found = json.loads(gpiot("place", "check", str(small), "--json").stdout)
    assert (found["unpriced"], "has no rule" in found["cannot_be_placed"]) == (1, True)


def test_errors_come_before_what_has_no_price(gpiot: Gpiot, small: Path) -> None:
    small.write_text(UNPRICED.replace("Edge E()", 'Edge E() @(network="BLE"); Edge F()'), "utf-8")
    result = gpiot("place", "check", str(small))
    assert result.exit_code == 2
    assert "[edge-network]" in result.stdout
    assert "[second-edge]" in result.stdout
    assert "no-price" not in result.stdout
