"""Plans read from their files: what is wrong in one is named; all of them together."""

from __future__ import annotations

import ast
import itertools
import re
from pathlib import Path

import pytest

from core.errors import KnowledgeError
from core.knowledge import Plan
from core.output_format import Field, bind, parse
from core.project import Project
from graph.main_module import main_module
from graph.taking import subtasks_of
from knowledge import sampling
from knowledge.plan_files import plans, read_plan
from knowledge.reading import methods

GOOD = """
title = "Counted peaks"
statement = "Count the R-peaks of every record."
code_input = ["data_path (str): folder with the records"]
output_format = "{record}: 12"
also = ["Count heartbeats"]
unlike = ["Count steps"]
modality = ["ECG"]
representation = ["time series"]
resource = ["gateway"]
sample = "heartbeats"

[[steps]]
title = "Load"
description = "Read."
method = "readers.wfdb_signals"
feed = { data_path = "data_path" }

[[steps]]
title = "Find"
description = "Detect."
method = "ecg.r_peaks"
each = true
feed = { signal = "1.signals", rate = "1.rates" }

[[steps]]
title = "Read beats"
description = "Read."
method = "readers.wfdb_beats"
feed = { data_path = "data_path" }

[[expect]]
output = "beats"
least = 1
"""


def read(folder: Path, text: str) -> Plan:
    path = folder / "counted.toml"
    path.write_text(text)
    return read_plan(path)


def test_a_plan_is_read_with_its_steps(tmp_path: Path) -> None:
    plan = read(tmp_path, GOOD)
    assert (plan.name, plan.title, plan.sample) == ("counted", "Counted peaks", "heartbeats")
    assert [step.method for step in plan.steps] == ["readers.wfdb_signals", "ecg.r_peaks", "readers.wfdb_beats"]
    assert plan.steps[1].each
    assert plan.expected[0].least == 1


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("ecg.r_peaks", "ecg.no_such_peaks", "step 2: there is no method ecg.no_such_peaks"),
        ('signal = "1.signals"', 'signal = "1.nothing"', "step 2: nothing gives 1.nothing for signal"),
        ('signal = "1.signals"', 'signal = "3.beats"', "step 2: nothing gives 3.beats for signal"),
        (', rate = "1.rates"', "", "step 2: ecg.r_peaks also needs rate"),
        ('rate = "1.rates"', 'rate = "1.rates", colour = "1.rates"', "step 2: ecg.r_peaks takes no colour"),
        ('feed = { data_path = "data_path" }', 'feed = { data_path = "folder" }', "nothing gives folder for data_path"),
        ('output = "beats"', 'output = "score"', "the last step has no output score"),
        ("each = true", "every = true", "a step has no every"),
        ("title = ", "title ", "Expected '=' after a key"),
        ('sample = "heartbeats"', "", "sample"),
    ],
)
def test_what_is_wrong_in_a_plan_is_named(tmp_path: Path, old: str, new: str, why: str) -> None:
    with pytest.raises(KnowledgeError, match=re.escape(why)) as caught:
        read(tmp_path, GOOD.replace(old, new, 1))
    assert "counted.toml" in caught.value.message


def test_there_are_at_least_60_plans_with_the_three_of_the_paper() -> None:
    assert len(plans()) >= 60
    assert {"heartbeats", "csi_activity", "multimodal_activity"} <= set(plans())


@pytest.mark.parametrize("name", sorted(plans()))
def test_a_plan_is_whole_and_assembles(name: str) -> None:
    plan = plans()[name]
    assert plan.modality
    assert plan.representation
    assert plan.resource
    assert len(plan.also) >= 3
    assert len(plan.unlike) >= 3
    assert plan.expected
    assert plan.sample in sampling.names()
    subtasks = subtasks_of(plan, methods())
    project = Project(plan.problem, {s.id: s for s in subtasks}, tuple(s.id for s in subtasks))
    for subtask in subtasks:
        assert subtask.program is not None
        ast.parse(subtask.program.code)
    ast.parse(main_module(project))
    outputs = [(s.id, p) for s in subtasks if s.spec for p in s.spec.outputs]
    fields = [
        piece for line in bind(parse(plan.problem.output_format), outputs) for piece in line if isinstance(piece, Field)
    ]
    assert fields
    assert all(field.output for field in fields), f"nothing is printed for {[f.label for f in fields if not f.output]}"


def test_no_two_plans_are_near_duplicates() -> None:
    def grams(plan: Plan) -> set[tuple[str, ...]]:
        said = re.findall(r"\w+", plan.problem.statement.lower())
        return {tuple(said[n : n + 3]) for n in range(len(said) - 2)}

    found = {name: grams(plan) for name, plan in plans().items()}
    twins = [
        (one, other)
        for one, other in itertools.combinations(found, 2)
        if len(found[one] & found[other]) > 0.4 * min(len(found[one]), len(found[other]))
    ]
    assert twins == []


@pytest.mark.parametrize("name", sampling.names())
def test_sample_data_is_the_same_for_the_same_seed(name: str, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        sampling.write(name, tmp_path / folder, seed=3)
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / f).rglob("*") if p.is_file()} for f in ("one", "two"))
    assert one == two
    assert one
    assert sum(map(len, one.values())) < 6_000_000


def test_unknown_sample_data_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="There is no sample data 'unicorns'"):
        sampling.write("unicorns", tmp_path)
