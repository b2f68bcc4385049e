from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import SandboxError
from core.runs import Limits, Step
from sandbox.job import StepDone, StepStarted
from tests.sandbox.programs import Bench, p

LOAD = Step(1, "step_1_load", "load", (p("count", "int"),), (p("signal", "numpy.ndarray", "(n, 2)"),))
MEAN = Step(
    2, "step_2_mean", "mean", (p("signal", "numpy.ndarray", "(n, 2)"),), (p("average", "float"), p("size", "int"))
)
LOADING = """
    import numpy as np

    def load(count):
        print("loading")
        return np.arange(count * 2.0).reshape(count, 2)
"""
OUTSIDE = "the program was killed from outside; this machine may be out of memory, in it"
NO_TEXT = "class E(Exception):\n  def __str__(self): return 1 / 0\nraise E"
AVERAGING = """
    def mean(signal):
        print("averaging")
        return signal.mean(), len(signal)
"""
CALLING = """
    import sys

    def run():
        from step_1_load import load
        from step_2_mean import mean
        signal_1 = load(count=int(sys.argv[1]))
        average_2, size_2 = mean(signal=signal_1)
        print(average_2)

    if __name__ == "__main__":
        run()
"""


def write(bench: Bench, load: str = LOADING, mean: str = AVERAGING, main: str = CALLING) -> None:
    bench.write({"step_1_load.py": load, "step_2_mean.py": mean, "main.py": main})


async def test_a_program_runs_and_its_last_step_gives_the_result(bench: Bench) -> None:
    write(bench)
    ran = await bench.run(LOAD, MEAN, arguments=("5",))
    assert (ran.state, ran.fault, ran.isolation) == ("done", None, bench.isolation.name)
    assert ran.result == {"average": 4.5, "size": 5}
    assert ran.printed == "loading\naveraging\n4.5\n" == bench.printed
    kinds = [(type(event), event.subtask) for event in bench.events if isinstance(event, StepStarted | StepDone)]
    assert kinds == [(StepStarted, 1), (StepDone, 1), (StepStarted, 2), (StepDone, 2)]
    assert set(ran.measured.steps) == {1, 2}
    assert 0 < ran.measured.cpu_s <= ran.measured.wall_s * 4
    assert ran.measured.peak_mb > 10


async def test_steps_imported_at_the_top_and_called_with_positions_are_seen_as_well(walled: Bench) -> None:
    main = "from step_2_mean import mean\nfrom step_1_load import load as it\nmean(it(3))\n"
    write(walled, main=main)
    ran = await walled.run(LOAD, MEAN)
    assert ran.result == {"average": 2.5, "size": 3}


async def test_a_wrong_type_names_the_step_that_gave_it(walled: Bench) -> None:
    write(walled, load="def load(count):\n    return [[1.0, 2.0]] * count\n")
    ran = await walled.run(LOAD, MEAN, arguments=("3",))
    assert ran.fault is not None
    assert (ran.state, ran.fault.kind, ran.fault.subtask, ran.fault.provider) == ("failed", "contract", 1, 1)
    assert ran.fault.reason == "output signal of load is list of 3 list of 2 float, not numpy.ndarray"
    assert "Sub-task 1 gives:\n- signal (numpy.ndarray, shape (n, 2)): of the test" in ran.fault.trace
    assert ran.fault.values == {"count": "int 3"}


async def test_a_breached_input_names_its_provider_and_both_specifications(walled: Bench) -> None:
    write(walled)
    strict = Step(2, "step_2_mean", "mean", (p("signal", "numpy.ndarray", "(n, 3)"),), MEAN.outputs)
    ran = await walled.run(LOAD, strict, arguments=("3",))
    assert ran.fault is not None
    assert (ran.fault.kind, ran.fault.subtask, ran.fault.provider) == ("contract", 2, 1)
    assert ran.fault.reason == "input signal of mean is float64 array (3, 2), not of shape (n, 3) with n = 3"
    assert "Sub-task 1 gives:" in ran.fault.trace
    assert "shape (n, 3)" in ran.fault.trace


async def test_nan_is_a_breach_unless_the_specification_speaks_of_it(walled: Bench) -> None:
    write(walled, load="import numpy\ndef load(count):\n    return numpy.full((count, 2), numpy.nan)\n")
    ran = await walled.run(LOAD, MEAN, arguments=("3",))
    assert ran.fault is not None
    assert ran.fault.reason == "output signal of load holds NaN (float64 array (3, 2))"
    missing = p("signal", "numpy.ndarray", "(n, 2)", "the signal, NaN where it is missing")
    steps = Step(1, "step_1_load", "load", LOAD.inputs, (missing,)), Step(2, "step_2_mean", "mean", (missing,), ())
    assert (await walled.run(*steps, arguments=("3",))).ok


async def test_a_breach_ends_a_program_that_catches_everything(walled: Bench) -> None:
    main = "from step_1_load import load\ntry:\n    load(1)\nexcept Exception:\n    print('went on')\n"
    write(walled, load="def load(count):\n    return 1\n", main=main)
    ran = await walled.run(LOAD)
    assert ran.fault is not None
    assert "went on" not in ran.printed


async def test_too_few_values_are_a_breach(walled: Bench) -> None:
    write(walled, mean="def mean(signal):\n    return 1.0\n")
    ran = await walled.run(LOAD, MEAN, arguments=("2",))
    assert ran.fault is not None
    assert ran.fault.reason == "mean returns float 1.0, not average, size"


async def test_an_error_names_the_deepest_step(bench: Bench) -> None:
    write(bench, mean="import json\ndef mean(signal):\n    return json.loads('{')\n")
    ran = await bench.run(LOAD, MEAN, arguments=("2",))
    assert ran.fault is not None
    assert (ran.fault.kind, ran.fault.subtask) == ("error", 2)
    assert ran.fault.reason.startswith("JSONDecodeError: Expecting property name")
    assert ran.fault.reason.endswith("(step_2_mean.py, line 3)")
    assert ran.fault.values == {"signal": "float64 array (2, 2)"}
    assert 'File "main.py", line 8, in run' in ran.fault.trace
    assert "inside" not in ran.fault.trace
    assert "JSONDecodeError" in ran.printed
    assert "inside/" not in ran.printed


async def test_an_error_of_main_is_nobodys(walled: Bench) -> None:
    ran = await walled.main("def f():\n    raise ValueError('no\\nsuch thing')\nf()\n")
    assert ran.fault is not None
    assert (ran.fault.kind, ran.fault.subtask, ran.fault.reason) == ("error", 0, "ValueError: no (main.py, line 2)")


async def test_an_error_raised_from_that_of_a_step_is_the_steps(walled: Bench) -> None:
    main = "from step_1_load import load\ntry:\n    load(1)\nexcept KeyError as e:\n    raise ValueError('x') from e\n"
    write(walled, load="def load(count):\n    return {}['a']\n", main=main)
    ran = await walled.run(LOAD)
    assert ran.fault is not None
    assert (ran.fault.subtask, ran.fault.reason) == (1, "ValueError: x (step_1_load.py, line 2)")


async def test_a_syntax_error_names_the_step(walled: Bench) -> None:
    write(walled, mean="def mean(signal:\n    return 1\n")
    ran = await walled.run(LOAD, MEAN, arguments=("2",))
    assert ran.fault is not None
    assert (ran.fault.kind, ran.fault.subtask) == ("syntax", 2)
    assert ran.fault.reason == "SyntaxError: '(' was never closed (step_2_mean.py, line 1)"


async def test_a_missing_module_names_the_step(walled: Bench) -> None:
    write(walled, mean="import nosuchmodule\ndef mean(signal):\n    return 1\n")
    ran = await walled.run(LOAD, MEAN, arguments=("2",))
    assert ran.fault is not None
    assert (ran.fault.kind, ran.fault.subtask) == ("import", 2)
    assert ran.fault.reason == "ModuleNotFoundError: No module named 'nosuchmodule' (step_2_mean.py, line 1)"


async def test_a_step_without_its_file_is_named(walled: Bench) -> None:
    write(walled)
    (walled.project / "step_2_mean.py").unlink()
    ran = await walled.run(LOAD, MEAN, arguments=("2",))
    assert ran.fault is not None
    assert (ran.fault.kind, ran.fault.subtask) == ("import", 2)


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        ("import sys; sys.exit(3)", "error", "the program ended itself with status 3 (step_1_it.py, line 2)"),
        ("raise SystemExit('not complete')", "error", "the program ended itself with not complete (step_1_it.py, line 2)"),
        ("import os; os._exit(3)", "crash", "the program ended at once with status 3, in it"),
        ("import os; os._exit(0)", "crash", "the program ended at once with status 0, in it"),
        ("import ctypes; ctypes.string_at(0)", "crash", "Segmentation fault (step_1_it.py, line 2)"),
        ("import os; os.abort()", "crash", "Aborted (step_1_it.py, line 2)"),
        ("import os; os.kill(os.getpid(), 9)", "crash", OUTSIDE),
        ("raise MemoryError", "limit", "out of memory (the limit is 500 MB): MemoryError (step_1_it.py, line 2)"),
        ("def f(): f()\nf()", "error", "RecursionError: maximum recursion depth exceeded (step_1_it.py, line 2)"),
        (NO_TEXT, "error", "E: (its text cannot be made: ZeroDivisionError) (step_1_it.py, line 4)"),
        ("return None", "result", "it returns None instead of answer"),
    ],
)  # fmt: skip
async def test_each_bad_end_is_told_in_one_line(walled: Bench, body: str, kind: str, reason: str) -> None:
    ran = await walled.step(body, p("answer", "int"))
    assert ran.fault is not None
    assert (ran.fault.kind, ran.fault.subtask, ran.fault.reason) == (kind, 1, reason)
    assert ran.result is None


async def test_the_arguments_that_a_program_refuses_are_told_in_its_words(walled: Bench) -> None:
    ran = await walled.main("import argparse\nq = argparse.ArgumentParser()\nq.add_argument('path')\nq.parse_args()\n")
    assert ran.fault is not None
    assert ran.fault.reason.endswith(": main.py: error: the following arguments are required: path")


async def test_a_program_that_never_calls_the_last_step_has_no_result(walled: Bench) -> None:
    write(walled, main="from step_1_load import load\nload(1)\n")
    ran = await walled.run(LOAD, MEAN)
    assert ran.fault is not None
    assert (ran.fault.kind, ran.fault.subtask) == ("result", 0)


async def test_partial_runs_use_the_values_kept(bench: Bench) -> None:
    write(bench)
    kept = bench.root / "kept"
    assert (await bench.run(LOAD, MEAN, arguments=("5",), kept=kept)).ok
    bench.write({"step_2_mean.py": "def mean(signal):\n    return signal.max(), len(signal)\n"})
    late = await bench.run(LOAD, MEAN, arguments=("5",), kept=kept, first=2)
    assert (late.result, late.printed) == ({"average": 9.0, "size": 5}, "9.0\n")
    assert set(late.measured.steps) == {2}
    bench.write({"step_1_load.py": "import numpy\ndef load(count):\n    return numpy.zeros((count, 2))\n"})
    assert (await bench.run(LOAD, MEAN, kept=kept, only=1)).ok
    # The inputs of the second are the outputs of the first: it takes the new ones.
    last = await bench.run(LOAD, MEAN, kept=kept, only=2)
    assert (last.result, last.printed) == ({"average": 0.0, "size": 5}, "")


async def test_a_step_called_in_a_loop_is_kept_call_by_call(walled: Bench) -> None:
    write(walled, main="from step_1_load import load\nfor n in (1, 2):\n    print(load(n).shape)\n")
    kept = walled.root / "kept"
    one = Step(1, "step_1_load", "load", LOAD.inputs, LOAD.outputs)
    other = Step(2, "step_2_mean", "mean", (), ())
    assert (await walled.run(one, other, kept=kept)).printed == "loading\n(1, 2)\nloading\n(2, 2)\n"
    assert (await walled.run(one, other, kept=kept, first=2)).printed == "(1, 2)\n(2, 2)\n"


async def test_without_kept_values_a_partial_run_says_so(walled: Bench) -> None:
    write(walled)
    with pytest.raises(SandboxError, match="No values are kept"):
        await walled.run(LOAD, MEAN, only=2)
    kept = walled.root / "kept"
    kept.mkdir()
    with pytest.raises(SandboxError, match="No inputs are kept of sub-task 2"):
        await walled.run(LOAD, MEAN, kept=kept, only=2)
    with pytest.raises(SandboxError, match="No value is kept of sub-task 1"):
        await walled.run(LOAD, MEAN, arguments=("1",), kept=kept, first=2)


async def test_values_that_cannot_be_kept_are_said_and_the_run_goes_on(walled: Bench) -> None:
    ran = await walled.step("return lambda: 1", p("answer"), kept=walled.root / "kept")
    assert ran.ok
    assert "Values of sub-task 1 are not kept" in ran.printed


async def test_a_child_process_of_the_program_reports_nothing(walled: Bench) -> None:
    text = """
        import multiprocessing
        with multiprocessing.get_context("fork").Pool(2) as pool:
            return sum(pool.map(abs, [1, -2, 3]))
    """
    ran = await walled.step(text, p("answer", "int"))
    assert ran.result == {"answer": 6}


async def test_data_is_readable_at_its_own_path_and_output_lands_in_the_output_folder(bench: Bench) -> None:
    data = bench.root / "data"
    data.mkdir()
    (data / "a.txt").write_text("seen")
    text = "import sys\nprint(open(sys.argv[1]).read())\nopen('out.txt', 'w').write('left')\n"
    ran = await bench.main(text, arguments=(str(data / "a.txt"),), data=(data,))
    assert (ran.state, ran.printed) == ("done", "seen\n")
    assert (bench.output / "out.txt").read_text() == "left"


@pytest.mark.parametrize("name", ["driver", "steps", "inside", "limits", "telling"])
async def test_a_project_may_have_modules_named_like_ours(walled: Bench, name: str) -> None:
    walled.write({f"{name}.py": "here = True\n"})
    assert (await walled.main(f"import {name}\nassert {name}.here\n")).ok


async def test_what_is_written_at_exit_is_still_part_of_the_run(walled: Bench) -> None:
    ran = await walled.main("import atexit\natexit.register(print, 'bye')\nprint('hi')\n", Limits(wall_s=10))
    assert (ran.state, ran.printed) == ("done", "hi\nbye\n")


def test_the_inside_needs_nothing_but_the_standard_library() -> None:
    import ast

    import sandbox.inside

    for path in Path(next(iter(sandbox.inside.__path__))).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(), feature_version=(3, 9))):
            if isinstance(node, ast.Import):
                assert not {alias.name.split(".")[0] for alias in node.names} - {
                    *__import__("sys").stdlib_module_names,
                    "numpy",
                }
