from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.blocks import FlowGraph, Kind
from placement.costs import problem
from placement.cycles import Cycle
from placement.flow import graph
from placement.language.names import comparisons
from placement.language.parsing import parse
from placement.language.reading import examine
from placement.language.tree import (
    All,
    Any,
    Comparison,
    Condition,
    Name,
    Number,
    Reference,
    Rule,
    SetInput,
    Span,
    Statement,
    VirtualSensor,
)
from placement.loading import load
from placement.profiles import Data, Opaque, Work
from placement.sizes import outputs
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


@pytest.mark.parametrize("taken", ["VSensor", "variable"])
def test_the_edge_that_the_check_takes_for_granted_is_the_graphs(taken: str) -> None:
    sensor, variable = ("E", "SUM") if taken == "VSensor" else ("V", "E")
    rule = f"IF ({variable} += {sensor} > 1) THEN (A.X && Edge({variable}=0));"
    text = f"Application Door{{ Configuration{{ RPI A(X, MIC); }} Implementation{{ {stages(sensor, 'F', 'A.MIC')} }}"
    application, found = examine(f"{text} Rule{{ {rule} }} }}", ("Double",))
    assert application is not None
    assert found == ()
    assert graph(application).edge == "Edge"


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


RESET = 'IF (SUM += Predict >= 1) THEN (E.Database("SET n = {SUM}, {Video}, {x}, {A.MIC}") && E(SUM=0));'


def test_a_variable_is_a_block_that_what_asks_for_it_shares() -> None:
    found = program(RESET + "IF (SUM > 5 && SUM += Predict >= 1) THEN (A.OPEN_DOOR);", COUNT)
    names = [block.functionality for block in found.blocks if block.kind is Kind.CMP]
    assert sorted(names) == ["CMP(SUM > 5)", "CMP(SUM >= 1)"]
    assert inputs(found, "SUM") == ["Predict.MUL"]
    assert inputs(found, "CMP1") == inputs(found, "CMP2") == ["SUM"]
    assert set(inputs(found, "E.Database")) == {"AUX1", "SUM", "Video.SUMV", "A.MIC"}
    total = next(block for block in found.blocks if block.name == "SUM")
    assert (total.kind, total.algorithm, total.functionality) == (Kind.ALGORITHM, "Sum", "SUM += Predict")


def test_a_variable_lies_on_the_device_that_sets_it_back() -> None:
    """So a reset needs no flow, which would go round."""
    found = program(RESET + "IF (SUM > 9) THEN (A(SUM=0));", COUNT)
    blocks = {block.name: block for block in found.blocks}
    assert blocks["SUM"].places == ("E",)
    reset = blocks["E(SUM=0)"]
    assert (reset.kind, reset.places, reset.functionality) == (Kind.ACTUATE, ("E",), "ACTUATE(E(SUM=0))")
    assert inputs(found, "E(SUM=0)") == ["AUX2"]
    free = program("IF (SUM += A.MIC >= 1) THEN (E.Database);", "")
    assert next(block for block in free.blocks if block.name == "SUM").places == ("A", "B", "E")


def test_all_that_is_added_to_a_variable_flows_into_it_but_for_itself() -> None:
    found = program(
        "IF (S += A.MIC > 1 || S += B.LIGHT_SOLAR > 2 || S += S > 3 || S += A.MIC > 4) THEN (E.Database);", ""
    )
    assert inputs(found, "S") == ["A.MIC", "B.LIGHT_SOLAR"] or inputs(found, "S") == ["B.LIGHT_SOLAR", "A.MIC"]
    assert {source for source, target in flows(found) if target.startswith("CMP")} == {"S"}
    block = next(block for block in found.blocks if block.name == "S")
    assert block.functionality == "S += A.MIC, B.LIGHT_SOLAR, S"
    assert dict(block.notes) == {"integer": 3, "float_add": 3, "output": 1}


def test_variables_that_wait_for_each_other_are_a_cycle() -> None:
    with pytest.raises(Cycle, match=r"S -> T -> S|T -> S -> T"):
        program("IF (S += T > 1 && T += S > 1) THEN (E.Database);", "")


def test_a_sum_is_a_number_of_four_bytes_wherever_it_goes() -> None:
    found = program('IF (SUM += A.MIC >= 1) THEN (E.Database("n = {SUM}") && E(SUM=0));', "")
    profiles = load()
    sizes = dict(zip((block.name for block in found.blocks), outputs(found, profiles), strict=True))
    assert sizes["SUM"] == Data(1, 4)
    assert sizes["CMP1"].size == 1
    assert problem(found, profiles)


def test_what_an_action_mentions_flows_to_actuate() -> None:
    found = program('IF (A.MIC > 1) THEN (E.Database("at %f", B.LIGHT_SOLAR));', "")
    assert set(inputs(found, "E.Database")) == {"AUX1", "B.LIGHT_SOLAR"}
    assert inputs(found, "AUX1") == ["CONJ1"]


def test_what_the_check_takes_as_text_is_text_for_the_graph() -> None:
    found = program('IF (A.MIC > 1) THEN (E.Database("{B.LIGHT_SOLAR[1234567]} {A.MIC[0]}"));', "")
    assert set(inputs(found, "E.Database")) == {"AUX1", "A.MIC"}


def test_comparisons_are_found_however_deep_they_lie() -> None:
    one = Comparison(MIC, "==", ONE, SPAN)
    whole: Condition = one
    for _ in range(5000):
        whole = All((one, Any((whole,))))
    assert sum(1 for _ in comparisons(whole)) == 5001


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


def test_a_window_is_sampled_for_those_who_take_it() -> None:
    auto = 'VSensor {0}(AUTO){{ {0}.setInput(A.MIC, B.LIGHT_SOLAR); {0}.setOutput(<string_t>, "open", "close"); }}'
    sensors = "".join(map(auto.format, ("V", "W", "X")))
    rule = 'IF (V == "open" && W == "open" && X == "open" && A.MIC > 1) THEN (E.Database);'
    devices = DEVICES.replace("MIC", "MIC @(values=512, width=4)")
    application, _ = parse(
        f"Application Door{{ Configuration{{ {devices} }} Implementation{{ {sensors} }} Rule{{ {rule} }} }}"
    )
    assert application is not None
    learnt = Opaque(Work(), Data(1, 1), window=64)
    found = graph(application, {"V": learnt, "W": learnt, "X": Opaque(Work(), Data(1, 1))})
    gives = {block.functionality: dict(block.notes) for block in found.blocks if block.kind is Kind.SAMPLE}
    assert gives == {
        "SAMPLE(A.MIC)": {"values": 512, "width": 4},
        "SAMPLE(A.MIC, 64)": {"values": 64, "width": 4},
        "SAMPLE(B.LIGHT_SOLAR)": {},
        "SAMPLE(B.LIGHT_SOLAR, 64)": {"values": 64},
    }
    takes = {name: [functionality(found, one) for one in inputs(found, name)] for name in ("V", "W", "X", "CMP4")}
    assert takes["V"] == takes["W"] == ["SAMPLE(A.MIC, 64)", "SAMPLE(B.LIGHT_SOLAR, 64)"]
    assert takes["X"] == ["SAMPLE(A.MIC)", "SAMPLE(B.LIGHT_SOLAR)"]
    assert takes["CMP4"] == ["SAMPLE(A.MIC)"]
    sizes = dict(zip((block.functionality for block in found.blocks), outputs(found, load()), strict=True))
    assert sizes["SAMPLE(A.MIC, 64)"] == Data(64, 4)
    assert sizes["SAMPLE(B.LIGHT_SOLAR, 64)"] == Data(64, 2)


def test_the_window_of_an_algorithm_without_a_model_is_its_profiles() -> None:
    text = f"Application Door{{ Configuration{{ {DEVICES} }} Implementation{{ {stages('V', 'F, G', 'A.MIC')} }}"
    application, _ = parse(text + " Rule{ IF (V > 1) THEN (E.Database); } }")
    assert application is not None
    found = graph(application, {"Double": Opaque(Work(), Data(1, 1), window=8)})
    assert [functionality(found, one) for one in inputs(found, "V.F")] == ["SAMPLE(A.MIC, 8)"]
    assert inputs(found, "V.G") == ["V.F"]


@pytest.mark.parametrize(
    ("notes", "sampled"),
    [
        ("cycles=1000, output=2", "SAMPLE(A.MIC)"),
        ("special=1, integer=0, output=2", "SAMPLE(A.MIC)"),
        ("cycles=1000", "SAMPLE(A.MIC, 64)"),
        ("output=2, ram=9", "SAMPLE(A.MIC, 64)"),
    ],
)
def test_a_profile_that_an_annotation_overrules_gives_no_window(notes: str, sampled: str) -> None:
    devices, sensors = DEVICES.replace("MIC", "MIC @(values=9)"), VOICE.replace('("MFCC")', f'("MFCC") @({notes})')
    text = (
        f"Configuration{{ {devices} }} Implementation{{ {sensors} }} Rule{{ IF (VoiceRecog == 1) THEN (E.Database); }}"
    )
    application, _ = parse(f"Application Door{{ {text} }}")
    assert application is not None
    found = graph(application, {"MFCC": Opaque(Work(), Data(1, 1), window=64)})
    assert [functionality(found, one) for one in inputs(found, "VoiceRecog.FE")] == [sampled]
    values = dict(next(block for block in found.blocks if block.functionality == sampled).notes)["values"]
    assert values == (64 if "64" in sampled else 9)


def functionality(found: FlowGraph, name: str) -> str:
    return next(block.functionality for block in found.blocks if block.name == name)


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
