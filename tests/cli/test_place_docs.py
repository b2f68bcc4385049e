"""The pages on placement: every example of the language is a program without errors, and what is shown is what is printed."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from agent.placing import case, profiles, read

Gpiot = Callable[..., Result]
ROOT = Path(__file__).parents[2]
LANGUAGE = (ROOT / "docs" / "placement-language.md").read_text("utf-8")
PLACEMENT = (ROOT / "docs" / "placement.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w*) ?(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
OF_CHECK = {"wrong": ("door.ep", 2), "unpriced": ("porch.ep", 0)}
PARTS = [
    (part, text) for language, part, text in BLOCK.findall(LANGUAGE) if language == "edgeprog" and part not in OF_CHECK
]
# What the parts around an example leave unused, and compare with a value that no sensor gives.
OF_THE_FRAME = {"unused-device", "unused-interface", "unused-sensor", "no-rules", "type-mismatch", "unlisted-value"}
USUAL = {
    "Configuration": """
        RPI A(MIC, Accel_x, Accel_y, Accel_z, DOOR_UNLOCK, OPEN_DOOR);
        TelosB B(LIGHT_SOLAR, PIR, TEMPERATURE);
        Edge E(LCD_SHOW, Database);""",
    "Implementation": """
        VSensor VoiceRecog("FE, ID") {
          VoiceRecog.setInput(A.MIC); FE.setModel("MFCC"); ID.setModel("GMM"); VoiceRecog.setOutput(<string_t>, "open");
        }
        VSensor LimbPosition("CF") {
          LimbPosition.setInput(A.Accel_x); CF.setModel("ComplementaryFilter");
          LimbPosition.setOutput(<float_t, float_t, float_t, float_t>);
        }
        VSensor Count("N") { Count.setInput(A.MIC); N.setModel("Mean"); Count.setOutput(<float_t>); }""",
    "Rule": "",
}


def whole(part: str, text: str) -> str:
    """A part of a program within one that has what it speaks of."""
    if not part:
        return text
    used = {name: text if name == part else usual for name, usual in USUAL.items()}
    if part == "Configuration":
        used["Implementation"] = ""
    elif part == "Implementation":
        # What no rule needs has no blocks.
        sensors = re.findall(r"VSensor (\w+)", text)
        used["Rule"] = "IF (" + " && ".join(f'{name} != "?"' for name in sensors) + ") THEN (A.OPEN_DOOR);"
    sections = "\n".join(f"{name} {{\n{used[name]}\n}}" for name in used)
    return f"Application Page {{\n{sections}\n}}"


@pytest.mark.parametrize(("part", "text"), PARTS, ids=[text.strip().splitlines()[0] for _, text in PARTS])
def test_every_construct_of_the_language_page_is_right(part: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / "page.ep"
    file.write_text(whole(part, text), "utf-8")
    program = read(str(file))
    assert not program.errors
    assert {one.code for one in program.warnings} <= OF_THE_FRAME | ({"opaque-algorithm"} if "@(" in text else set())
    given = case(program, profiles())
    # Some of its examples show a part that stands before any rule.
    if given.graph.blocks:
        given.problem()


def test_the_language_page_has_all_constructs() -> None:
    text = "".join(text for _, text in PARTS)
    for construct in (
        "AUTO",
        '"{',
        "+=",
        "||",
        "&&",
        "[0]",
        "@(",
        "SUM=0",
        "%f",
        "{SUM}",
        "/*",
        "//",
        "<string_t>",
        "Edge",
    ):
        assert construct in text, construct


def test_every_algorithm_of_the_page_is_there_and_none_is_missing() -> None:
    from placement.algorithms.catalogue import CATALOGUE

    start = LANGUAGE.index("The algorithms, found")
    table = LANGUAGE[start : LANGUAGE.index("Another name is", start)]
    assert set(re.findall(r"`(\w+)`", table)) == set(CATALOGUE)


@pytest.mark.parametrize("part", OF_CHECK)
def test_what_check_says_of_a_program_of_the_page_is_as_it_shows(
    gpiot: Gpiot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    blocks, (name, code) = BLOCK.findall(LANGUAGE), OF_CHECK[part]
    at = next(at for at, block in enumerate(blocks) if block[1] == part)
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(blocks[at][2], "utf-8")
    result = gpiot("place", "check", name)
    assert result.exit_code == code
    assert result.stdout == blocks[at + 1][2]


def test_the_commands_of_the_page_print_what_it_shows(
    gpiot: Gpiot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    shown = [text for language, _, text in BLOCK.findall(PLACEMENT) if language == "console"]
    assert len(shown) >= 3
    for text in shown:
        command, _, output = text.partition("\n")
        result = gpiot(*shlex.split(command.removeprefix("$ gpiot ")))
        told = same(result.stdout)
        for part in same(output).split("\n..."):
            assert part.strip() in told, command


def test_the_profiles_of_the_page_are_read(tmp_path: Path) -> None:
    files = re.findall(r"^`profile/(\w+/\w+\.toml)`:\n\n```toml\n(.*?)^```$", PLACEMENT, re.DOTALL | re.MULTILINE)
    assert {name.partition("/")[0] for name, _ in files} == {"devices", "networks", "interfaces", "opaque"}
    for name, text in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    profiles(tmp_path)


def same(output: str) -> str:
    """What does not change from run to run; a line of dots stands for what a page leaves out."""
    return re.sub(r"^Found in [^:]*:", "Found:", output.strip(), flags=re.MULTILINE)
