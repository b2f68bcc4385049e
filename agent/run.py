"""One turn in flight: the graph is streamed, paused for the plan, checkpointed, and ends as a revision and a folder."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Collection, Iterator, Mapping
from contextlib import aclosing, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from agent.checkpoints import checkpoints_file, open_saver, sweep
from agent.folder import write_folder
from agent.history import differences, files_at
from agent.records import Turn, TurnState
from agent.review import holds, pauses, said, still_to_do
from agent.terms import PlanRefusedError, Terms
from agent.wiring import Agent
from core.edits import Edited
from core.errors import BudgetError, GpiotError, StageError, StorageError
from core.events import (
    Called,
    Done,
    Event,
    Failed,
    ModelChosen,
    PlanChecked,
    StageStarted,
    Stale,
    SubTaskReady,
    Written,
)
from core.ports import ChatModel
from core.project import Project, SubTask, SubTaskState
from core.roles import ROLES
from graph.state import PLANNED, SPECIFIED, Deps, State, project_of, state_of

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.types import StateSnapshot

    from graph.build import Graph

WEAK = (
    "This model is very small: the plan, specifications and programs it writes have the right form and cannot be relied "
    "upon. For useful programs run a 7B coder in Ollama (ollama pull qwen2.5-coder:7b) and add "
    "--backend ollama --model qwen2.5-coder:7b."
)


@dataclass(slots=True)
class Run:
    """The run of one turn; ``request`` says where it begins and where the project goes, ``first`` what is told at once."""

    agent: Agent
    turn: Turn
    request: dict[str, Any]
    terms: Terms
    first: tuple[Event, ...] = ()
    seq: int = 0
    stage: str = ""
    tokens: int = 0
    calls: int = 0
    began: float = field(default_factory=time.monotonic)
    checked: PlanChecked | None = None
    waiting: bool = False
    project: Project = field(init=False)
    revision: int = 0

    async def events(self) -> AsyncGenerator[Event, None]:
        """Everything that happens; an expected failure is the last event, an unexpected one is raised."""
        self.waiting = self.turn.state == "waiting"
        if not self.waiting:
            self._set_state("running")
        try:
            for event in self.first:
                yield self._stamped(event)
            async with aclosing(self._all()) as events:
                async for event in events:
                    yield self._stamped(event)
            last = self._ended()
        except GpiotError as error:
            last = self._failed(error)
        except (asyncio.CancelledError, KeyboardInterrupt, GeneratorExit):
            self._leave("interrupted")
            raise
        # What cannot be swept now is swept by a later turn: it makes no failure of this one.
        with suppress(StorageError):
            sweep(self.agent.store, wait=0)
        yield self._stamped(last)

    async def _all(self) -> AsyncGenerator[Event, None]:
        from graph.build import build

        model = await self.agent.open_model()
        yield self._chosen(model)
        async with open_saver(checkpoints_file(self.agent.store)) as saver:
            graph = build(saver)
            async with aclosing(self._streamed(graph, self.agent.deps(model, self.turn.number))) as events:
                async for event in events:
                    yield event
            values = (await graph.aget_state(self._config)).values
        for event in self._kept(values, model):
            yield event

    async def _streamed(self, graph: Graph, deps: Deps) -> AsyncGenerator[Event, None]:
        """Run the graph from where its checkpoint stands; a new plan pauses where the person is asked about it."""
        snapshot = await graph.aget_state(self._config)
        start = None if snapshot.created_at else self._start()
        review = self._pauses(_ahead(snapshot), deps)
        if self.waiting and {PLANNED, SPECIFIED} & _ahead(snapshot):
            snapshot = await self._accepted(graph, snapshot)
        while start or _ahead(snapshot):
            stream = graph.astream(
                start, self._config, context=deps, stream_mode="custom", durability="sync", interrupt_before=review
            )
            async with aclosing(cast("AsyncGenerator[Event, None]", stream)) as events:
                async for event in events:
                    self._note(event, review)
                    yield event
            snapshot, start = await graph.aget_state(self._config), None
            if (ahead := _ahead(snapshot)) and (SPECIFIED not in ahead or self._asks(self.checked)):
                review = self._pauses(ahead, deps)
                snapshot = await self._accepted(graph, snapshot)

    def _pauses(self, ahead: Collection[str], deps: Deps) -> list[str]:
        """Where a new plan still waits for the person once what is ``ahead`` goes on; a change of a finished one never does."""
        changes = bool(self.request["state"].get("order"))
        return [] if changes else pauses(self.terms.pause, ahead, offering=deps.take_over == "offer")

    def _note(self, event: Event, review: list[str]) -> None:
        if isinstance(event, PlanChecked):
            self.checked = event
        # Before the checkpoint that ends this stage: a plan that nobody accepted is never taken for accepted.
        if (PLANNED in review and isinstance(event, SubTaskReady)) or (
            SPECIFIED in review and isinstance(event, PlanChecked) and self._asks(event)
        ):
            self._wait()

    def _asks(self, checked: PlanChecked | None) -> bool:
        """Whether the person is asked before programs are written: of a plan that they accepted only where there are offers."""
        return self.waiting or self.terms.pause == SPECIFIED or bool(checked and checked.offers)

    async def _accepted(self, graph: Graph, snapshot: StateSnapshot) -> StateSnapshot:
        """Wait for the person's word; a plan that they edit is kept as they leave it, and they are asked about it again."""
        self._wait()
        project, specified = project_of(cast("State", snapshot.values), self.agent.store), SPECIFIED in _ahead(snapshot)
        while (answer := await self.terms.accept(project, said(project, self.checked))) is not True:
            if not isinstance(answer, Edited):
                raise PlanRefusedError(
                    "The plan was not accepted.", f"Take it up again: gpiot sessions resume {self.turn.session}"
                )
            project, specified = answer.project, specified and holds(answer)
            with self.agent.store.transaction():
                state = {**state_of(project, self.agent.store), "todo": still_to_do(snapshot.values["todo"], answer)}
            # Where every specification holds, only what they are fed with is looked at again.
            await graph.aupdate_state(self._config, state, as_node="transform" if specified else "decompose")
        self._set_state("running")
        self.waiting = False
        return await graph.aget_state(self._config)

    def _wait(self) -> None:
        if not self.waiting:
            self._set_state("waiting")
            self.waiting = True

    def _kept(self, values: Mapping[str, Any], model: ChatModel) -> Iterator[Event]:
        """Keep the project as a revision, then write its folder: killed in between, both are done again alike."""
        store = self.agent.store
        if "files" not in values:
            # Cancelled between what a node gave and where that leads, LangGraph keeps the one without the other.
            again = f"Begin it again: gpiot sessions resume {self.turn.session}"
            raise StageError(self.stage or "resume", "The turn cannot go on where it was stopped.", again)
        self._check_whole(project_of(cast("State", values), store), values["todo"])
        with store.transaction():
            number = store.add_revision(
                self.turn.session, self.turn.number, self.request["what"], self._body(values, model)
            )
        revisions = {revision.number: revision for revision in store.revisions(self.turn.session)}
        revision, self.revision = revisions[number], number
        files = files_at(store, revision)
        if old := revisions.get(revision.parent):
            yield from differences(files_at(store, old), files)
        self.project = project_of(revision.body["state"], store)
        if stale := tuple(subtask.id for subtask in self.project if subtask.state is SubTaskState.STALE):
            yield Stale(subtasks=stale)
        folder = Path(self.request["folder"])
        names = write_folder(folder, files, overwrite=self.request["overwrite"])
        store.set_folder(self.turn.session, folder)
        yield Written(folder=str(folder), files=names)

    def _check_whole(self, project: Project, built: Collection[int]) -> None:
        """A new plan is kept where parts of it failed; a change of a finished one is made wholly or not at all."""
        failed = [subtask for subtask in project if subtask.state is SubTaskState.FAILED and subtask.id in built]
        if failed and not self.request["partial"]:
            raise StageError(
                failed[0].error.partition(":")[0],
                f"Nothing was changed: sub-task {_named(failed)}",
                f"Try again: gpiot sessions resume {self.turn.session}; or word the wish differently.",
            )

    def _body(self, values: Mapping[str, Any], model: ChatModel) -> dict[str, Any]:
        """What a revision holds: the state's keys, and the calls that its plan and sub-tasks come from."""
        built = values["todo"]
        store = self.agent.store
        kept = [key for key in self.request["calls"] if json.loads(store.get(key))["subtask"] not in built]
        # Where the person keeps their recordings is nobody's business to whom the project is given.
        settings = {key: value for key, value in self.agent.kept_settings().items() if key != "data"}
        state = {key: values[key] for key in ("problem", "subtasks", "order", "dropped", "traces") if key in values}
        return {
            "state": state,
            "files": values["files"],
            "calls": [*kept, *values.get("calls", ())],
            "models": {name: asdict(model.model(role)) for name, role in ROLES.items()},
            "about": {
                "backend": model.backend,
                "settings": settings,
                "seed": self.agent.settings.seed,
                "seconds": round(time.monotonic() - self.began, 3),
            },
        }

    def _start(self) -> State:
        return cast("State", {**self.request["state"], "calls": []})

    @property
    def _config(self) -> RunnableConfig:
        return {"configurable": {"thread_id": self.turn.thread}}

    def _chosen(self, model: ChatModel) -> ModelChosen:
        names = {name: model.model(role).name for name, role in ROLES.items()}
        weak = model.abilities.weak
        return ModelChosen(
            backend=model.backend, models=names, why=self.agent.why, weak=weak, notice=WEAK if weak else ""
        )

    def _ended(self) -> Event:
        failed = [subtask for subtask in self.project if subtask.state is SubTaskState.FAILED]
        if failed:
            return self._some_failed(failed)
        self._set_state("done")
        return Done(
            revision=self.revision,
            seconds=round(time.monotonic() - self.began, 3),
            answer_tokens=self.tokens,
            calls=self.calls,
            folder=self.request["folder"],
            states={str(subtask.id): str(subtask.state) for subtask in self.project},
        )

    def _some_failed(self, failed: list[SubTask]) -> Failed:
        session = self.turn.session
        return self._failed(
            StageError(
                failed[0].error.partition(":")[0],
                f"{len(failed)} of {len(self.project.order)} sub-tasks failed, the others are written: {_named(failed)}",
                f"Try them again: gpiot sessions resume {session}; or say it differently: gpiot revise {session} {failed[0].id} 'WISH'",
            )
        )

    def _failed(self, error: GpiotError) -> Failed:
        """The last event of a turn without success; whether it goes on where it stopped or begins anew is kept."""
        self._leave("failed" if isinstance(error, StageError | BudgetError) else "interrupted", error.message)
        stage = error.stage if isinstance(error, StageError) else self.stage
        return Failed(stage=stage, reason=error.message, hint=error.hint, code=error.exit_code, resumable=True)

    def _leave(self, state: TurnState, error: str = "") -> None:
        """Note how the turn ended without success; a plan that waits for its acceptance goes on waiting for it."""
        # On a full disk the row goes on saying `running`, which without a process means the same as `interrupted`.
        with suppress(StorageError):
            self._set_state("waiting" if self.waiting else state, error)

    def _set_state(self, state: TurnState, error: str = "") -> None:
        self.agent.store.set_turn_state(self.turn.session, self.turn.number, state, error)

    def _stamped(self, event: Event) -> Event:
        """The event with session and number; totals are kept on the way."""
        self.seq += 1
        match event:
            case Called():
                self.calls += 1
                self.tokens += event.answer_tokens
            case StageStarted():
                self.stage = event.stage
        return replace(event, session=self.turn.session, seq=self.seq)


def _named(failed: list[SubTask]) -> str:
    return "; ".join(f"{subtask.id} ({subtask.title}): {subtask.error}" for subtask in failed)


def _ahead(snapshot: StateSnapshot) -> set[str]:
    """The nodes that the graph goes on with; ``snapshot.next`` leaves out those that ended just before a kill."""
    return {task.name for task in snapshot.tasks}
