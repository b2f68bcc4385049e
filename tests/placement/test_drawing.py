from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement import drawing
from placement.blocks import FlowGraph
from placement.drawing_layout import CHANNEL, GAP, Box, layers, place
from placement.drawing_style import cells, colours, short, size_of
from placement.profiles import Data
from placement.sizes import outputs
from tests.placement.programs import PROFILES, RULE, VOICE, channels, program

SVG = "{http://www.w3.org/2000/svg}"
NASTY = "<&\"'>\x1b[31m\x00 \u202e\uffff 温度"


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[float], list[tuple[int, int]]]:
    """Widths of blocks in topological order, and flows between them."""
    widths = draw(st.lists(st.floats(20, 200), max_size=14))
    pairs = list(combinations(range(len(widths)), 2))
    return widths, draw(st.lists(st.sampled_from(pairs), unique=True, max_size=20)) if pairs else []


def on_edge(graph: FlowGraph) -> list[int]:
    alias = [place.alias for place in graph.places]
    return [alias.index(block.places[0] if block.pinned else graph.edge) for block in graph.blocks]


def apart(one: Box, other: Box, by: float = 0.0) -> bool:
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height + by <= other.y
        or other.y + other.height + by <= one.y
    )


def test_a_source_stands_just_before_the_first_that_needs_it() -> None:
    assert layers(5, [(0, 1), (1, 2), (3, 2), (2, 4)]) == [0, 1, 2, 1, 3]
    assert layers(2, []) == [0, 0]


@given(graphs())
@settings(max_examples=60)
def test_flows_go_right_and_boxes_stay_apart(graph: tuple[list[float], list[tuple[int, int]]]) -> None:
    widths, flows = graph
    layout = place(widths, 30.0, flows)
    assert [box.width for box in layout.boxes] == widths
    assert all(apart(*pair, by=GAP - 1e-6) for pair in combinations(layout.boxes, 2))
    for box in layout.boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= layout.width + 1e-6
        assert box.y + box.height <= layout.height + 1e-6
    for (source, target), route in zip(flows, layout.routes, strict=True):
        start, end = layout.boxes[source], layout.boxes[target]
        assert start.x + start.width + CHANNEL <= end.x + 1e-6
        assert route[0] == (start.x + start.width, start.middle)
        assert route[-1] == (end.x, end.middle)


@given(graphs())
@settings(max_examples=60)
def test_no_flow_passes_through_a_box(graph: tuple[list[float], list[tuple[int, int]]]) -> None:
    widths, flows = graph
    layout = place(widths, 30.0, flows)
    for route in layout.routes:
        for (left, high), (right, low) in pairwise(route):
            # Where a flow changes its height, no box is: that happens in the channels between the layers.
            bottom, top = max(high, low), min(high, low)
            line = Box(left + 0.01, top, max(0.0, right - left - 0.02), bottom - top)
            assert all(apart(line, box) for box in layout.boxes)


def test_parallel_channels_are_drawn_without_a_crossing() -> None:
    graph = channels(6, 4)
    layout = place([50.0] * len(graph.blocks), 30.0, graph.flows)
    chains = [(layout.boxes[source], layout.boxes[target]) for source, target in graph.flows]
    for (one, after), (other, then) in combinations(chains, 2):
        if one.x == other.x and one.y < other.y:
            assert after.y <= then.y
    straight = sum(one.middle == pytest.approx(after.middle, abs=0.5) for one, after in chains)
    assert straight >= 6 * 4


def test_the_svg_holds_every_block_flow_and_device() -> None:
    door = program()
    root = ElementTree.fromstring(drawing.svg(door, None, outputs(door, PROFILES)))
    words = [element.text or "" for element in root.iter(f"{SVG}text")]
    for block in door.blocks:
        assert block.name in words
        assert block.functionality in words
    assert [word for word in words if ": " in word] == [
        "Door: 11 blocks, 3 devices, 10 flows",
        "A: RPI",
        "B: TelosB",
        "E: Edge (edge server)",
    ]
    assert words.count("?") == sum(not block.pinned for block in door.blocks)
    assert {"1.0 kB", "156 B", "? not placed yet", "pinned", "movable"} <= set(words)
    paths = [element for element in root.iter(f"{SVG}path") if element.get("marker-end")]
    assert len(paths) == len(door.flows)


def test_boxes_have_the_colour_of_their_device() -> None:
    door = program()
    tints = colours(door)
    assert len({tint.fill for tint in tints}) == len({tint.border for tint in tints}) == 3
    open_root, placed_root = (ElementTree.fromstring(drawing.svg(door, one)) for one in (None, on_edge(door)))
    for root, lies in ((open_root, None), (placed_root, on_edge(door))):
        groups = [group for group in root.iter(f"{SVG}g") if group.find(f"{SVG}title") is not None]
        for position, (group, block) in enumerate(zip(groups, door.blocks, strict=True)):
            rect = group.find(f"{SVG}rect")
            assert rect is not None
            home = lies[position] if lies else {"A": 0, "B": 1, "E": 2}.get(block.places[0] if block.pinned else "")
            assert (rect.get("fill") == tints[home].fill) if home is not None else rect.get("fill") == "#e8eaed"
            assert (rect.get("stroke-dasharray") is None) == block.pinned
            assert (rect.get("rx") is None) == block.pinned
    assert "? not placed yet" not in ElementTree.tostring(placed_root, "unicode")


def test_flows_from_device_to_device_are_heavy() -> None:
    """On the edge, two samples come in and two actions go out."""
    door = program()
    root = ElementTree.fromstring(drawing.svg(door, on_edge(door)))
    strokes = [path.get("stroke-width") for path in root.iter(f"{SVG}path") if path.get("marker-end")]
    names = {block.name: index for index, block in enumerate(door.blocks)}
    ends = [("A.MIC", "VoiceRecog.FE"), ("B.LIGHT_SOLAR", "CMP2"), ("AUX1", "A.DOOR_UNLOCK"), ("AUX2", "A.OPEN_DOOR")]
    crossing = {(names[source], names[target]) for source, target in ends}
    assert {flow for flow, stroke in zip(door.flows, strokes, strict=True) if stroke == "2.6"} == crossing
    assert drawing.dot(door, on_edge(door)).count("penwidth=2.6") == 4
    # What is still open is not said to be sent.
    assert 'stroke-width="2.6"' not in drawing.svg(door)


def test_many_devices_have_colours_of_their_own() -> None:
    assert len({tint.fill for tint in colours(channels(60, 1))}) == 61


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_text_can_be_read_on_light_and_on_dark_ground() -> None:
    root = ElementTree.fromstring(drawing.svg(channels(60, 1)))
    fills = {rect.get("fill", "") for rect in root.iter(f"{SVG}rect")}
    inks = {
        text.get("fill", "")
        for group in root.iter(f"{SVG}g")
        if group.find(f"{SVG}title") is not None
        for text in group
    }
    assert all(contrast(ink, fill) > 7 for ink in inks if ink.startswith("#1") for fill in fills)
    assert root.find(f"{SVG}rect") is None  # no ground of its own
    title = root.find(f"{SVG}text")
    assert title is not None
    assert contrast(title.get("fill", ""), "#ffffff") > 4.5
    assert contrast(title.get("fill", ""), "#000000") > 4.5


def words_of(root: ElementTree.Element) -> list[tuple[float, float, float]]:
    """Left, right and height of each text."""
    found = []
    for text in root.iter(f"{SVG}text"):
        x, width = float(text.get("x", "")), cells(text.text or "") * 7.3
        found.append((x - width if text.get("text-anchor") == "end" else x, width, float(text.get("y", ""))))
    return [(x, x + width, y) for x, width, y in found]


@pytest.mark.parametrize(("count", "length"), [(1, 5), (12, 4), (40, 1)])
def test_texts_never_overlap_and_lie_within_the_picture(count: int, length: int) -> None:
    graph = channels(count, length)
    long = tuple(replace(block, functionality=f"A({'very ' * 20}long name)") for block in graph.blocks)
    root = ElementTree.fromstring(drawing.svg(replace(graph, blocks=long), None, [Data(123, 4)] * len(long)))
    group = root.find(f"{SVG}g")
    assert group is not None
    texts = words_of(group)
    for (left, right, y), (other, end, z) in combinations(texts, 2):
        assert abs(y - z) >= 14 or right + 7 <= other or end + 7 <= left
    width, height = float(root.get("width", "")), float(root.get("height", ""))
    assert all(left >= 0 and right + 16 <= width + 1 and y + 40 <= height for left, right, y in texts)


def test_foreign_text_breaks_no_drawing() -> None:
    door = program(VOICE and RULE.replace("open", "shut"))
    nasty = tuple(replace(block, name=f"{block.name}{NASTY}", functionality=NASTY) for block in door.blocks)
    named = replace(door, name=NASTY, blocks=nasty)
    ElementTree.fromstring(drawing.svg(named))
    for made in (drawing.svg(named), drawing.dot(named), drawing.text(named)):
        assert not re.search("[\x00-\x09\x0b-\x1f\u202e\uffff]", made)
    assert '<&\\"' in drawing.dot(named)


def test_graphviz_gets_every_block_and_flow() -> None:
    door = program()
    dot = drawing.dot(door, None, outputs(door, PROFILES))
    assert dot.startswith('digraph "Door" {')
    assert dot.count(" -> ") == 10
    assert re.search(r'b2 \[label="A\.MIC\\nSAMPLE\(A\.MIC\)\\nA" style="filled" ', dot)
    assert r'label="VoiceRecog.ID\nGMM(FE, \"open.gmm\")\n?" style="filled,rounded,dashed"' in dot
    assert 'b2 -> b3 [label="1.0 kB"];' in dot
    assert "label" not in drawing.dot(door).splitlines()[-3]


def test_plain_text_goes_layer_by_layer() -> None:
    door = program()
    lines = drawing.text(door, on_edge(door), outputs(door, PROFILES)).splitlines()
    assert lines[:3] == [
        "Door: 11 blocks, 3 devices, 10 flows (4 from device to device)",
        "devices: A (RPI), B (TelosB), E (Edge, edge server)",
        "",
    ]
    rows = [re.split(r" {2,}", line) for line in lines[3:]]
    assert rows[0] == ["layer", "block", "functionality", "device", "gives", "to"]
    assert ["", "A.MIC", "SAMPLE(A.MIC)", "A (pinned)", "1.0 kB", "VoiceRecog.FE"] in rows
    assert ["5", "CONJ1", "CONJ(CMP1, CMP2)", "E (pinned)", "1 B", "AUX1, AUX2"] in rows
    assert ["3", "VoiceRecog.ID", 'GMM(FE, "open.gmm")', "E", "2 B", "CMP1"] in rows
    assert len(rows) == 12
    # Without sizes their column is left out.
    assert "gives" not in drawing.text(door)
    assert " ? " in drawing.text(door)


def test_what_gives_to_many_names_the_first() -> None:
    rule = "".join(f'IF (A.MIC > {limit}) THEN (E.Database("{limit}"));' for limit in range(7))
    assert "CMP1, CMP2, CMP3, CMP4, and 3 more" in drawing.text(program(rule, ""))


@pytest.mark.parametrize("draw", [drawing.svg, drawing.dot, drawing.text])
def test_an_assignment_fits_its_graph(draw: object) -> None:
    assert callable(draw)
    door = program()
    assert draw(door, ()) == draw(door, None)
    with pytest.raises(ValueError, match="for 2 blocks and the graph has 11"):
        draw(door, (0, 1))
    with pytest.raises(ValueError, match="sizes of 1 blocks"):
        draw(door, None, [Data(1)])
    assert draw(program("", ""))


def test_short_words() -> None:
    assert [size_of(size) for size in (0, 999, 1000, 1_234_567, 5e12)] == [
        "0 B",
        "999 B",
        "1.0 kB",
        "1.2 MB",
        "5,000.0 GB",
    ]
    assert short("a\nb  c", 9) == "a b c"
    assert short("abcdef", 4) == "abc…"
    assert cells("温度e\u0301") == 5
