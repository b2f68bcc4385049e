from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.blocks import Kind
from placement.cycles import Cycle
from placement.flow import graph
from placement.language.parsing import parse
from placement.language.tree import (
    All,
    Any,
    Comparison,
    Name,
    Number,
    Reference,
    Rule,
    SetInput,
    Span,
    Statement,
    VirtualSensor,
)
from tests.placement.programs import DEVICES, VOICE, channels, flows, inputs, program, stages

SPAN = Span(1, 1, 1, 1)
NAME = partial(Name, span=SPAN)
MIC = Reference(NAME("A"), NAME("MIC"))
ONE = Number(1.0, "1", SPAN)
COUNT = """
VSensor Video("{V1, V2}, SUMV"){
  Video.setInput(A.MIC);
  V1.setModel("FC", "v.pt"); V2.setModel("FC", "v.pt", 3);
  SUMV.setModel("Sum", "V2", "V1");
  Video.setOutput(<float_t>);
}
VSensor RelEst("REL"){
  RelEst.setInput(B.LIGHT_SOLAR);
  REL.setModel("FC", "r.pt");
  RelEst.setOutput(<float_t>);
}
VSensor Predict("CONCAT, MUL"){
  Predict.setInput(Video, RelEst);
  CONCAT.setModel("VecConcat", "Video");
  MUL.setModel("MatMul", "CONCAT", "RelEst");
  Predict.setOutput(<float_t>);
}"""


def test_smart_door_is_the_graph_of_figure_6() -> None:
    door = program()
    assert [(block.functionality, block.places) for block in door.blocks] == [
        ("SAMPLE(B.LIGHT_SOLAR)", ("B",)),
        ("CMP(B.LIGHT_SOLAR < 100)", ("A", "B", "E")),
        ("SAMPLE(A.MIC)", ("A",)),
        ("MFCC(A.MIC)", ("A", "B", "E")),
        ('GMM(FE, "open.gmm")', ("A", "B", "E")),
        ('CMP(VoiceRecog == "open")', ("A", "B", "E")),
        ("CONJ(CMP1, CMP2)", ("E",)),
        ("AUX(CONJ1)", ("A", "B", "E")),
        ("ACTUATE(A.DOOR_UNLOCK)", ("A",)),
        ("AUX(CONJ1)", ("A", "B", "E")),
        ("ACTUATE(A.OPEN_DOOR)", ("A",)),
    ]
    assert flows(door) == {
        ("A.MIC", "VoiceRecog.FE"),
        ("VoiceRecog.FE", "VoiceRecog.ID"),
        ("VoiceRecog.ID", "CMP1"),
        ("B.LIGHT_SOLAR", "CMP2"),
        ("CMP1", "CONJ1"),
        ("CMP2", "CONJ1"),
        ("CONJ1", "AUX1"),
        ("CONJ1", "AUX2"),
        ("AUX1", "A.DOOR_UNLOCK"),
        ("AUX2", "A.OPEN_DOOR"),
    }
    assert (door.edge, door.scale) == ("E", 33)


def test_blocks_carry_what_the_program_says_of_them() -> None:
    sensors = VOICE.replace('"open.gmm");', '"open.gmm", 3) @(cycles=5, basis="guess");')
    door = program(sensors=sensors, devices=DEVICES.replace("MIC", "MIC @(values=7)").replace("B(", 'B("', 0))
    blocks = {block.name: block for block in door.blocks}
    assert blocks["A.MIC"].notes == (("values", 7.0),)
    stage = blocks["VoiceRecog.ID"]
    assert (stage.kind, stage.algorithm, [one.text for one in stage.arguments if not isinstance(one, Reference)]) == (
        Kind.ALGORITHM,
        "GMM",
        ["open.gmm", "3"],
    )
    assert stage.notes == (("cycles", 5.0), ("basis", "guess"))
    assert stage.span is not None


@pytest.mark.parametrize(
    ("devices", "edge", "last"),
    [
        ("RPI A(X); edge Q(Y);", "Q", "Q"),
        ("RPI A(X);", "E", "E"),
        ("RPI E(X);", "Edge", "Edge"),
        ("RPI E(X); RPI Edge(Y);", "Edge2", "Edge2"),
        ("Edge E1(X); RPI A(Y); Edge E2(Z);", "E1", "E2"),
    ],
)
def test_one_device_is_the_edge(devices: str, edge: str, last: str) -> None:
    named = re.findall(r"(\w+)\(", devices)[0]
    found = program(f"IF ({named}.X > 1) THEN ({named}.X);", "", devices)
    assert (found.edge, found.places[-1].alias) == (edge, last)
    assert sum(place.edge for place in found.places) == 1


def test_a_device_keeps_its_annotation() -> None:
    found = program("IF (A.X > 1) THEN (A.Y);", "", 'RPI A(X, Y) @(network="BLE");')
    assert found.places[0].notes == (("network", "BLE"),)


def test_rules_share_samples_chains_and_equal_comparisons() -> None:
    found = program(
        'IF (VoiceRecog == "open" && B.LIGHT_SOLAR < 100) THEN (A.OPEN_DOOR);'
        'IF (B.LIGHT_SOLAR < 100 && VoiceRecog == "close") THEN (A.OPEN_DOOR && E.Database);'
    )
    names = [block.name for block in found.blocks]
    assert sorted(names) == sorted(
        "A.MIC B.LIGHT_SOLAR VoiceRecog.FE VoiceRecog.ID CMP1 CMP2 CMP3 CONJ1 CONJ2 AUX1 AUX2 AUX3 "
        "A.OPEN_DOOR A.OPEN_DOOR#2 E.Database".split()
    )
    assert inputs(found, "CONJ2") == ["CMP2", "CMP3"]
    assert ("CONJ2", "AUX2") in flows(found)
    assert ("CONJ2", "AUX3") in flows(found)


def test_or_gives_a_disj_and_nesting_gives_blocks_of_its_own() -> None:
    found = program("IF (A.MIC > 1 || (A.MIC < 0 && (B.LIGHT_SOLAR > 5 && A.MIC != 3))) THEN (E.Database);", "")
    assert inputs(found, "DISJ1") == ["CMP1", "CONJ1"]
    assert set(inputs(found, "CONJ1")) == {"CMP2", "CMP3", "CMP4"}
    assert inputs(found, "AUX1") == ["DISJ1"]
    kinds = {block.kind: block for block in found.blocks}
    assert kinds[Kind.DISJ].places == ("E",)
    assert kinds[Kind.DISJ].functionality == "DISJ(CMP1, CONJ1)"


def test_a_conjunction_within_a_conjunction_is_no_block_of_its_own() -> None:
    application, _ = parse(f"Application X{{ Configuration{{ {DEVICES} }} }}")
    assert application is not None
    one, two, three = (Comparison(MIC, ">", Number(limit, f"{limit}", SPAN), SPAN) for limit in range(3))
    rule = Rule(All((one, All((two, Any((three, Any((one, two)))))))), (), SPAN)
    found = graph(replace(application, rules=(rule,)))
    assert inputs(found, "CONJ1") == ["CMP1", "CMP2", "DISJ1"]
    assert inputs(found, "DISJ1") == ["CMP3", "CMP1", "CMP2"]
    assert len(found.blocks) == 6


def test_a_single_comparison_has_its_conj_too() -> None:
    found = program("IF (A.MIC > B.LIGHT_SOLAR) THEN (E.Database);", "")
    assert inputs(found, "CMP1") == ["A.MIC", "B.LIGHT_SOLAR"]
    assert inputs(found, "CONJ1") == ["CMP1"]


def test_each_group_takes_all_of_the_group_before() -> None:
    found = program("IF (V > 1) THEN (E.Database);", stages("V", "{F1, F2}, {G1, G2}, H", "A.MIC, B.LIGHT_SOLAR"))
    assert inputs(found, "V.F1") == inputs(found, "V.F2") == ["A.MIC", "B.LIGHT_SOLAR"]
    assert inputs(found, "V.G1") == inputs(found, "V.G2") == ["V.F1", "V.F2"]
    assert inputs(found, "V.H") == ["V.G1", "V.G2"]
    assert inputs(found, "CMP1") == ["V.H"]


def test_a_sensor_that_ends_in_a_group_gives_all_of_it() -> None:
    found = program("IF (V > 1) THEN (E.Database);", stages("V", "F, {G1, G2}", "A.MIC"))
    assert inputs(found, "CMP1") == ["V.G1", "V.G2"]


def test_a_stage_may_have_an_input_of_its_own() -> None:
    sensor = stages("V", "{F1, F2}, G", "A.MIC").replace("F1.setModel", "F1.setInput(B.LIGHT_SOLAR); F1.setModel", 1)
    found = program("IF (V > 1) THEN (E.Database);", sensor)
    assert inputs(found, "V.F1") == ["B.LIGHT_SOLAR"]
    assert inputs(found, "V.F2") == ["A.MIC"]


def test_a_stage_named_as_its_sensor_is_a_stage_like_others() -> None:
    found = program("IF (V > 1) THEN (E.Database);", stages("V", "F, V", "A.MIC"))
    assert inputs(found, "V.V") == ["V.F"]


def test_names_among_a_models_arguments_choose_its_inputs_in_order() -> None:
    """Fig. 17: MatMul takes CONCAT and RelEst."""
    found = program("IF (Predict > 1) THEN (E.Database);", COUNT)
    assert inputs(found, "Video.SUMV") == ["Video.V2", "Video.V1"]
    assert inputs(found, "Predict.CONCAT") == ["Video.SUMV"]
    assert inputs(found, "Predict.MUL") == ["Predict.CONCAT", "RelEst.REL"]
    blocks = {block.name: block for block in found.blocks}
    assert blocks["Predict.MUL"].functionality == "MatMul(CONCAT, RelEst)"
    assert blocks["Predict.MUL"].arguments == ()
    assert blocks["Video.V2"].functionality == 'FC(A.MIC, "v.pt", 3)'


def test_the_order_of_inputs_is_the_programs() -> None:
    found = program("IF (Predict > 1) THEN (E.Database);", COUNT.replace('"CONCAT", "RelEst"', '"RelEst", "CONCAT"'))
    assert inputs(found, "Predict.MUL") == ["RelEst.REL", "Predict.CONCAT"]


def test_the_state_of_an_accumulation_lies_with_its_comparison() -> None:
    rule = 'IF (SUM += Predict >= 1) THEN (E.Database("SET n = {SUM}, {Video}, {x}, {A.MIC}") && E(SUM=0));'
    found = program(rule + "IF (SUM > 5 && SUM += Predict >= 1) THEN (A.OPEN_DOOR);", COUNT)
    names = [block.functionality for block in found.blocks if block.kind is Kind.CMP]
    assert sorted(names) == ["CMP(SUM += Predict >= 1)", "CMP(SUM > 5)"]
    assert inputs(found, "CMP1") == ["Predict.MUL"]
    assert inputs(found, "CMP2") == ["CMP1"]
    assert set(inputs(found, "E.Database")) == {"AUX1", "CMP1", "Video.SUMV", "A.MIC"}
    reset = next(block for block in found.blocks if block.name == "E(SUM=0)")
    assert (reset.kind, reset.places, reset.functionality) == (Kind.ACTUATE, ("E",), "ACTUATE(E(SUM=0))")
    assert inputs(found, "E(SUM=0)") == ["AUX2"]


def test_a_second_sum_of_a_variable_takes_its_state_from_the_first() -> None:
    found = program("IF (S += A.MIC > 1 || S += B.LIGHT_SOLAR > 2) THEN (E.Database);", "")
    assert inputs(found, "CMP1") == ["A.MIC"]
    assert set(inputs(found, "CMP2")) == {"B.LIGHT_SOLAR", "CMP1"}


def test_what_an_action_mentions_flows_to_actuate() -> None:
    found = program('IF (A.MIC > 1) THEN (E.Database("at %f", B.LIGHT_SOLAR));', "")
    assert set(inputs(found, "E.Database")) == {"AUX1", "B.LIGHT_SOLAR"}
    assert inputs(found, "AUX1") == ["CONJ1"]


def test_an_index_is_part_of_the_comparison_alone() -> None:
    found = program("IF (V[0] == V[3]) THEN (E.Database);", stages("V", "F", "A.MIC"))
    assert inputs(found, "CMP1") == ["V.F"]
    assert "CMP(V[0] == V[3])" in [block.functionality for block in found.blocks]


def test_an_algorithm_agnostic_sensor_is_one_block() -> None:
    sensor = 'VSensor V(AUTO){ V.setInput(A.MIC, B.LIGHT_SOLAR); V.setOutput(<string_t>, "open", "close"); }'
    found = program('IF (V == "open") THEN (E.Database);', sensor)
    block = next(block for block in found.blocks if block.name == "V")
    assert (block.kind, block.algorithm, block.functionality) == (
        Kind.ALGORITHM,
        "AUTO",
        "AUTO(A.MIC, B.LIGHT_SOLAR)",
    )
    assert inputs(found, "V") == ["A.MIC", "B.LIGHT_SOLAR"]
    assert not block.pinned


def test_sensors_that_no_rule_needs_are_left_out() -> None:
    found = program("IF (B.LIGHT_SOLAR > 1) THEN (E.Database);")
    assert not [block for block in found.blocks if block.kind is Kind.ALGORITHM]
    assert len(program("", "").blocks) == 0


def test_a_cycle_of_sensors_is_refused_by_name() -> None:
    sensors = stages("V", "F, G", "W") + stages("W", "H", "V")
    with pytest.raises(Cycle) as caught:
        program("IF (V > 1) THEN (E.Database);", sensors)
    path = caught.value.path
    assert set(path) == {"V.F", "V.G", "W.H"}
    assert {("V.F", "V.G"), ("V.G", "W.H"), ("W.H", "V.F")} == set(pairwise(path))


def test_a_stage_that_takes_itself_or_a_later_one_is_a_cycle() -> None:
    with pytest.raises(Cycle, match=r"V\.F -> V\.F"):
        program("IF (V > 1) THEN (E.Database);", stages("V", "F", "A.MIC").replace('"Double"', '"Double", "F"'))
    with pytest.raises(Cycle, match=r"V\.F -> V\.G -> V\.F|V\.G -> V\.F -> V\.G"):
        program("IF (V > 1) THEN (E.Database);", stages("V", "F, G", "A.MIC").replace("Double", 'Double", "G', 1))


@pytest.mark.parametrize(
    ("rule", "sensors", "message"),
    [
        ("IF (Nothing > 1) THEN (E.Database);", "", "Nothing is not declared"),
        ("IF (A.NOTHING > 1) THEN (E.Database);", "", r"A\.NOTHING is not declared"),
        ("IF (A.MIC > 1) THEN (E.Nothing);", "", r"E\.Nothing is not declared"),
        ("IF (A.MIC > 1) THEN (Z(SUM=0));", "", "Z is not declared"),
        ("IF (V > 1) THEN (E.Database);", 'VSensor V("F"){ V.setInput(A.MIC); }', "stage F of V has no algorithm"),
    ],
)
def test_what_a_checked_program_never_has_is_a_plain_error(rule: str, sensors: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        program(rule, sensors)


def test_a_program_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("placement.flow._MOST_FLOWS", 12)
    assert program(sensors=VOICE)
    with pytest.raises(ValueError, match="more than 12 flows"):
        program("IF (V > 1) THEN (E.Database);", stages("V", "{F1, F2, F3}, {G1, G2, G3}", "A.MIC"))


def test_long_chains_of_sensors_need_no_recursion() -> None:
    application, _ = parse(
        f"Application X{{ Configuration{{ {DEVICES} }} Implementation{{ {stages('V0', 'F', 'A.MIC')} }} }}"
    )
    assert application is not None
    first, rule = application.sensors[0], Rule(Comparison(Reference(None, NAME("V1999")), ">", ONE, SPAN), (), SPAN)
    later = [replace(first, name=NAME(f"V{n}"), statements=fed_by(first, n)) for n in range(1, 2000)]
    found = graph(replace(application, sensors=(first, *later), rules=(rule,)))
    assert len(found.blocks) == 2003
    assert len(found.flows) == 2002


def fed_by(first: VirtualSensor, number: int) -> tuple[Statement, ...]:
    source = Reference(None, NAME(f"V{number - 1}"))
    return SetInput(NAME(f"V{number}"), (source,)), *first.statements[1:]


@given(st.integers(1, 4), st.integers(1, 5))
def test_blocks_stand_in_topological_order(count: int, length: int) -> None:
    found = channels(count, length)
    assert all(source < target for source, target in found.flows)
    assert len(found.blocks) == count * (length + 1) + 1 + 4
    assert len({block.name for block in found.blocks}) == len(found.blocks)
    assert len(set(found.flows)) == len(found.flows)


def test_a_graph_does_not_depend_on_where_its_text_stands() -> None:
    text = "Application X{ Configuration{ RPI A(P, Q); } Rule{ IF (A.P > 1) THEN (A.Q); } }"
    one, other = parse(text)[0], parse(text.replace(" ", "\n  "))[0]
    assert one is not None
    assert other is not None
    assert graph(one) == graph(other)
