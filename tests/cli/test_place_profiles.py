"""``gpiot place profiles`` and ``gpiot place algorithms``: what a program can name."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.placing import DOOR, Gpiot


def test_profiles_lists_what_can_be_named(gpiot: Gpiot, tmp_path: Path) -> None:
    shown = gpiot("place", "profiles").stdout
    for name in ("TelosB", "Zigbee", "LoRaWAN", "LIGHT_SOLAR", "LMAlgorithm"):
        assert name in shown
    assert "as shipped" not in shown
    (tmp_path / "networks").mkdir()
    file = tmp_path / "networks" / "mesh.toml"
    file.write_text('[Mesh]\npayload = 200\npacket_time = 0.02\nsource = "by ear"\n', "utf-8")
    shown = gpiot("place", "profiles", "--profile", str(tmp_path)).stdout
    row = next(line for line in shown.splitlines() if line.startswith("Mesh"))
    assert row.split() == ["Mesh", "200", "bytes", "20", "ms", str(file)]
    found = json.loads(gpiot("place", "profiles", "--profile", str(tmp_path), "--json").stdout)
    assert list(found) == ["devices", "networks", "interfaces", "opaque"]
    rows = {row["name"]: (row["file"], row["source"]) for row in found["networks"]}
    assert rows["Mesh"] == (str(file), "by ear")
    assert rows["WiFi"][0] is None
    telos = next(row for row in found["devices"] if row["name"] == "TelosB")
    assert telos["powers_mw"] == {"active": 5.4, "idle": 0.1635, "transmit": 58.5, "receive": 65.4}
    assert (telos["cycles"]["integer"], "MSP430" in telos["source"]) == (5.0, True)
    assert {row["name"]: row["powers_mw"] for row in found["networks"]}["Mesh"] is None


def test_algorithms_lists_settings_in_order_with_defaults_units_and_other_names(gpiot: Gpiot) -> None:
    rows = [line.split() for line in gpiot("place", "algorithms").stdout.splitlines()]
    assert ["CNN", "filters,", "kernel=3,", "channels=1,", "stride=1,", "dimensions=2", "Convolution"] in rows
    assert ["KalmanFilter", "process_variance=0,", "measurement_variance=0", "Kalman"] in rows
    assert (
        'setModel("KalmanFilter", process_variance, measurement_variance)'
        in gpiot("place", "algorithms", "kalman").stdout
    )
    (found,) = json.loads(gpiot("place", "algorithms", "mfcc", "--json").stdout)["algorithms"]
    names = ["coefficients", "bands", "rate", "frame", "hop"]
    assert [one["name"] for one in found["settings"]] == names
    assert found["settings"][3] == {
        "name": "frame",
        "whole": False,
        "default": 0.025,
        "meaning": "length of a window in s",
    }
    wrong = gpiot("place", "algorithms", "Kallman")
    assert (wrong.exit_code, "Did you mean Kalman" in wrong.stderr) == (2, True)


def test_a_wrong_number_of_settings_leads_to_what_they_are(gpiot: Gpiot) -> None:
    for given, told in (('"MFCC", 1, 2, 3, 4, 5, 6', "algorithms MFCC"), ('"CNN"', "algorithms CNN")):
        text = DOOR.read_text("utf-8").replace('"MFCC"', given)
        assert f"(gpiot place {told})" in gpiot("place", "check", "-", stdin=text).stdout
