from __future__ import annotations

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from rich.cells import cell_len

from tests.cli.placing import DOOR, EXAMPLES, Gpiot, solved

WRONG = """Application Door {
  Configuration {
\tTelosB A(MIC, OPEN);
  }
  Rule {
    IF (A.MCI > 1 && A.MIC = 2)
      THEN (A.OPEN);
  }
}
"""


@pytest.fixture
def door(tmp_path: Path) -> Path:
    return Path(shutil.copy(DOOR, tmp_path))


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    file = tmp_path / "wrong.ep"
    file.write_text(WRONG, "utf-8")
    return file


def test_place_lists_its_commands_in_the_order_of_first_steps(gpiot: Gpiot) -> None:
    shown = gpiot("place", "--help").stdout
    found = [line.split()[0] for line in shown[shown.index("Commands:") :].splitlines()[1:]]
    assert found == [
        "check",
        "graph",
        "solve",
        "compare",
        "fmt",
        "sample",
        "train",
        "network",
        "profiles",
        "algorithms",
        "bench",
    ]
    assert "place" in gpiot("--help").stdout


def test_check_tells_all_errors_with_place_line_caret_and_advice(gpiot: Gpiot, wrong: Path) -> None:
    result = gpiot("place", "check", str(wrong))
    assert result.exit_code == 2
    lines = result.stdout.splitlines()
    start = lines.index(f"{wrong}:6:9: error: A.MCI is not declared [undefined-interface]")
    assert lines[start + 1] == "    6 |     IF (A.MCI > 1 && A.MIC = 2)"
    assert lines[start + 2].index("^") == lines[start + 1].index("A.MCI")
    assert lines[start + 3] == "      = did you mean A.MIC?"
    assert "assignment-in-condition" in result.stdout
    assert lines[-1] == f"{wrong}: 2 errors, 0 warnings"


def test_carets_stand_below_what_is_meant_after_tabs_and_wide_letters(gpiot: Gpiot, tmp_path: Path) -> None:
    file = tmp_path / "wide.ep"
    file.write_text(WRONG.replace("    IF (", '\tIF (A.MIC == "漢字" && '), "utf-8")
    lines = gpiot("place", "check", str(file)).stdout.splitlines()
    row = next(index for index, line in enumerate(lines) if "A.MCI is not declared" in line)
    assert "\t" not in lines[row + 1]
    assert lines[row + 2].index("^") == cell_len(lines[row + 1][: lines[row + 1].index("A.MCI")])


def test_a_long_line_is_shown_around_its_error(gpiot: Gpiot, tmp_path: Path) -> None:
    file = tmp_path / "long.ep"
    file.write_text(WRONG.replace("    IF (", "IF (" + "A.MIC > 3 && " * 60), "utf-8")
    lines = gpiot("place", "check", str(file)).stdout.splitlines()
    row = next(index for index, line in enumerate(lines) if "A.MCI is not declared" in line)
    assert len(lines[row + 1]) < 130
    column = lines[row + 2].index("^")
    assert lines[row + 1][column : column + 5] == "A.MCI"


def test_check_shows_no_escape_sequence_of_the_program(gpiot: Gpiot, tmp_path: Path) -> None:
    file = tmp_path / "escape.ep"
    file.write_text(WRONG.replace("A.MCI", "A.\x1b[2JMCI"), "utf-8")
    result = gpiot("place", "check", str(file))
    assert result.exit_code == 2
    assert "\x1b" not in result.stdout
    assert "A.␛[2JMCI" in result.stdout


def test_check_as_json(gpiot: Gpiot, wrong: Path) -> None:
    result = gpiot("place", "check", str(wrong), "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["errors"], found["warnings"]) == (2, 2, 0)
    first = found["diagnostics"][0]
    assert (first["line"], first["column"], first["code"]) == (6, 9, "undefined-interface")
    assert first["source"] == "    IF (A.MCI > 1 && A.MIC = 2)"


def test_check_says_what_cannot_run_and_what_is_assumed(gpiot: Gpiot, tmp_path: Path) -> None:
    result = gpiot("place", "check", str(EXAMPLES / "limb_motion.ep"))
    assert result.exit_code == 0
    assert "Cannot run: LimbPosition.LM: gpiot has no algorithm LMAlgorithm." in result.stdout
    assert "open.gmm is not beside the program" in gpiot("place", "check", str(DOOR)).stdout
    (tmp_path / "open.gmm").write_text("")
    assert "Cannot run" not in gpiot("place", "check", shutil.copy(DOOR, tmp_path)).stdout
    assert "Assumed: VoiceRecog: not trained" in gpiot("place", "check", str(EXAMPLES / "auto_door.ep")).stdout
    unknown = DOOR.read_text("utf-8").replace("A(MIC,", "A(EAR,").replace("A.MIC", "A.EAR")
    assert "Assumed: A.EAR: described by no profile" in gpiot("place", "check", "-", stdin=unknown).stdout


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.ep")), ids=lambda file: file.stem)
def test_every_example_checks_and_gives_a_graph(gpiot: Gpiot, file: Path) -> None:
    assert gpiot("place", "check", str(file)).exit_code == 0
    assert gpiot("place", "fmt", "--check", str(file)).exit_code == 0
    found = json.loads(gpiot("place", "graph", str(file), "--json").stdout)
    assert len(found["flows"]) >= len(found["blocks"]) - 1


def test_a_graph_is_shown_and_drawn(gpiot: Gpiot, tmp_path: Path) -> None:
    shown = gpiot("place", "graph", str(DOOR)).stdout
    assert "VoiceRecog.FE  MFCC(A.MIC)" in shown
    svg, dot = tmp_path / "new" / "door.svg", tmp_path / "door.dot"
    gpiot("place", "graph", str(DOOR), "--svg", str(svg), "--dot", str(dot))
    assert ET.parse(svg).getroot().tag.endswith("svg")
    assert dot.read_text("utf-8").startswith("digraph")


def test_solve_is_what_a_file_alone_means(gpiot: Gpiot) -> None:
    plain = solved(gpiot, str(DOOR))
    assert plain["goal"] == "latency"
    assert solved(gpiot, "solve", str(DOOR))["value"] == plain["value"]
    assert solved(gpiot, "--goal", "energy", str(DOOR))["goal"] == "energy"


def test_solve_tells_devices_blocks_flows_and_savings(gpiot: Gpiot) -> None:
    result = gpiot("place", str(DOOR), "--goal", "energy")
    assert result.exit_code == 0
    assert result.stdout.startswith("SmartDoor: energy 8.45 mJ, proven least\n")
    for part in (
        "Against all on the edge: 12.3 mJ, 31.3 % saved",
        "Against all local",
        "VoiceRecog.FE -> VoiceRecog.ID",
    ):
        assert part in result.stdout
    row = next(line for line in result.stdout.splitlines() if line.startswith("A.MIC "))
    assert row.split() == ["A.MIC", "SAMPLE(A.MIC)", "A", "(pinned)", "1.46", "µs", "3.66", "µJ"]


def test_what_solve_prints_adds_up(gpiot: Gpiot) -> None:
    found = solved(gpiot, str(DOOR), "--goal", "energy")
    parts = [row["energy_mj"] for kind in ("blocks", "flows") for row in found[kind]]
    assert sum(parts) == pytest.approx(found["value"])
    assert found["value"] == found["energy_mj"]
    devices = found["devices"]
    assert sum(row["energy_mj"] for row in devices) == pytest.approx(found["value"])
    assert all(row["computing_mj"] + row["radio_mj"] == row["energy_mj"] for row in devices)
    assert [row["radio_mj"] for row in devices] == pytest.approx([2.4 + 2 * 2.2, 0.702, 0.0])
    assert (found["status"], found["gap"], found["unit"]) == ("optimal", 0.0, "mJ")
    assert [row["network"] for row in found["devices"]] == ["WiFi", "802.15.4", None]
    assert all(row["basis"] for row in found["devices"])


def test_solve_draws_the_placement(gpiot: Gpiot, tmp_path: Path) -> None:
    svg = tmp_path / "door.svg"
    assert f"The graph is in {svg}" in gpiot("place", str(DOOR), "--svg", str(svg)).stdout
    assert "from device to device" in svg.read_text("utf-8")


def test_a_network_is_that_of_all_devices(gpiot: Gpiot) -> None:
    found = solved(gpiot, str(DOOR), "--network", "zigbee")
    assert [row["network"] for row in found["devices"]] == ["802.15.4", "802.15.4", None]


def test_solve_tells_the_packets_of_each_hop(gpiot: Gpiot, tmp_path: Path) -> None:
    file = tmp_path / "two.ep"
    devices = "TelosB A(GEO @(values=200, width=1), FAN); TelosB B(GEO @(values=5000, width=1));"
    rule = "IF (A.GEO > B.GEO) THEN (A.FAN);"
    file.write_text(f"Application Two {{ Configuration {{ {devices} }} Rule {{ {rule} }} }}", "utf-8")
    first = solved(gpiot, str(file), "--goal", "energy")["flows"][0]
    assert (first["from"], first["bytes"], first["from_device"], first["to_device"]) == ("A.GEO", 200, "A", "B")
    assert first["hops"] == [{"device": device, "network": "802.15.4", "packets": 2} for device in "AB"]
    row = next(line for line in gpiot("place", str(file), "--goal", "energy").stdout.splitlines() if "A -> B" in line)
    assert row.split()[:10] == ["A.GEO", "->", "CMP1", "A", "->", "B", "200", "2", "+", "2"]


def test_an_energy_with_another_radios_powers_says_so(gpiot: Gpiot) -> None:
    told = "Energy: A counted with the powers of WiFi, since the profile of Ethernet names none"
    shown = gpiot("place", str(DOOR), "--goal", "energy", "--what-if", "network=Ethernet").stdout
    assert told in shown[shown.index("If network=Ethernet") :]
    assert "Energy:" not in shown[: shown.index("If network=Ethernet")]
    assert told in gpiot("place", str(DOOR), "--network", "Ethernet").stdout
    assert "Energy:" not in gpiot("place", str(DOOR), "--what-if", "network=BLE").stdout
    row = solved(gpiot, str(DOOR), "--what-if", "network=LAN")["what_if"][0]["networks"][0]
    assert row["other_radios"] == [{"device": "A", "radio": "WiFi"}, {"device": "B", "radio": "802.15.4"}]


def test_solve_names_what_comes_from_files_of_ones_own(gpiot: Gpiot, tmp_path: Path) -> None:
    for name, text in {
        "networks/a.toml": '[Zigbee]\npacket_time = 0.02\nsource = "predicted"\n',
        "devices/b.toml": "[TelosB]\nclock = 8e6\n",
        "opaque/c.toml": '[MFCC]\noutput = 13\nsource = "counted"\n',
    }.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, "utf-8")
    lines = gpiot("place", str(DOOR), "--profile", str(tmp_path)).stdout.splitlines()
    assert [line for line in lines if line.startswith("From")] == [
        f"From {tmp_path}/devices/b.toml: TelosB.",
        f"From {tmp_path}/networks/a.toml: 802.15.4 (predicted).",
        f"From {tmp_path}/opaque/c.toml: cost of VoiceRecog.FE (counted).",
    ]
    rows = [line.split()[0] for line in lines if line.endswith("your profile")]
    assert rows == ["B", "802.15.4"]
    found = solved(gpiot, str(DOOR), "--profile", str(tmp_path))
    assert [row["file"] for row in found["devices"]] == [None, f"{tmp_path}/devices/b.toml", None]
    assert found["networks"][1]["source"] == "predicted"
    assert found["own_costs"][0]["blocks"] == ["VoiceRecog.FE"]
    wifi = gpiot("place", str(DOOR), "--network", "WiFi", "--profile", str(tmp_path))
    assert "a.toml" not in wifi.stdout
    wifi = gpiot("place", str(DOOR), "--network", "WiFi", "--what-if", "network=Zigbee", "--profile", str(tmp_path))
    assert "a.toml: 802.15.4 (predicted)." in wifi.stdout
    assert "From " not in gpiot("place", str(DOOR)).stdout


def test_fmt_rewrites_a_file_and_keeps_its_rights_and_line_ends(gpiot: Gpiot, door: Path) -> None:
    text = door.read_text("utf-8")
    door.write_bytes(text.replace("  ", " ").replace("\n", "\r\n").encode("utf-8"))
    door.chmod(0o640)
    checked = gpiot("place", "fmt", "--check", str(door))
    assert (checked.exit_code, checked.stdout) == (1, f"{door}: would change\n")
    assert gpiot("place", "fmt", str(door)).stdout == f"{door}: rewritten\n"
    assert door.read_bytes().decode("utf-8") == text.replace("\n", "\r\n")
    assert door.stat().st_mode & 0o777 == 0o640
    assert list(door.parent.iterdir()) == [door]
    again = gpiot("place", "fmt", "--check", str(door))
    assert (again.exit_code, again.stdout) == (0, f"{door}: in form\n")


def test_fmt_follows_a_link_to_its_file(gpiot: Gpiot, door: Path) -> None:
    link = door.with_name("link.ep")
    link.symlink_to(door)
    text = door.read_text("utf-8")
    door.write_text(text.replace("  ", " "), "utf-8")
    gpiot("place", "fmt", str(link))
    assert link.is_symlink()
    assert door.read_text("utf-8") == text


def test_fmt_goes_from_standard_input_to_standard_output(gpiot: Gpiot) -> None:
    text = DOOR.read_text("utf-8")
    assert gpiot("place", "fmt", "-", stdin=text.replace("  ", " ")).stdout == text


def test_fmt_leaves_a_program_with_errors_alone(gpiot: Gpiot, wrong: Path) -> None:
    result = gpiot("place", "fmt", str(wrong))
    assert result.exit_code == 2
    assert "assignment-in-condition" in result.stderr
    assert wrong.read_text("utf-8") == WRONG


def test_fmt_leaves_the_file_whole_when_writing_fails(
    gpiot: Gpiot, door: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.write_text(text := door.read_text("utf-8").replace("  ", " "), "utf-8")

    def refuse(self: Path, _: Path) -> Path:
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "replace", refuse)
    result = gpiot("place", "fmt", str(door))
    assert result.exit_code == 5
    assert "no space left on device" in result.stderr
    assert door.read_text("utf-8") == text
    assert list(door.parent.iterdir()) == [door]
