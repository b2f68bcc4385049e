"""A hand-written project as gpiot would export it: everything that follows from its sub-tasks and its modules.

``python -m tests.examples.assembled FOLDER`` brings ``main.py``, ``README.md``, ``requirements.txt`` and ``project.json``
up to date after a module, or a specification in ``project.json``, was edited.
"""

from __future__ import annotations

import ast
import json
import sys
from dataclasses import replace
from pathlib import Path

from core.codec import problem_from_json, subtask_from_json
from core.contracts import meet
from core.demands import trace
from core.project import Program, Project, SubTask
from graph.main_module import main_module
from graph.manifest import manifest
from graph.nodes.assemble import files_of
from graph.programs import documentation, third_party

BY_GPIOT = (
    "Written by gpiot from the problem below. Every module says where it comes from: which model wrote it, or which tested "
    "method of the library it is. Nothing was run when this was written."
)
BY_HAND = "Written by hand for the problem below, in the form in which gpiot exports a project."
RUN = """python main.py --help
```

The folder needs recordings. `python ../make_heartbeats.py recordings` writes some whose beats are known, then

```
python main.py recordings
```"""


def read(folder: Path) -> Project:
    """The project of a folder: its problem and specifications from ``project.json``, its programs from the modules."""
    data = json.loads((folder / "project.json").read_text("utf-8"))
    problem = problem_from_json(data["problem"])
    subtasks = [_with_program(folder, subtask_from_json({**item, "program": None})) for item in data["subtasks"]]
    met = [replace(subtask, sources=meet(problem, subtasks, subtask.id)) for subtask in subtasks]
    return Project(
        problem, {s.id: s for s in met}, tuple(s.id for s in met), tuple(data["dropped"]), trace(problem, met)
    )


def files(project: Project) -> dict[str, str]:
    """Every file of the folder, by name."""
    made = files_of(project)
    readme = made["README.md"].replace(BY_GPIOT, BY_HAND).replace("python main.py --help\n```", RUN)
    made |= {"README.md": readme, "main.py": main_module(project)}
    return {**made, "project.json": manifest(project, made, (), {}, {})}


def _with_program(folder: Path, subtask: SubTask) -> SubTask:
    if subtask.spec is None:
        raise ValueError(f"sub-task {subtask.id} has no specification")
    code = (folder / subtask.file_name).read_text("utf-8")
    about = documentation(subtask, subtask.spec, subtask.model, "")
    return replace(subtask, program=Program(code, about, third_party(ast.parse(code)), subtask.model))


if __name__ == "__main__":
    target = Path(sys.argv[1])
    for name, text in files(read(target)).items():
        (target / name).write_text(text, "utf-8")
