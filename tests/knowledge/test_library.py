"""Every method of the library: whole, sourced, pure, tested, unlike any other, and right where it will run."""

from __future__ import annotations

import ast
import asyncio
import itertools
import re
import shutil
import sys
from pathlib import Path

import pytest

from agent.method_trials import tried
from core.contracts import normal_type
from core.knowledge import Method
from core.settings import Folders, Settings
from knowledge.reading import METHODS, methods

TESTS = Path(__file__).with_name("methods")
LIBRARY = sorted(methods())
ALLOWED = {"numpy", "scipy", "pandas", "sklearn", "pywt", "wfdb", "torch"}
# Calls by which a function would no longer be one of its arguments alone.
IMPURE = {"open", "print", "input", "exec", "eval", "exit", "__import__", "breakpoint"}
IMPURE_MODULES = {"os", "sys", "time", "random", "socket", "subprocess", "threading", "urllib", "shutil", "tempfile"}
FILES = {"pathlib", "glob", "io", "wave", "csv"}


@pytest.fixture(params=LIBRARY)
def method(request: pytest.FixtureRequest) -> Method:
    return methods()[request.param]


def named_tests(family: str) -> set[str]:
    names: set[str] = set()
    for path in TESTS.glob(f"test_{family}*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        names |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    return names


def shingles(text: str) -> set[tuple[str, ...]]:
    said = re.findall(r"[A-Za-z_]\w*|\d+|[^\s\w]", text)
    return {tuple(said[n : n + 4]) for n in range(len(said) - 3)}


def alike(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


def test_there_are_at_least_150_methods_in_all_families() -> None:
    assert len(LIBRARY) >= 150
    families = {name.partition(".")[0] for name in LIBRARY}
    assert families >= set(
        "ecg vital imu csi radar audio ranging gps vibration power environment image touch anomaly classifiers evaluation "
        "forecasting nets augmentation fusion filters packing timing shrinking".split()
    )


def test_a_method_is_specified_and_sourced(method: Method) -> None:
    assert len(method.title) > 10
    assert len(method.spec.target.split()) >= 6
    assert method.cost, "Notes need 'Time: … Memory: …'"
    assert len(method.reference) > 20, "References need a source"
    assert len(method.keywords) >= 2
    assert ">>>" in method.examples
    for parameter in (*method.spec.inputs, *method.spec.outputs):
        assert "ndarray" not in parameter.type or "dict" in parameter.type or parameter.shape, parameter.name


def test_types_in_the_docstring_are_those_of_the_code(method: Method) -> None:
    tree = ast.parse(method.code)
    function = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == method.function)
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    annotated = [normal_type(ast.unparse(a.annotation)) if a.annotation else None for a in arguments]
    assert annotated == [p.type for p in method.spec.inputs]
    returned = normal_type(ast.unparse(function.returns)) if function.returns else None
    types = [p.type for p in method.spec.outputs]
    assert returned == (types[0] if len(types) == 1 else f"tuple[{', '.join(types)}]")


def test_a_method_stands_alone_and_is_pure(method: Method) -> None:
    nodes = list(ast.walk(ast.parse(method.code)))
    imported = {a.name.partition(".")[0] for n in nodes if isinstance(n, ast.Import) for a in n.names}
    imported |= {(n.module or "").partition(".")[0] for n in nodes if isinstance(n, ast.ImportFrom)}
    assert not imported - ALLOWED - set(sys.stdlib_module_names)
    called = {n.func.id for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    assert not called & (IMPURE - ({"open"} if method.reads_files else set()))
    assert not imported & (IMPURE_MODULES | (set() if method.reads_files else FILES))
    assert not any(isinstance(n, ast.Global | ast.Nonlocal) for n in nodes)
    if method.plain:
        assert not imported & (ALLOWED - {"numpy"})


def test_randomness_only_by_a_seed(method: Method) -> None:
    nodes = list(ast.walk(ast.parse(method.code)))
    assert not any(isinstance(n, ast.ImportFrom) and n.module == "numpy.random" for n in nodes)
    drawn = {ast.unparse(n) for n in nodes if isinstance(n, ast.Attribute)}
    assert not {one for one in drawn if re.fullmatch(r"(np|numpy)\.random\.(?!default_rng$|Generator$)\w+", one)}
    made = [n for n in nodes if isinstance(n, ast.Call) and ast.unparse(n.func).endswith("default_rng")]
    for call in made:
        seeds = [*call.args, *(keyword.value for keyword in call.keywords)]
        assert any(isinstance(n, ast.Name) for seed in seeds for n in ast.walk(seed)), ast.unparse(call)


def test_a_method_has_a_test_of_its_own(method: Method) -> None:
    names = named_tests(method.family)
    assert any(name.startswith(f"test_{method.function}") for name in names), method.name


def test_no_two_methods_are_near_duplicates() -> None:
    codes = {name: shingles(ast.unparse(ast.parse(methods()[name].code))) for name in LIBRARY}
    targets = {name: shingles(methods()[name].spec.target.lower()) for name in LIBRARY}
    twins = [
        (one, other)
        for one, other in itertools.combinations(LIBRARY, 2)
        if alike(codes[one], codes[other]) > 0.8 or alike(targets[one], targets[other]) > 0.6
    ]
    assert twins == []


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap is not installed")
def test_the_examples_of_all_methods_hold_in_the_sandbox(tmp_path: Path) -> None:
    library = [methods()[name] for name in LIBRARY]
    settings = Settings(runtime_python=sys.executable)
    found = asyncio.run(tried(library, settings, Folders.of({"GPIOT_HOME": str(tmp_path)})))
    assert sorted(found) == LIBRARY
    assert {name: one.said for name, one in found.items() if one.failed or not one.ran} == {}


def test_an_example_that_does_not_hold_is_told(tmp_path: Path) -> None:
    code = (METHODS / "packing" / "crc32.py").read_text("utf-8")
    wrong = Method(
        "packing.crc32", "", methods()["packing.crc32"].spec, {}, code.replace("return ", "return 1 + "), "", ""
    )
    settings = Settings(runtime_python=sys.executable)
    found = asyncio.run(tried([wrong], settings, Folders.of({"GPIOT_HOME": str(tmp_path)})))
    assert found["packing.crc32"].failed
