"""The formatter: what it prints reads as the same program, and nothing is lost."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings

from placement.language.parsing import parse
from placement.language.printing import show
from placement.language.tree import Application
from tests.placement.language.printed import LISTINGS
from tests.placement.language.programs import TOKENS, application


def read(text: str) -> Application:
    found, errors = parse(text)
    assert found is not None
    assert errors == ()
    return found


@given(application)
@settings(max_examples=50)
def test_a_printed_program_reads_as_the_same_tree(program: Application) -> None:
    text = show(program)
    assert read(text) == program
    assert show(read(text)) == text


def with_comments(text: str, seed: int) -> tuple[str, list[str]]:
    """A program with comments and empty lines put between its tokens, and these comments."""
    chance = random.Random(seed)
    parts: list[str] = []
    comments: list[str] = []
    for at, token in enumerate(TOKENS.findall(text)):
        whole = not token[0].isspace() and (parts[-1:] != ["\n"] or at == 0)
        if whole and parts and parts[-1][-1:].isspace() and chance.random() < 0.15:
            comment = chance.choice((f"// {at}\n", f"/* {at} */", f"/* {at}\n   more */", f"\n\n// {at}\n\n"))
            comments.append(comment.strip())
            parts.append(comment)
        parts.append(token)
    return "".join(parts), comments


RIGHT = [name for name in LISTINGS if parse(LISTINGS[name])[1] == ()]


@pytest.mark.parametrize("name", RIGHT)
@pytest.mark.parametrize("seed", range(12))
def test_comments_survive_and_printing_twice_changes_nothing(name: str, seed: int) -> None:
    text, comments = with_comments(LISTINGS[name], seed)
    shown = show(read(text))
    assert sorted(item.text for item in read(shown).comments) == sorted(comments)
    assert show(read(shown)) == shown
    assert read(shown) == read(LISTINGS[name])


COMMENTED = """\
// top

/* two
   lines */
Application X { // head
  Configuration { // c
    TelosB A(T @(values=3), H) @(network="WiFi"); // t
    // own

    Edge E(Go); /* a */ // b
    // last
  } // end c

  // between
  Implementation {
    VSensor V("{F1, F2}, S") {
      V.setInput(A.T); // in
    }

    // before
    VSensor W(AUTO) {
    }
  }

  Rule {
    IF (A.T > 3 && (A.H < 2 || V[1] >= -1)) // if
      // then
      THEN (E.Go("%f", A.T) && E(SUM=0)); // go
    // tail
  }
  // in the application
}
// bottom
"""


def test_a_formatted_program_stays_as_it_is() -> None:
    assert show(read(COMMENTED)) == COMMENTED


def test_everything_gets_its_line_and_its_spaces() -> None:
    text = 'Application X{Configuration{RPI A( T,Go ) ;}Rule{IF A.T>1||A.T<0 THEN A.Go("x" , 1)}}'
    assert show(read(text)) == (
        "Application X {\n  Configuration {\n    RPI A(T, Go);\n  }\n\n  Rule {\n"
        '    IF (A.T > 1 || A.T < 0)\n      THEN (A.Go("x", 1));\n  }\n}\n'
    )


def test_empty_lines_become_one_and_none_at_the_edge_of_a_block() -> None:
    text = "\n\nApplication X {\n\n  Configuration {\n\n    RPI A(T);\n\n\n    RPI B(T);\n\n  }\n\n}\n\n"
    assert show(read(text)) == "Application X {\n  Configuration {\n    RPI A(T);\n\n    RPI B(T);\n  }\n}\n"


def test_sections_come_in_the_reports_order() -> None:
    text = "Application X { Rule { IF (A.T > 1) THEN (A.T); }\n/* c */\nConfiguration { RPI A(T); } }"
    shown = show(read(text))
    assert shown.index("/* c */") < shown.index("Configuration") < shown.index("Rule")
