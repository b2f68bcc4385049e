"""``gpiot place solve --what-if`` and ``gpiot place compare``."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from agent.placing import Case
from tests.cli.placing import DOOR, Gpiot, solved


def test_what_if_says_what_moves_and_what_it_costs(gpiot: Gpiot) -> None:
    conditions = ("--what-if", "bandwidth=0.5", "--what-if", "network=BLE, bandwidth=1")
    found = solved(gpiot, str(DOOR), "--goal", "energy", *conditions)
    half, other = found["what_if"]
    assert half["value"] == pytest.approx(2 * found["value"], rel=0.1)
    assert half["change"] == pytest.approx(half["value"] / found["value"] - 1)
    assert half["moves"] == []
    assert other["moves"] == [{"block": "VoiceRecog.ID", "from": "E", "to": "A"}]
    assert other["staying"] > other["value"]
    shown = gpiot("place", str(DOOR), "--goal", "energy", *conditions).stdout
    assert "  VoiceRecog.ID: E -> A\n" in shown
    assert "nothing moves." in shown


def test_what_if_moves_nothing_where_staying_is_as_good(monkeypatch: pytest.MonkeyPatch) -> None:
    from agent import placing_variants
    from agent.placing import Plan, case, place, profiles, read, values
    from placement.problem import Goal, Problem

    given = case(read(str(DOOR)), profiles())
    plan = place(given, Goal.LATENCY, 10.0)
    edge, problem = given.problem().edge, given.problem(0.5)
    # The last messages may be made on their devices as well: as quick, and another placement.
    elsewhere = tuple(
        0 if block in ("AUX1", "AUX2") else now
        for block, now in zip(problem.blocks, plan.answer.assignment, strict=True)
    )
    assert elsewhere != plan.answer.assignment
    assert edge != 0

    def otherwise(given: Case, goal: Goal, limit: float, problem: Problem) -> Plan:
        found = place(given, goal, limit, problem)
        answer = replace(found.answer, assignment=elsewhere)
        return Plan(given, problem, answer, *values(problem, answer))

    monkeypatch.setattr(placing_variants, "place", otherwise)
    found = placing_variants.what_if(plan, placing_variants.condition("bandwidth=0.5"), 10.0)
    assert (found.moves, found.plan.answer.assignment) == ((), plan.answer.assignment)
    assert found.staying == found.plan.answer.value == found.plan.latency


def test_half_of_the_bandwidth_doubles_the_time_of_a_packet(gpiot: Gpiot) -> None:
    found = solved(gpiot, str(DOOR), "--what-if", "bandwidth=0.5", "--what-if", "network=Zigbee,bandwidth=2")
    half, other = ({row["network"]: row["packet_time_s"] for row in one["networks"]} for one in found["what_if"])
    assert half == pytest.approx({"WiFi": 0.0016, "802.15.4": 0.024})
    assert other == pytest.approx({"802.15.4": 0.006})
    assert found["networks"][1]["packet_time_s"] == 0.012


def test_another_network_goes_before_the_one_that_is_asked_for(gpiot: Gpiot) -> None:
    found = solved(gpiot, str(DOOR), "--network", "WiFi", "--what-if", "network=LoRa")
    assert found["what_if"][0]["value"] > 0.369 > found["value"]


def test_compare_sets_every_method_beside_the_best(gpiot: Gpiot) -> None:
    from placement.partition import BASELINES

    found = json.loads(gpiot("place", "compare", str(DOOR), "--json").stdout)["goals"]
    assert list(found) == ["latency", "energy"]
    for rows in found.values():
        assert [row["method"] for row in rows] == ["ILP", *BASELINES]
        assert all(row["ratio"] >= 1 - 1e-9 for row in rows)
    shown = gpiot("place", "compare", str(DOOR), "--goal", "energy").stdout
    assert "Energy" in shown
    assert "Latency" not in shown
    assert "RT-IFTTT            12.3 mJ  1.456  found" in shown


def test_the_time_limit_of_compare_is_that_of_every_method(gpiot: Gpiot, monkeypatch: pytest.MonkeyPatch) -> None:
    from placement import partition

    limits: list[float] = []
    within = partition.within

    def seen(limit: float) -> Any:
        limits.append(limit)
        return within(limit)

    monkeypatch.setattr(partition, "within", seen)
    assert gpiot("place", "compare", str(DOOR), "--time-limit", "7").exit_code == 0
    assert limits == [7.0, 7.0]
    assert "quadratic takes 10 at most" in " ".join(gpiot("place", "compare", "--help").stdout.split())
