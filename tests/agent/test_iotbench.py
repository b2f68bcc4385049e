"""IoTBench on a model: nothing forges a verdict, nothing answered is asked again, and the references score full marks."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agent.iotbench import asking
from agent.iotbench.asking import Interview
from agent.iotbench.findings import lint, security
from agent.iotbench.judging import Case, Judge, open_judge
from agent.iotbench.kept import Answered, opened
from agent.iotbench.listening import Texts
from agent.iotbench.options import Options
from agent.iotbench.references import try_references
from agent.iotbench.run import bench
from agent.iotbench.script import reference_script
from agent.iotbench.specs import asked
from backends.scripted import ABILITIES, ScriptedModel
from core.errors import BackendError, StorageError, UsageError
from core.knowledge import Method, Near
from core.papers import Hit
from core.ports import MethodLibrary
from core.project import Parameter, Spec
from core.settings import Folders, Settings
from graph.state import Deps
from knowledge.iotbench.tasks import code_tasks, decompositions

TASK = next(task for task in code_tasks() if task.name == "can_signal")
SUM = "def check(f):\n    assert f([1, 2]) == 3\n    assert f([0.5, 1]) == 1.5\n"
GOOD = "def f(x):\n    return sum(x)\n"


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders.of({"GPIOT_HOME": str(tmp_path / "home")})


def settings(**given: Any) -> Settings:
    plain = {"embedder": "none", "examples": False, "take_over": "never", "runtime_python": sys.executable}
    return Settings(**{**plain, **given})


@pytest.fixture
def judge(folders: Folders) -> Judge:
    return replace(open_judge(settings(), folders), cpu_s=1)


def judged(judge: Judge, programs: Mapping[str, str], check: str = SUM) -> Mapping[str, str]:
    return asyncio.run(judge.judged([Case(name, code, "f", check) for name, code in programs.items()]))


def loaded(code: str, name: str) -> Any:
    space: dict[str, Any] = {}
    exec(compile(code, name, "exec"), space)
    return space[name]


FORGERIES = {
    "leaves while it is loaded": "import sys\nsys.exit(0)\n",
    "leaves at once": "import os\ndef f(x):\n    os._exit(0)\n",
    "leaves in the call": "def f(x):\n    raise SystemExit(0)\n",
    "hangs": "def f(x):\n    while True: pass\n",
    "takes all memory": "import mmap\ndef f(x):\n    held = mmap.mmap(-1, 1 << 31)\n    return sum(x)\n",
    "is equal to everything": (
        "class A:\n    def __eq__(self, other): return True\n    __hash__ = None\ndef f(x):\n    return A()\n"
    ),
    "is equal to everything by number": (
        "class A(float):\n    def __eq__(self, other): return True\n    __hash__ = None\ndef f(x):\n    return A(7)\n"
    ),
    "runs code where it is read": (
        "class A:\n    def __reduce__(self): return eval, ('3',)\ndef f(x):\n    return A()\n"
    ),
    "patches": "import builtins\nbuiltins.sum = lambda x: 3\nbuiltins.AssertionError = ValueError\ndef f(x): return 3\n",
    "prints a verdict": 'print(\'{"key": "prints a verdict", "why": ""}\')\ndef f(x): return 0\n',
    "writes a verdict": (
        "import json\nwith open('verdicts.jsonl', 'a') as file:\n"
        "    file.write(json.dumps({'key': 'writes a verdict', 'why': '', 'token': ''}) + '\\n')\ndef f(x): return 0\n"
    ),
    "looks for the tests": (
        "import glob, os, gc\nplaces = glob.glob('**', recursive=True) + glob.glob(os.environ.get('PWD', '.') + '/*')\n"
        "found = any('f([0.5, 1]) == 1.5' in open(p, errors='replace').read() for p in places if os.path.isfile(p))\n"
        "found = found or any('f([0.5, 1])' in str(o)[:5000] for o in gc.get_objects() if type(o) is dict and 'check' in o)\n"
        "def f(x):\n    return sum(x) if found else 0\n"
    ),
    "is no Python": "def f(x:\n",
    "has another name": "def g(x): return sum(x)\n",
}


def test_nothing_forges_a_verdict_or_takes_others_along(judge: Judge) -> None:
    verdicts = judged(judge, {"good": GOOD, **FORGERIES, "good as well": GOOD + "\n"})
    assert {name for name, why in verdicts.items() if not why} == {"good", "good as well"}
    assert set(verdicts) == {"good", "good as well", *FORGERIES}
    assert "too long" in verdicts["hangs"]
    assert "no plain value" in verdicts["is equal to everything"]
    assert "no plain value" in verdicts["runs code where it is read"]


def test_one_that_sleeps_is_not_waited_for(judge: Judge) -> None:
    sleeping = {"loaded": "import time\ntime.sleep(99)\n", "called": "import time\ndef f(x): time.sleep(99)\n"}
    verdicts = judged(replace(judge, wall_s=0.5), sleeping)
    assert all("too long" in why for why in verdicts.values())


def test_one_that_ends_all_others_is_found(judge: Judge) -> None:
    verdicts = judged(judge, {"good": GOOD, "ends": "import os\ndef f(x):\n    os.kill(-1, 9)\n", "too": GOOD + "\n"})
    assert {name for name, why in verdicts.items() if not why} == {"good", "too"}
    assert "breaks the run" in verdicts["ends"]


def test_values_and_errors_cross_over_as_they_are(judge: Judge) -> None:
    check = (
        "import numpy as np\n"
        "def check(f):\n"
        "    array, pair, one = f(np.arange(3.0), scale=2)\n"
        "    assert isinstance(array, np.ndarray) and array.tolist() == [0, 2, 4]\n"
        "    assert pair == (1, {'a': {2}}) and type(pair) is tuple and one == 1.5\n"
        "    for given, kind in ((None, ValueError), ('', KeyError), (b'', RuntimeError)):\n"
        "        try:\n            f(given)\n"
        "        except kind:\n            continue\n"
        "        raise AssertionError(kind)\n"
    )
    code = (
        "import collections, numpy as np\nPair = collections.namedtuple('Pair', 'a b')\n"
        "class Own(ValueError): pass\nclass Odd(BaseException): pass\n"
        "def f(x, scale=1):\n"
        "    if x is None: raise Own('no')\n    if x == '': raise KeyError('x')\n    if x == b'': raise Odd\n"
        "    return x * scale, Pair(1, collections.defaultdict(int, a={2})), np.float64(1.5)\n"
    )
    crosses = code.replace("x == ''", "isinstance(x, str)").replace("x == b''", "isinstance(x, bytes)")
    assert judged(judge, {"crosses": crosses}, check) == {"crosses": ""}


def test_right_programs_pass_and_wrong_ones_fail(folders: Folders) -> None:
    told: list[tuple[str, int, int]] = []
    found = asyncio.run(try_references(2, lambda *progress: told.append(progress), settings(), folders))
    assert (found["right"], found["right_passed"], found["surprises"]) == (2, 2, {})
    assert found["wrong"] == found["wrong_failed"] >= 4
    assert told[-1][1] == told[-1][2] == found["right"] + found["wrong"]


def test_a_task_is_asked_for_with_all_that_its_tests_need() -> None:
    wanted = asked(TASK)
    assert wanted.signature.endswith("scale: float=1.0, offset: float=0.0) -> float:")
    assert "Defaults: scale = 1.0, offset = 0.0." in wanted.remarks
    assert "It raises ValueError where the signal reaches beyond the data." in wanted.remarks
    assert [len(asked(task).spec.inputs) > 0 for task in code_tasks()] == [True] * 70
    bare = wanted.bare.spec
    assert bare is not None
    assert bare.target == TASK.statement
    assert not any(p.meaning or p.unit or p.shape for p in (*bare.inputs, *bare.outputs))


def test_options_say_what_is_asked() -> None:
    all_of_it = Options(samples=2).asked
    assert len(all_of_it) == len(set(all_of_it)) == 2 * (50 + 70)
    assert {stage for stage, _, _ in Options(without=frozenset({"pipeline"})).asked} == {"cg"}
    assert len(Options(samples=1, tasks=3, stages=("td",)).asked) == 3
    left_out = Options(without=frozenset({"examples", "methods"})).applied(Settings())
    assert (left_out.examples, left_out.take_over) == (False, "never")
    assert Options(samples=1).temperature == 0.0 < Options(samples=2).temperature


def test_what_a_kill_has_torn_is_cut_off(tmp_path: Path) -> None:
    answer = Answered("cg", "f", 1, "model", text="x\ud800", steps=("a",), code="pass\n")
    with opened(tmp_path, {"seed": 1}) as kept:
        kept.add(answer)
        with pytest.raises(StorageError, match="in use"), opened(tmp_path, {"seed": 1}):
            pass
    with (tmp_path / "answers.jsonl").open("a") as file:
        file.write('{"stage": "cg", "task": "g", "sam')
    with opened(tmp_path, {"seed": 1}) as kept:
        assert kept.answers == {answer.key: answer}
        kept.add(replace(answer, sample=2))
    with opened(tmp_path, {"seed": 1}) as kept:
        assert [key[2] for key in kept.answers] == [1, 2]
    with pytest.raises(UsageError, match="other options: seed"), opened(tmp_path, {"seed": 2}):
        pass


class NoPapers:
    async def search(self, query: str, limit: int) -> Sequence[Hit]:
        return ()


def interview(model: ScriptedModel, *without: str, library: MethodLibrary | None = None) -> Interview:
    def deps(sample: int) -> Deps:
        taking: Any = "take" if library else "never"
        return Deps(model, Texts(), NoPapers(), 1, sample, library=library, examples=False, take_over=taking)

    return Interview(deps, 0.6, frozenset(without))


PLAYED = [{"role": "cgslm", "answers": [f"Here it is:\n```python\n{TASK.right}```\nDone."]}]
NO_PREFIX = replace(ABILITIES, prefix=False)


@pytest.mark.parametrize(
    ("without", "there", "not_there"),
    [
        ((), ["**Input Specification**", "It raises ValueError", TASK.statement], []),
        (("rtslm",), [TASK.statement, "scale: float=1.0"], ["**Input Specification**", "number of the start bit"]),
        (("pipeline",), [TASK.statement, "whole Python program"], ["**Target**", "number of the start bit"]),
    ],
)
async def test_each_part_that_is_left_out_leaves_the_prompt(
    without: tuple[str, ...], there: list[str], not_there: list[str]
) -> None:
    model = ScriptedModel(rules=PLAYED, abilities=NO_PREFIX)
    answer = await interview(model, *without).written(TASK, 1)
    (request,) = model.requests
    assert all(text in request.messages[-1].text for text in there)
    assert not any(text in request.messages[-1].text for text in not_there)
    assert ("IoT" in request.role.system) == ("pipeline" not in without)
    assert (answer.origin, answer.failed, answer.calls) == ("script-cgslm", "", 1)
    loaded(TASK.check, "check")(loaded(answer.code, TASK.name))


async def test_samples_have_seeds_of_their_own_and_are_drawn_warm() -> None:
    model = ScriptedModel(rules=PLAYED, abilities=NO_PREFIX)
    for sample in (1, 2, 1):
        await interview(model).written(TASK, sample)
    seeds = [request.seed for request in model.requests]
    assert seeds[0] == seeds[2] != seeds[1]
    assert {request.temperature for request in model.requests} == {0.6}


async def test_what_never_becomes_a_program_is_said() -> None:
    model = ScriptedModel(rules=[{"answers": ["I cannot."]}], abilities=replace(NO_PREFIX, grammar=False))
    answer = await interview(model).written(TASK, 1)
    assert (answer.code, answer.calls) == ("", 3)
    assert answer.failed
    assert not answer.failed.startswith("generate:")
    plan = await interview(model).decomposed(decompositions()[0], 1)
    assert plan.steps == ()
    assert plan.failed


class OneMethod:
    def __init__(self, method: Method) -> None:
        self.method = method

    def methods(self) -> Mapping[str, Method]:
        return {self.method.name: self.method}

    def plans(self) -> Mapping[str, Any]:
        return {}

    async def proof(self, methods: Sequence[Method]) -> str:
        return ""

    async def near_methods(self, query: str, limit: int) -> Sequence[Near[Method]]:
        return [Near(self.method, 0.9)]

    async def near_plans(self, query: str, limit: int) -> Sequence[Near[Any]]:
        return ()


async def test_a_method_that_fits_is_taken_over_and_called_as_the_task_is() -> None:
    inputs = tuple(p for p in asked(TASK).spec.inputs if p.name not in ("scale", "offset"))
    turned = (*reversed(inputs), *asked(TASK).spec.inputs[-2:])
    code = TASK.right.replace("def can_signal(", "def taken(").replace(
        "data: bytes, start: int, length: int, little: bool, signed: bool",
        "signed: bool, little: bool, length: int, start: int, data: bytes",
    )
    spec = Spec("Take a signal out of a frame.", turned, (Parameter("value", "float", "the signal"),))
    method = Method("can.taken", "A signal", spec, {"scale": "1.0", "offset": "0.0"}, code, "", "")
    model = ScriptedModel(rules=PLAYED)
    answer = await interview(model, library=OneMethod(method)).written(TASK, 1)
    assert (answer.origin, model.requests) == ("library: can.taken", [])
    assert "_method(signed=signed" in answer.code
    assert loaded(answer.code, TASK.name)(bytes([0x12, 0x34, 0x56]), 8, 16, True, False) == 0x5634


def test_the_references_score_full_marks_and_are_not_asked_for_twice(folders: Folders, tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    script.write_text(json.dumps(reference_script()))
    given = settings(backend="scripted", script=str(script))
    told: list[tuple[str, int, int]] = []
    options = Options(samples=1, tasks=2)
    table = asyncio.run(bench(options, given, folders, lambda *progress: told.append(progress)))
    assert table["cg"]["pass@1"] == table["cg"]["specialised_share"] == table["td"]["format_correct"] == 1.0
    assert table["td"]["bleu"] == pytest.approx(100.0)
    assert table["cg"]["pass@5"] is None
    assert table["td"]["subtask_completeness"] is None
    assert told[0] == ("answered", 0, 4)
    folder = Path(table["folder"])
    assert folder.is_relative_to(folders.state)
    assert json.loads((folder / "table.json").read_text()) == table
    again: list[tuple[str, int, int]] = []
    assert asyncio.run(bench(options, given, folders, lambda *progress: again.append(progress))) == table
    assert again == [("answered", 4, 4)]


def test_a_run_that_broke_off_goes_on(folders: Folders, tmp_path: Path) -> None:
    played = reference_script()
    first, second = (task.statement for task in code_tasks()[:2])
    script, out = tmp_path / "script.json", tmp_path / "out"
    rules = {rule["match"]: rule for rule in played["rules"]}
    import re

    broken = {**rules[re.escape(second)], "answers": [{"text": "", "error": "unreachable", "delay": 0.3}]}
    options = Options(samples=1, tasks=2, stages=("cg",), out=out)
    given = settings(backend="scripted", script=str(script))
    script.write_text(json.dumps({**played, "rules": [rules[re.escape(first)], broken]}))
    with pytest.raises(BackendError, match="unreachable"):
        asyncio.run(bench(options, given, folders, lambda *_: None))
    assert len((out / "answers.jsonl").read_text().splitlines()) == 1
    kept = json.loads((out / "options.json").read_text())
    script.write_text(json.dumps(played))
    with pytest.raises(UsageError, match="models"):
        asyncio.run(bench(options, given, folders, lambda *_: None))
    # The same script on another day would have the same digest.
    described = {**kept, "models": asyncio.run(_models(given))}
    (out / "options.json").write_text(json.dumps(described))
    table = asyncio.run(bench(options, given, folders, lambda *_: None))
    assert (table["cg"]["answers"], table["cg"]["pass@1"]) == (2, 1.0)


async def _models(given: Settings) -> dict[str, str]:
    from core.roles import CGSLM, TDSLM

    model = ScriptedModel(given)
    await model.open()
    return {role.name: f"{model.model(role).name} {model.model(role).digest}" for role in (TDSLM, CGSLM)}


async def test_findings_are_counted_by_program() -> None:
    programs = ["def f(x):\n    return x\n", "import os\n\n\ndef f(x):\n    return eval(x)\n", "def f(:\n"]
    linted = await lint(programs)
    assert linted is not None
    assert linted[0] == 0
    assert linted[1] >= 1
    assert linted[2] >= 1
    assert await security(programs) == [0, 1, 0]
    assert await lint([]) == []


def test_the_block_with_the_function_is_the_program() -> None:
    assert asking._BLOCK.findall("a\n```python\nx\n```\nb ```py\ny\n") == ["x", "y\n"]
