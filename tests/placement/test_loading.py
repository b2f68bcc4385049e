from __future__ import annotations

from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest

from placement.blocks import Block, Kind
from placement.loading import BASES, CLASSES, UNKNOWN_INTERFACE, BadProfile, Register, load, pricing, unsaid
from placement.profiles import Data, InterfaceProfile, Opaque, Origin, Profiles, Work


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


DEVICE = """
[Mote]
clock = 8e6
ram = 4096
flash = 32768
active = 5
idle = 0.1
transmit = 50
receive = 60
radio = "802.15.4"
basis = "data sheet"
source = "its maker"
[Mote.cycles]
integer = 4
multiply = 16
float_add = 200
float_multiply = 300
special = 1000
"""


@pytest.mark.parametrize("name", ["TelosB", "MicaZ", "Arduino", "RPI", "ESP32", "CortexM4", "Edge"])
def test_the_devices_of_the_report_and_the_issue_are_shipped(name: str) -> None:
    device = load().devices[name]
    assert device.source
    assert device.basis in BASES
    assert set(device.cycles) == {field.name for field in fields(Work)} == set(CLASSES)
    assert device.idle <= device.active <= min(device.transmit, device.receive)
    assert device.radio in load().networks


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("rpi3b+", "RPI"),
        ("raspberrypi", "RPI"),
        ("telosb", "TelosB"),
        ("PC", "Edge"),
        ("uno", "Arduino"),
        ("stm32", "CortexM4"),
    ],
)
def test_devices_are_found_in_any_case_and_by_alias(alias: str, name: str) -> None:
    assert load().devices[alias].name == name


def test_only_the_edge_is_mains_powered() -> None:
    for device in load().devices.values():
        powers = [device.active, device.idle, device.transmit, device.receive]
        assert (sum(powers) == 0) == device.edge


def test_networks_are_those_of_the_report() -> None:
    networks = load().networks
    assert networks["Zigbee"] is networks["802.15.4"] is networks["6lowpan"]
    assert networks["Zigbee"].payload == 122
    rates = [networks[name].payload / networks[name].packet_time for name in ("LoRa", "Zigbee", "BLE", "WiFi")]
    assert rates == sorted(rates)
    assert 40e3 < 8 * rates[1] < 120e3


def test_slow_devices_are_slower_at_everything() -> None:
    devices = load().devices
    order = [devices[name] for name in ("Edge", "RPI", "CortexM4", "Arduino", "TelosB")]
    for faster, slower in pairwise(order):
        assert all(faster.cycles[kind] / faster.clock < slower.cycles[kind] / slower.clock for kind in CLASSES[:2])
    soft = [devices[name].cycles["float_multiply"] / devices[name].cycles["multiply"] for name in ("TelosB", "MicaZ")]
    assert min(soft) > 5


@pytest.mark.parametrize(
    "name",
    "MIC Voice EEG Accel_x Accel_y Accel_z IMU TEMPERATURE HUMIDITY LIGHT Light LIGHT_SOLAR PIR UltraSonic Video PH RSS RFPhase".split(),
)
def test_the_interfaces_of_the_listings_are_described(name: str) -> None:
    assert load().interfaces[name].data.size > 0
    assert load().interfaces[name].source


def test_what_is_not_described_is_one_value_of_two_bytes() -> None:
    assert load().interfaces.get("Toaster", UNKNOWN_INTERFACE).data == Data(1, 2)


def test_names_and_aliases_are_used_once_in_each_kind() -> None:
    profiles = load()
    for kind in (profiles.devices, profiles.networks, profiles.interfaces):
        names = [name.casefold() for item in kind.values() for name in (item.name, *item.aliases)]
        assert len(set(names)) == len(names)


def test_a_name_goes_before_another_s_alias() -> None:
    profiles = load().networks
    register = Register({"A": profiles["LoRa"], "LoRaWAN": profiles["BLE"]})
    assert register["lorawan"] is profiles["BLE"]
    assert register.get("B") is None
    assert list(register) == ["A", "LoRaWAN"]


def test_an_own_device_comes_beside_the_shipped(tmp_path: Path) -> None:
    devices = load(write(tmp_path, "devices/mote.toml", DEVICE)).devices
    assert devices["mote"].clock == 8e6
    assert devices["mote"].cycles["special"] == 1000
    assert "TelosB" in devices
    assert "mote" not in load().devices


def test_an_own_table_changes_only_what_it_holds(tmp_path: Path) -> None:
    text = "[tmote]\nclock = 8e6\n[tmote.cycles]\nspecial = 900\n"
    devices = load(write(tmp_path, "devices/mine.toml", text)).devices
    shipped = load().devices["TelosB"]
    assert devices["TelosB"].clock == 8e6
    assert devices["TelosB"].cycles == {**shipped.cycles, "special": 900.0}
    assert devices["TelosB"].ram == shipped.ram
    assert len(devices) == len(load().devices)


def test_own_networks_may_be_spoken_by_own_devices(tmp_path: Path) -> None:
    write(tmp_path, "networks/rf.toml", '[RF]\npayload = 32\npacket_time = 0.01\nsource = "measured"\n')
    write(tmp_path, "devices/mote.toml", DEVICE.replace("802.15.4", "rf"))
    profiles = load(tmp_path)
    assert profiles.networks[profiles.devices["Mote"].radio].payload == 32


def test_own_interfaces_and_opaque_algorithms(tmp_path: Path) -> None:
    write(tmp_path, "interfaces/mine.toml", "[MIC]\nvalues = 512\n[Toaster]\nvalues = 3\nwidth = 1\n")
    write(tmp_path, "opaque/mine.toml", "[Forecast]\noutput = 6\nfloat_multiply = 5000\nflash = 3000\n")
    profiles = load(tmp_path)
    assert profiles.interfaces["Voice"].data == Data(512, 2)
    assert profiles.interfaces["toaster"].data == Data(3, 1)
    algorithm = profiles.opaque["forecast"]
    assert algorithm.work == Work(float_multiply=5000.0)
    assert (algorithm.output, algorithm.flash, algorithm.ram) == (Data(6, 4), 3000.0, 0.0)


WRONG = [
    ("devices/a.toml", "[Mote\nclock = 1", r"a\.toml: this is not TOML \(.*line 1.*\); mend that place"),
    ("devices/a.toml", b"\xff\xfe", r"a\.toml: this is no UTF-8 text; save it as UTF-8"),
    ("devices/a.toml", "clock = 1", r"a\.toml: clock stands in no table; begin the profile with a line \[NAME\]"),
    ("devices/a.toml", "x = " + "[" * 5000, r"a\.toml: this is not TOML"),
    ("devices/a.toml", DEVICE.replace("clock = 8e6", ""), r"a\.toml: \[Mote\] clock: it is missing; add a number"),
    ("devices/a.toml", DEVICE.replace("clock", "clok"), r"\[Mote\] clock: it is missing; rename clok"),
    ("devices/a.toml", DEVICE.replace("= 8e6", "= -8e6"), r"clock: -8e\+06 is too small; give a number above 0"),
    ("devices/a.toml", DEVICE.replace("= 8e6", "= 0"), r"clock: 0 is too small; give a number above 0"),
    ("devices/a.toml", DEVICE.replace("= 8e6", "= nan"), r"clock: nan is too small; give a number above 0"),
    ("devices/a.toml", DEVICE.replace("= 8e6", "= inf"), r"clock: it is too large; give a number up to 1e\+18"),
    ("devices/a.toml", DEVICE.replace("= 8e6", "= 1" + "0" * 400), r"clock: it is too large"),
    ("devices/a.toml", DEVICE.replace("= 8e6", "= 1" + "0" * 5000), r"a\.toml: this is not TOML \(.*; mend that place"),
    ("devices/a.toml", DEVICE.replace("= 8e6", "= true"), r"clock: True is no number"),
    (
        "devices/a.toml",
        DEVICE.replace("= 8e6", '= "8 MHz"'),
        r"clock: '8 MHz' is no number; write a number without quotes",
    ),
    (
        "devices/a.toml",
        DEVICE.replace("idle = 0.1", "idle = -1"),
        r"idle: -1 is too small; give a number of at least 0",
    ),
    ("devices/a.toml", DEVICE.replace("802.15.4", "Zigbe"), r"radio: 'Zigbe' is not known; did you mean Zigbee\?"),
    (
        "devices/a.toml",
        DEVICE.replace("data sheet", "guess"),
        r"basis: 'guess' is not known; there are data sheet, cycle counts and",
    ),
    ("devices/a.toml", DEVICE.replace("special = 1000", ""), r"\[Mote\] cycles special: it is missing; add a number"),
    (
        "devices/a.toml",
        DEVICE + "specail = 3",
        r"\[Mote\] cycles specail: there is no such key; did you mean special\?",
    ),
    (
        "devices/a.toml",
        "[TelosB]\nclock_rate = 1",
        r"\[TelosB\] clock_rate: there is no such key; did you mean clock\?",
    ),
    ("devices/a.toml", "[TelosB]\ncycles = 3", r"\[TelosB\] cycles: this is no table; write \[NAME\.cycles\]"),
    ("devices/a.toml", "[TelosB]\naliases = 3", r"aliases: this is no list of names"),
    ("devices/a.toml", "[TelosB]\naliases = 3\n[Other]\nx = 1", r"aliases: this is no list of names"),
    ("devices/a.toml", '[TelosB]\nedge = "yes"', r"edge: 'yes' is neither true nor false"),
    ("devices/a.toml", "[TelosB]\nsource = 5", r"source: 5 is no text; put it between quotes"),
    ("networks/a.toml", "[Zigbee]\npayload = 12.5", r"\[Zigbee\] payload: 12\.5 is no whole number; round it"),
    ("networks/a.toml", "[Zigbee]\npacket_time = 0", r"packet_time: 0 is too small"),
    ("interfaces/a.toml", "[MIC]\nvalues = 0", r"\[MIC\] values: 0 is too small"),
    ("opaque/a.toml", "[LM]\nram = 5", r"\[LM\] output: it is missing; add a number"),
    (
        "opaque/a.toml",
        "[LM]\noutput = 5\nfloat_mul = 3",
        r"float_mul: there is no such key; did you mean float_multiply\?",
    ),
]


@pytest.mark.parametrize(("name", "text", "words"), WRONG)
def test_each_mistake_is_named_with_file_key_reason_and_advice(
    tmp_path: Path, name: str, text: str | bytes, words: str
) -> None:
    with pytest.raises(BadProfile, match=words):
        load(write(tmp_path, name, text))


def test_a_folder_that_is_none_or_holds_nothing(tmp_path: Path) -> None:
    with pytest.raises(BadProfile, match="absent: this is no folder; name one that holds devices/, networks/"):
        load(tmp_path / "absent")
    with pytest.raises(BadProfile, match=r"there is no profile in it; put files NAME\.toml into devices/"):
        load(tmp_path)


def test_a_folder_named_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "devices" / "a.toml").mkdir(parents=True)
    with pytest.raises(BadProfile, match=r"a\.toml: it cannot be read \(.*\); check the file"):
        load(tmp_path)


def test_shipped_radios_have_powers_but_for_the_cable() -> None:
    networks = load().networks.values()
    assert [one.name for one in networks if not one.has_powers] == ["Ethernet"]


def test_a_folder_says_which_profiles_are_its_own(tmp_path: Path) -> None:
    assert load().own == {}
    write(tmp_path, "networks/a.toml", '[zigbee]\npacket_time = 0.02\nsource = "measured"\n[Mesh]\npayload = 9\n')
    write(tmp_path, "networks/b.toml", '[Mesh]\npacket_time = 1\nsource = "a guess"\ntransmit = 3\nreceive = 4\n')
    write(tmp_path, "devices/a.toml", "[TelosB]\nclock = 8e6\n")
    found = load(tmp_path)
    assert found.own == {
        ("networks", "802.15.4"): Origin(tmp_path / "networks" / "a.toml", "measured"),
        ("networks", "Mesh"): Origin(tmp_path / "networks" / "b.toml", "a guess"),
        ("devices", "TelosB"): Origin(tmp_path / "devices" / "a.toml"),
    }
    assert (found.networks["Mesh"].payload, found.networks["Mesh"].receive) == (9, 4)


def test_a_trained_cost_has_its_window_and_its_source(tmp_path: Path) -> None:
    write(tmp_path, "opaque/a.toml", '["V"]\noutput = 1\nwindow = 100\nsource = "trained"\n')
    found = load(tmp_path).opaque["v"]
    assert (found.window, found.source) == (100, "trained")
    assert load().opaque["LMAlgorithm"].window == 1


def test_a_register_tells_the_name_proper() -> None:
    networks = load().networks
    assert isinstance(networks, Register)
    assert (networks.proper("zigbee"), networks.proper("WIFI"), networks.proper("Zigbe")) == ("802.15.4", "WiFi", None)


@pytest.mark.parametrize(
    ("name", "kind", "algorithm", "notes", "left", "found"),
    [
        ("A.mic", Kind.SAMPLE, "", "", "values width", ("interfaces", "MIC")),
        ("A.EAR#2", Kind.SAMPLE, "", "width", "values", ("interfaces", "MIC")),
        ("A.MIC", Kind.SAMPLE, "", "width values", "", None),
        ("A.PIR", Kind.SAMPLE, "", "values", "width", None),
        ("V.F", Kind.ALGORITHM, "mfcc", "", "cycles output", ("opaque", "V.F")),
        ("V.G", Kind.ALGORITHM, "mfcc", "special ram", "output", ("opaque", "MFCC")),
        ("V.G", Kind.ALGORITHM, "MFCC", "output width", "cycles", ("opaque", "MFCC")),
        ("V.F", Kind.ALGORITHM, "MFCC", "output special", "", None),
        ("V.F", Kind.ALGORITHM, "MFCC", "output cycles", "", None),
        ("V.G", Kind.ALGORITHM, "Mean", "", "cycles output", None),
        ("MFCC", Kind.CMP, "", "", "", None),
        ("A.MIC", Kind.ACTUATE, "", "", "", None),
    ],
)
def test_an_annotation_goes_before_the_profile_that_prices_a_block(
    name: str, kind: Kind, algorithm: str, notes: str, left: str, found: tuple[str, str] | None
) -> None:
    block = Block(name, kind, "", ("A",), algorithm, notes=tuple((key, 1.0) for key in notes.split()))
    costs = {one: Opaque(Work(), Data(1, 1)) for one in ("MFCC", "V.F")}
    known = Profiles({}, {}, {"MIC": InterfaceProfile("MIC", Data(1, 2), aliases=("ear",))}, costs)
    assert unsaid(block) == tuple(left.split())
    assert pricing(block, known) == found
