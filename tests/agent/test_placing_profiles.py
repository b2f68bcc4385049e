"""Where the figures of a placement come from, as it reports that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from agent.placing import Case, case, profiles, read
from agent.placing_files import network_table
from agent.placing_profiles import networks, own_costs
from placement.loading import load

EXAMPLES = Path(__file__).parents[2] / "examples" / "placement"
OWN = {
    "networks/zigbee.toml": '[Zigbee]\npacket_time = 0.02\nsource = "predicted"\n',
    "interfaces/ears.toml": "[Microphone]\nvalues = 100\nwidth = 1\n",
    "opaque/voice.toml": '["VoiceRecog.ID"]\noutput = 1\nsource = "trained"\n[MFCC]\noutput = 13\n[Other]\noutput = 1\n',
}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    for name, text in OWN.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path


def door(folder: Path | None, network: str | None = None) -> Case:
    return case(read(str(EXAMPLES / "smart_door.ep")), profiles(folder), network)


def test_a_network_of_ones_own_is_named_with_its_file(own: Path) -> None:
    wifi, zigbee = networks(door(own))
    assert (wifi["network"], wifi["devices"], wifi["file"]) == ("WiFi", ["A"], None)
    assert wifi["source"].startswith("Sum of parts at 24 Mbit/s")
    assert (zigbee["network"], zigbee["packet_time_s"], zigbee["source"]) == ("802.15.4", 0.02, "predicted")
    assert zigbee["file"] == str(own / "networks" / "zigbee.toml")


def test_costs_of_ones_own_are_named_with_their_blocks(own: Path) -> None:
    found = {row["profile"]: (row["kind"], row["blocks"], row["source"]) for row in own_costs(door(own))}
    assert found == {
        "MIC": ("interfaces", ["A.MIC"], ""),
        "MFCC": ("opaque", ["VoiceRecog.FE"], ""),
        "VoiceRecog.ID": ("opaque", ["VoiceRecog.ID"], "trained"),
    }
    assert own_costs(door(None)) == []


def test_what_an_annotation_overrules_is_not_named(own: Path, tmp_path: Path) -> None:
    text = (EXAMPLES / "smart_door.ep").read_text("utf-8")
    text = text.replace("MIC,", "MIC @(values=9, width=2),").replace('("MFCC")', '("MFCC") @(integer=4, output=2)')
    (tmp_path / "door.ep").write_text(text, "utf-8")
    found = own_costs(case(read(str(tmp_path / "door.ep")), profiles(own)))
    assert [row["profile"] for row in found] == ["VoiceRecog.ID"]


def test_a_written_network_is_read_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "networks").mkdir()
    mesh = replace(load().networks["BLE"], name='My "Mesh"', packet_time=0.25, source="by ear\n", aliases=("M", "ä"))
    for one in (mesh, replace(mesh, transmit=0.0, receive=0.0, aliases=())):
        (tmp_path / "networks" / "mesh.toml").write_text(network_table(one), "utf-8")
        assert load(tmp_path).networks['my "mesh"'] == one
