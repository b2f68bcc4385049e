from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.codec import problem_from_json, problem_to_json
from core.errors import UsageError
from core.problem import Problem

WORD = st.text("abcdefgxyz检测", min_size=1, max_size=8)
LINE = st.lists(WORD, min_size=1, max_size=6).map(" ".join)
ITEMS = st.lists(LINE, max_size=3).map(tuple)
PROBLEMS = st.builds(Problem, LINE, ITEMS, st.one_of(st.just(""), LINE), ITEMS)

SECTIONS = {
    "code_input": "Code Input:\n1. the path of the\n   dataset\n2. the sampling rate",
    "output_format": "**Code Output Format**\nSensitivity: {s}\n  F1: {f}",
    "remarks": "## Remarks\n- every record\n\n- a Jetson Nano",
}


@given(st.permutations(sorted(SECTIONS)), st.sampled_from(["\n", "\r\n"]))
def test_sections_come_in_any_order(order: list[str], newline: str) -> None:
    text = "\n\n".join(["Detect R-peaks.", *(SECTIONS[name] for name in order)])
    assert Problem.from_text(text.replace("\n", newline)) == Problem(
        "Detect R-peaks.",
        ("the path of the dataset", "the sampling rate"),
        "Sensitivity: {s}\n  F1: {f}",
        ("every record", "a Jetson Nano"),
    )


@given(PROBLEMS)
def test_what_the_stages_read_is_parsed_to_the_same_problem(problem: Problem) -> None:
    assert Problem.from_text(problem.markdown()) == problem


@pytest.mark.parametrize(
    "heading",
    [
        "Remarks:",
        "remarks",
        "REMARK:",
        "**Remarks**",
        "**Remarks:**",
        "**Remarks**:",
        "# Remarks",
        "### **Remarks**",
        "Remarks：",
    ],
)
def test_headings_are_recognised(heading: str) -> None:
    for text in (f"Do it.\n{heading}\nfast", f"Do it.\n{heading} fast"):
        if heading == "remarks" and "\n" not in text.partition(heading)[2]:
            continue
        assert Problem.from_text(text).remarks == ("fast",)


@pytest.mark.parametrize(
    "line",
    [
        "Remarkable peaks are found.",
        "Remarks of the users are collected.",
        "Code input devices such as keypads.",
        "A remark: none",
    ],
)
def test_prose_is_no_heading(line: str) -> None:
    assert Problem.from_text(line) == Problem(line)


@pytest.mark.parametrize("text", ["", "  \n\t\r\n", "\x00", "Remarks:\nonly this", "**Code Input**\n1. path"])
def test_nothing_to_build_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="empty") as caught:
        Problem.from_text(text)
    assert "gpiot ask" in caught.value.hint


@given(st.text(max_size=200))
def test_any_text_is_a_problem_or_is_refused(text: str) -> None:
    try:
        problem = Problem.from_text(text)
    except UsageError:
        return
    assert problem.statement.strip()
    assert 0 < len(problem.title) <= 72
    assert all(problem.code_input)
    assert all(problem.remarks)


def test_chinese() -> None:
    problem = Problem.from_text(
        "检测每条记录的R波峰。数据在本地文件夹中。\n备注见下\nCode Input：\n1. 数据集路径\nRemarks：只用CPU"
    )
    assert problem.title == "检测每条记录的R波峰。"
    assert problem.code_input == ("数据集路径",)
    assert problem.remarks == ("只用CPU",)
    assert problem.statement.endswith("备注见下")


def test_wrapped_items_are_joined() -> None:
    text = "Do it.\nRemarks:\nfirst line\nand its end\n\nsecond\n* third\n  wrapped\n4) fourth"
    assert Problem.from_text(text).remarks == ("first line and its end", "second", "third wrapped", "fourth")


@pytest.mark.parametrize(
    ("statement", "title"),
    [
        ("One. Two.", "One."),
        ("v1.5 of it", "v1.5 of it"),
        ("first\nwrapped", "first wrapped"),
        ("first\n\nsecond", "first"),
        ("检测", "检测"),
        ("x" * 100, "x" * 71 + "…"),
    ],
)
def test_the_title_is_the_first_sentence(statement: str, title: str) -> None:
    assert Problem(statement).title == title


def test_a_plan_of_the_library_is_named_on_a_line_of_its_own() -> None:
    found = Problem.from_text("Who is in the room?\n\nLibrary plan: csi_presence\n\nRemarks:\n1. At night.")
    assert (found.statement, found.plan, found.remarks) == ("Who is in the room?", "csi_presence", ("At night.",))
    assert problem_from_json(problem_to_json(found)) == found
    assert Problem.from_text("Library plan for readers of books").plan == ""
