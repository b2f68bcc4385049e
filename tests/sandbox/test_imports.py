from __future__ import annotations

import ast
from collections.abc import Iterable

import pytest

from core.runs import Step
from sandbox.imports import Missing, Sources, imports, missing, unreadable

STEPS = (Step(3, "step_3_filter", "filter_signal"),)


def lacking(sources: Sources, *absent: str) -> tuple[Missing, ...]:
    """What is missing where these modules are absent and all others are there."""

    def asked(names: Iterable[str]) -> frozenset[str]:
        return frozenset(names) & frozenset(absent)

    return missing(sources, asked, STEPS)


def modules(code: str, *absent: str) -> list[str]:
    return [found.module for found in lacking({"main.py": code}, *absent)]


def test_a_known_package_comes_with_the_command_that_adds_it() -> None:
    (found,) = lacking({"step_3_filter.py": "import os\n\nfrom sklearn.svm import SVC\n"}, "sklearn")
    assert (found.module, found.package, found.file, found.line) == (
        "sklearn.svm",
        "scikit-learn",
        "step_3_filter.py",
        3,
    )
    assert found.hint == "Add it with: gpiot runtime add scikit-learn"
    assert found.fault().kind == "import"
    assert found.fault().subtask == 3
    assert "step_3_filter.py, line 3" in found.fault().reason


def test_an_unknown_name_is_said_to_be_unknown_and_no_command_installs_it() -> None:
    (found,) = lacking({"main.py": "import ecgwizard"}, "ecgwizard")
    assert found.package == ""
    assert "gpiot" not in found.hint
    assert "made up" in found.hint
    assert found.subtask == 0


def test_imports_are_found_wherever_they_stand() -> None:
    code = "import a.b as x, c\ndef f():\n    from d import e\n    class G:\n        import h\nif x:\n    import i\n"
    assert [found.module for found in imports(ast.parse(code))] == ["a.b", "c", "d", "h", "i"]


@pytest.mark.parametrize(
    "code",
    [
        "from . import a",
        "from .a import b",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import a",
        "try:\n    import a\nexcept ImportError:\n    a = None",
        "try:\n    import a\nexcept (ValueError, ModuleNotFoundError):\n    pass\nelse:\n    import a.b",
        "try:\n    import a\nexcept:\n    pass",
        "from contextlib import suppress\nwith suppress(ImportError):\n    import a",
        "import contextlib\nwith contextlib.suppress(Exception):\n    import a",
    ],
)
def test_what_a_program_can_do_without_is_not_missing(code: str) -> None:
    assert modules(code, "a", "contextlib_") == []


@pytest.mark.parametrize(
    "code",
    [
        "try:\n    import a\nexcept ValueError:\n    pass",
        "try:\n    pass\nexcept ImportError:\n    import a",
        "try:\n    import b\nfinally:\n    import a",
        "import typing\nif typing.TYPE_CHECKING:\n    import b\nelse:\n    import a",
        "with open('x') as f:\n    import a",
    ],
)
def test_what_looks_optional_and_is_not_is_missing(code: str) -> None:
    assert modules(code, "a") == ["a"]


FALLBACK = (
    "try:\n    import a\nexcept ImportError:\n    try:\n        import b\n    except ImportError:\n        import c\n"
)


def test_a_stand_in_is_needed_only_where_what_comes_before_it_is_missing() -> None:
    assert modules(FALLBACK, "c") == []
    assert modules(FALLBACK, "b", "c") == []
    assert modules(FALLBACK, "a", "c") == []
    assert modules(FALLBACK, "a", "b", "c") == ["c"]


def test_modules_of_the_project_and_of_python_are_no_packages() -> None:
    sources = {
        "main.py": "import helpers.maths\nimport step_1_load\nimport json",
        "step_1_load.py": "",
        "helpers/maths.py": "",
    }
    assert lacking(sources, "helpers", "step_1_load", "json") == ()


def test_each_module_is_named_once_a_file_where_it_is_first_imported() -> None:
    sources = {"b.py": "import x\nimport x.y\nimport z", "a.py": "\nimport x"}
    found = lacking(sources, "x", "z")
    assert [(one.file, one.module, one.line) for one in found] == [("a.py", "x", 2), ("b.py", "x", 1), ("b.py", "z", 3)]


def test_nothing_is_asked_where_nothing_is_imported() -> None:
    def asked(names: Iterable[str]) -> frozenset[str]:
        raise AssertionError(names)

    assert missing({"main.py": "print(1)"}, asked) == ()


def test_a_syntax_error_is_named_with_file_line_and_sub_task() -> None:
    sources = {"main.py": "print(1)\n", "step_3_filter.py": "import x\n\ndef f(:\n    pass\n"}
    (found,) = unreadable(sources, STEPS)
    assert (found.kind, found.subtask) == ("syntax", 3)
    assert found.reason.startswith("step_3_filter.py, line 3: ")
    assert found.reason.endswith("def f(:")
    assert lacking(sources, "x") == ()


@pytest.mark.parametrize("text", [b"\xff\xfe\x00", b"a = '\xe4'", "a\x00b", "return 1", "(" * 5000])
def test_whatever_does_not_compile_is_a_fault_and_no_traceback(text: str | bytes) -> None:
    (found,) = unreadable({"main.py": text})
    assert found.reason.startswith("main.py")
    assert missing({"main.py": text}, frozenset) == ()


def test_a_file_in_another_encoding_is_read_as_it_says() -> None:
    source = "# -*- coding: latin-1 -*-\nimport numpy\na = 'ä'\n".encode("latin-1")
    assert unreadable({"main.py": source}) == ()
    (found,) = lacking({"main.py": source}, "numpy")
    assert found.line == 2
