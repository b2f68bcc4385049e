"""Which sub-task a failed run is blamed on where neither a traceback nor a contract names one."""

from __future__ import annotations

from core.errors import BudgetError, StageError
from core.events import StageStarted
from core.project import Project
from core.roles import RTSLM
from core.runs import Fault
from graph import prompts
from graph.answers import read_object
from graph.asking import Asker, Emit, InvalidError, Question
from graph.schemas import number_schema
from graph.state import Deps

STAGE = "blame"
_TOKENS = 20


async def blamed(fault: Fault, project: Project, deps: Deps, emit: Emit) -> int:
    """The sub-task that the model names; 0 where it names none. Raises BackendError."""
    emit(StageStarted(stage=STAGE, role=RTSLM.name))
    asked = Question(
        RTSLM,
        "blame",
        (prompts.blame(project, fault),),
        answer=_TOKENS,
        schema=number_schema(project.order),
    )
    try:
        return await Asker(deps, emit, STAGE).valid(asked, lambda text: _number(text, project))
    except (StageError, BudgetError):
        return 0


def _number(text: str, project: Project) -> int:
    found = str(read_object(text).get("subtask", ""))
    if not found.isdigit() or project.get(int(found)) is None:
        raise InvalidError(f"there is no sub-task {found!r}")
    return int(found)
