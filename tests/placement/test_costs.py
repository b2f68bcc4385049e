from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from placement.blocks import FlowGraph
from placement.costs import links, problem
from placement.loading import load
from placement.problem import Array
from placement.sizes import CostError
from tests.placement.programs import DEVICES, PROFILES, channels, program, stages


def between(graph: FlowGraph, transfers: Array, source: str, target: str) -> Array:
    """(D, D) of one flow."""
    names = [block.name for block in graph.blocks]
    return np.asarray(transfers[graph.flows.index((names.index(source), names.index(target)))])


def test_shapes_and_names_are_those_of_the_graph() -> None:
    door = program()
    found = problem(door, PROFILES)
    assert found.blocks == tuple(block.name for block in door.blocks)
    assert (found.devices, found.edge, found.scale) == (("A", "B", "E"), 2, 33)
    assert found.allowed.shape == found.times.shape == found.energies.shape == (11, 3)
    assert found.transfer_times.shape == found.transfer_energies.shape == (10, 3, 3)
    assert found.flows.tolist() == [list(flow) for flow in door.flows]


def test_pinned_blocks_lie_where_they_are_pinned() -> None:
    found = problem(program(), PROFILES)
    allowed = dict(zip(found.blocks, found.allowed.tolist(), strict=True))
    assert allowed["A.MIC"] == [True, False, False]
    assert allowed["B.LIGHT_SOLAR"] == [False, True, False]
    assert allowed["CONJ1"] == [False, False, True]
    assert allowed["VoiceRecog.FE"] == allowed["CMP1"] == allowed["AUX2"] == [True, True, True]


def test_a_block_takes_its_cycles_over_the_clock() -> None:
    found = problem(program(), PROFILES)
    times = dict(zip(found.blocks, found.times, strict=True))
    cycles = 7 * 1000 + 3 * 10_000  # 7 float_multiply, 3 special
    np.testing.assert_allclose(times["VoiceRecog.FE"], [cycles / 1e8, cycles / 1e6, cycles / 1e9])
    np.testing.assert_allclose(times["CMP1"], [101 / 1e8, 101 / 1e6, 101 / 1e9])


def test_an_annotations_cycles_are_the_same_on_every_device() -> None:
    sensor = stages("V", "F", "A.MIC").replace('"Double");', '"Double") @(cycles=500);')
    found = problem(program("IF (V > 1) THEN (E.Database);", sensor), PROFILES)
    np.testing.assert_allclose(found.times[found.blocks.index("V.F")], [5e-6, 5e-4, 5e-7])


def test_processing_energy_is_time_by_power_and_none_on_the_edge() -> None:
    """Eq. 6; all devices of the profiles take 2 mW."""
    found = problem(program(), PROFILES)
    np.testing.assert_allclose(found.energies, found.times * [2.0, 2.0, 0.0])
    assert found.times[:, 2].all()


def test_a_transfer_takes_whole_packets() -> None:
    """Eq. 4: 1000 bytes are one packet of WiFi and ten of Zigbee; one byte more makes one packet more."""
    door = program()
    times = between(door, problem(door, PROFILES).transfer_times, "A.MIC", "VoiceRecog.FE")
    np.testing.assert_allclose(times, [[0, 0.101, 0.001], [0.101, 0, 0.1], [0.001, 0.1, 0]])
    door = program(devices=DEVICES.replace("MIC", "MIC @(values=1001, width=1)"))
    times = between(door, problem(door, PROFILES).transfer_times, "A.MIC", "VoiceRecog.FE")
    np.testing.assert_allclose(times, [[0, 0.112, 0.002], [0.112, 0, 0.11], [0.002, 0.11, 0]])


def test_a_transfer_is_sent_and_received_and_the_edge_pays_nothing() -> None:
    """Eq. 6: 30 mW to send, 50 mW to receive, over two networks where two devices speak to each other."""
    door = program()
    energies = between(door, problem(door, PROFILES).transfer_energies, "A.MIC", "VoiceRecog.FE")
    up_a, up_b = 0.001 * 30, 0.1 * 30
    down_a, down_b = 0.001 * 50, 0.1 * 50
    np.testing.assert_allclose(energies, [[0, up_a + down_b, up_a], [up_b + down_a, 0, up_b], [down_a, down_b, 0]])


def test_a_second_device_of_mains_power_pays_nothing_but_speaks() -> None:
    found = problem(program("IF (A.X > 1) THEN (E.Y);", "", "Edge E(Y); Edge A(X);"), PROFILES)
    assert found.edge == 0
    assert not found.energies.any()
    assert not found.transfer_energies.any()
    assert found.transfer_times[0, 0, 1] == pytest.approx(0.001)


def test_the_network_is_the_given_one_then_the_annotations_then_the_radios() -> None:
    door = program()
    np.testing.assert_allclose(
        between(door, problem(door, PROFILES, "wifi").transfer_times, "A.MIC", "VoiceRecog.FE")[:, 2], [0.001, 0.001, 0]
    )
    noted = program(devices=DEVICES.replace("SOLAR)", 'SOLAR) @(network="WiFi")'))
    np.testing.assert_allclose(
        between(noted, problem(noted, PROFILES).transfer_times, "A.MIC", "VoiceRecog.FE")[:, 2], [0.001, 0.001, 0]
    )
    np.testing.assert_allclose(
        between(noted, problem(noted, PROFILES, "802.15.4").transfer_times, "A.MIC", "VoiceRecog.FE")[:, 2],
        [0.1, 0.1, 0],
    )


def test_another_network_comes_with_the_powers_of_its_radio() -> None:
    """Eq. 6: a device sends with its power while computing (2 mW) and its radio's; its own radio's powers count it already."""
    radio = replace(PROFILES.networks["WiFi"], transmit=100.0, receive=40.0)
    profiles = replace(PROFILES, networks={**PROFILES.networks, "WiFi": radio})
    door = program()
    found = between(door, problem(door, profiles, "WiFi").transfer_energies, "A.MIC", "VoiceRecog.FE")
    np.testing.assert_allclose(found[:, 2], [0.001 * 30, 0.001 * 102, 0])
    np.testing.assert_allclose(found[2], [0.001 * 50, 0.001 * 42, 0])
    a, b, edge = links(door, profiles, "wifi")
    assert (a and a.radio, b and b.radio, edge) == ("WiFi", "WiFi", None)


def test_a_network_without_powers_leaves_a_device_those_of_its_own_radio() -> None:
    door = program()
    found = between(door, problem(door, PROFILES, "WiFi").transfer_energies, "A.MIC", "VoiceRecog.FE")
    np.testing.assert_allclose(found[:, 2], [0.001 * 30, 0.001 * 30, 0])
    assert [link and link.radio for link in links(door, PROFILES, "WiFi")] == ["WiFi", "Zigbee", None]
    half = replace(PROFILES.networks["WiFi"], transmit=100.0)
    profiles = replace(PROFILES, networks={**PROFILES.networks, "WiFi": half})
    assert [link and link.radio for link in links(door, profiles, "WiFi")] == ["WiFi", "Zigbee", None]


def test_a_device_of_mains_power_speaks_for_nothing_with_any_radio() -> None:
    radio = replace(PROFILES.networks["Zigbee"], transmit=100.0, receive=40.0)
    profiles = replace(PROFILES, networks={**PROFILES.networks, "Zigbee": radio})
    found = problem(program("IF (A.X > 1) THEN (E.Y);", "", "Edge E(Y); Edge A(X);"), profiles, "Zigbee")
    assert not found.transfer_energies.any()


def test_half_the_bandwidth_doubles_times_and_energies_of_transfers_alone() -> None:
    whole, half = problem(program(), PROFILES), problem(program(), PROFILES, bandwidth=0.5)
    np.testing.assert_allclose(half.transfer_times, 2 * whole.transfer_times)
    np.testing.assert_allclose(half.transfer_energies, 2 * whole.transfer_energies)
    np.testing.assert_array_equal(half.times, whole.times)


def test_memory_is_what_blocks_take_and_devices_have() -> None:
    found = problem(program(), PROFILES)
    block = found.blocks.index("VoiceRecog.FE")
    assert found.ram[block].tolist() == [300, 300, 300]
    assert found.flash[block].tolist() == [4000, 4000, 4000]
    assert found.ram_limits.tolist() == [1e9, 10_000, 1e12]
    assert found.flash_limits.tolist() == [1e10, 50_000, 1e12]


@pytest.mark.parametrize("bandwidth", [0.0, -1.0, float("nan"), float("inf"), 1e-300])
def test_a_bandwidth_is_above_0_and_finite(bandwidth: float) -> None:
    with pytest.raises(CostError, match=r"bandwidth is .*factor above 0"):
        problem(program(), PROFILES, bandwidth=bandwidth)


@pytest.mark.parametrize(
    ("devices", "network", "message"),
    [
        (DEVICES.replace("TelosB", "TelsB"), None, "B is a TelsB, and there is no such device. Did you mean TelosB?"),
        (DEVICES.replace("TelosB", "Zzz"), None, "Known are: Edge, RaspberryPi, TelosB"),
        (DEVICES, "WiFii", "A shall speak WiFii, and there is no such network. Did you mean WiFi?"),
        (DEVICES.replace("SOLAR)", 'SOLAR) @(network="Zigbe")'), None, "B shall speak Zigbe.*Did you mean Zigbee?"),
    ],
)
def test_unknown_names_are_told_with_the_nearest(devices: str, network: str | None, message: str) -> None:
    with pytest.raises(CostError, match=message):
        problem(program(devices=devices), PROFILES, network)


def test_a_block_that_fits_nowhere_is_named() -> None:
    large = program(devices=DEVICES.replace("SOLAR", "SOLAR @(values=20000)"))
    with pytest.raises(
        CostError, match=r"B\.LIGHT_SOLAR fits nowhere: it takes 40,000 bytes of RAM.*B has 10,000 and 50,000"
    ):
        problem(large, PROFILES)
    devices = {name: replace(one, flash=100) for name, one in PROFILES.devices.items()}
    with pytest.raises(CostError, match=r"VoiceRecog.FE fits nowhere: .*4,000 of flash; A has .*; B has .*; E has"):
        problem(program(), replace(PROFILES, devices=devices))


def test_a_graph_without_blocks_is_a_problem_without_numbers() -> None:
    found = problem(program("", ""), PROFILES)
    assert found.times.shape == (0, 3)
    assert found.transfer_times.shape == (0, 3, 3)


def test_the_shipped_profiles_price_the_eeg_graph() -> None:
    graph = channels(10, 7)
    shipped = load()
    found = problem(graph, replace(shipped, opaque=PROFILES.opaque))
    assert found.scale == len(graph.blocks) * 11
    for numbers in (found.times, found.energies, found.transfer_times, found.transfer_energies, found.ram, found.flash):
        assert np.isfinite(numbers).all()
        assert (numbers >= 0).all()
    # A window of 1024 bytes is nine packets of 122 bytes, a signal is one.
    assert found.transfer_times[:, 0, -1].max() == pytest.approx(9 * found.transfer_times[:, 0, -1].min())
