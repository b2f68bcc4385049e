"""assemble: the modules, main.py, requirements.txt and README.md of a project folder.

``project.json`` joins them when the agent writes the folder: it lists the calls of earlier turns too.
"""

from __future__ import annotations

from langgraph.runtime import Runtime

from core.events import StageStarted
from core.project import Project
from graph.documents import readme, requirements
from graph.main_module import main_module
from graph.state import Deps, State, project_of

STAGE = "assemble"


async def assemble(state: State, runtime: Runtime[Deps]) -> State:
    """Keep every file of the project as a text; the agent puts them into a folder."""
    runtime.stream_writer(StageStarted(stage=STAGE))
    texts = runtime.context.texts
    files = files_of(project_of(state, texts))
    return {"files": {name: texts.put(text) for name, text in files.items()}}


def files_of(project: Project) -> dict[str, str]:
    """The files that follow from the project alone."""
    modules = {subtask.file_name: subtask.program.code for subtask in project if subtask.program}
    return {
        **modules,
        "main.py": main_module(project),
        "requirements.txt": requirements(project),
        "README.md": readme(project),
    }
