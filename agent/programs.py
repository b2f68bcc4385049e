"""What can be run, and how: a session's project as it stands, or a folder that holds one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from agent.folder import MANIFEST, check_folder
from agent.history import files_at, head_of
from agent.store import Store
from core.codec import problem_from_json, subtask_from_json
from core.contracts import Argument, arguments, gaps, is_place
from core.disk import storing
from core.errors import SessionUnknown, StorageError, UsageError
from core.order import dependency_order, edges
from core.problem import Problem
from core.project import Project, SubTask
from core.runs import Step

MAIN = "main.py"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants run.

    data: file or folder with their recordings, empty for the one that the session knows
    metric: the evaluator, empty to choose by the result
    repairs: at most; first: run from this sub-task on, with the values kept of the run before; only: this one alone
    given: further arguments of the program by name
    unsafe: without bubblewrap, with limits only; gpu: the program may see the graphics devices
    """

    data: str = ""
    metric: str = ""
    repairs: int = 0
    first: int = 0
    only: int = 0
    given: Mapping[str, str] = field(default_factory=dict)
    unsafe: bool = False
    gpu: bool = False


@dataclass(frozen=True, slots=True)
class Runnable:
    """A program that can be run.

    name: of the session, or of the folder with a digest of its path: where its runs are kept
    files: texts by name for a session, nothing for a folder; folder: where the program lies, None for a session
    session: empty for a folder, which nobody can repair
    notes: what the person should know before it runs
    """

    name: str
    project: Project
    files: Mapping[str, str]
    folder: Path | None
    session: str = ""
    settings: Mapping[str, Any] | None = None
    notes: tuple[str, ...] = ()

    def steps(self) -> tuple[Step, ...]:
        """Its sub-tasks in the order in which they are called."""
        order = dependency_order(edges(self.project))
        return tuple(_step(self.project.subtasks[number]) for number in order)


def find(store: Store, target: str) -> Runnable:
    """The session of this name, or the project in this folder; a session wins, ``./name`` means the folder.

    Raises StorageError where it is neither, or has nothing to run.
    """
    try:
        return _of_session(store, target)
    except SessionUnknown:
        folder = Path(target).expanduser()
        if not folder.is_dir():
            if "/" in target:
                raise StorageError(
                    f"There is no folder {target}.", "Name a folder or a session: gpiot sessions list"
                ) from None
            raise
        return of_folder(folder.absolute())


def of_folder(folder: Path) -> Runnable:
    """The project in a folder, exported or edited by hand; without a ``project.json`` its steps are not known."""
    if not (folder / MAIN).is_file():
        raise StorageError(f"{folder} holds no {MAIN}.", "Name a folder that gpiot has written, or a session.")
    digest = hashlib.sha256(str(folder).encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return Runnable(f"{folder.name}-{digest}", _read(folder / MANIFEST), {}, folder)


def argv(program: Runnable, data: str, given: Mapping[str, str]) -> tuple[str, ...]:
    """The arguments of ``main.py``: ``data`` goes to the first that is a place, ``given`` by name.

    Raises UsageError naming those that are missing or unknown.
    """
    values = dict(given)
    wanted = arguments(program.project.problem)
    place = next((one for one in wanted if is_place(one) and one.name not in values), None)
    if data and place:
        values[place.name] = data
    asked = _asked(program.project)
    _check(values, wanted, asked)
    if not (wanted or asked) and data:
        return (data,)
    options = [part for name in asked for part in (f"--{name}", values[name])]
    return (*options, "--", *(values[one.name] for one in wanted)) if wanted else tuple(options)


def _check(values: Mapping[str, str], wanted: tuple[Argument, ...], asked: Mapping[str, str]) -> None:
    meanings = {one.name: _meaning(one) for one in wanted} | dict(asked)
    if unknown := [name for name in values if name not in meanings]:
        raise UsageError(
            f"The program takes no argument {', '.join(unknown)}.", f"It takes: {', '.join(meanings) or 'none'}."
        )
    if missing := [name for name in meanings if name not in values]:
        first = next((one for one in wanted if one.name == missing[0]), None)
        hint = "--data PATH" if first and is_place(first) else f"--set {missing[0]}=VALUE"
        raise UsageError(
            f"The program needs {', '.join(f'{name} ({meanings[name]})' for name in missing)}.", f"Give it: {hint}"
        )


def _meaning(argument: Argument) -> str:
    """What it means, without its name and type where the problem writes them before that."""
    head, colon, rest = argument.meaning.partition(":")
    named = head.partition("(")[0].strip("` ")
    return rest.strip() if colon and named == argument.name else argument.meaning


def _of_session(store: Store, target: str) -> Runnable:
    row = store.session(target)
    files = files_at(store, head_of(store, row.id))
    program = Runnable(row.id, _project(json.loads(files[MANIFEST])), files, None, row.id, row.settings)
    return replace(program, notes=_edited(Path(row.folder), row.id, files)) if row.folder else program


def _edited(folder: Path, session: str, files: Mapping[str, str]) -> tuple[str, ...]:
    found = check_folder(folder, files)
    if found.session != session or not found.edited:
        return ()
    return (f"{', '.join(found.edited)} in {folder} were edited and are not run; for those: gpiot run {folder}",)


def _read(path: Path) -> Project:
    if not path.exists():
        return Project(Problem(""))
    with storing(path):
        text = path.read_text("utf-8")
    try:
        return _project(json.loads(text))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise StorageError(
            f"{path} cannot be read: {error!r}.",
            "Export the project anew, or remove the file: its steps are then not checked.",
        ) from error


def _project(data: Mapping[str, Any]) -> Project:
    subtasks = [subtask_from_json({**one, "program": None}) for one in data["subtasks"]]
    by_id = {subtask.id: subtask for subtask in subtasks}
    return Project(problem_from_json(data["problem"]), by_id, tuple(by_id))


def _asked(project: Project) -> dict[str, str]:
    """Inputs that nobody in the plan provides: ``main.py`` asks for them by name."""
    return {p.name: p.meaning for s in project for p in (s.spec.inputs if s.spec else ()) if p.name in gaps(s)}


def _step(subtask: SubTask) -> Step:
    spec = subtask.spec
    inputs, outputs = (spec.inputs, spec.outputs) if spec else ((), ())
    return Step(subtask.id, subtask.module, subtask.function, inputs, outputs)
