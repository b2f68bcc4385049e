"""Settings become objects: the one place that joins the rooms in the middle."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from agent.gate import Allow, Gate
from agent.knowledge import Knowledge
from agent.literature import Library, open_library
from agent.store import Store
from core.closing import to_the_end
from core.disk import storing
from core.leaving import Destination, destinations
from core.ports import ChatModel
from core.settings import Folders, Settings, changed

if TYPE_CHECKING:
    from graph.state import Deps

_TAKING: dict[str, Literal["take", "offer", "never"]] = {"always": "take", "ask": "offer", "never": "never"}

# What decides the answers of a session: kept with it, so that it goes on with the same model tomorrow.
_ADAPTERS = ("tdslm_adapter", "cgslm_adapter")
_ROLE_MODELS = ("tdslm_model", "rtslm_model", "cgslm_model")
_KEPT = (
    "backend",
    "model",
    "seed",
    "plan_format",
    "examples",
    "take_over",
    *_ADAPTERS,
    *_ROLE_MODELS,
    "script",
    "data",
)


@dataclass(slots=True)
class Agent:
    """Everything that a turn works with; the model is opened by the first turn that needs it."""

    settings: Settings
    folders: Folders
    store: Store
    papers: Library
    knowledge: Knowledge
    model: ChatModel | None = None
    why: str = ""
    gate: Gate = field(default_factory=Gate)

    async def open_model(self, kept: dict[str, Any] | None = None) -> ChatModel:
        """The opened model; ``kept`` are the settings of a session, which hold where nothing else is asked for.

        Raises BackendError where there is none, UsageError where it is on another machine that nobody allowed.
        """
        if self.model is None:
            self.settings = self.settings.model_copy(update=_unless_given(kept or {}, self.settings))
            await self.papers.permit()
            self.model, self.why = await self._chosen()
        return self.model

    async def _chosen(self) -> tuple[ChatModel, str]:
        """The model of the settings; a named server elsewhere hears nothing before it is allowed, ``auto`` only looks."""
        from backends import choose

        if self.settings.backend != "auto":
            await self.gate.pass_through(self._prompted(self.settings.backend))
        model, why = await choose(self.settings, self.folders.cache)
        try:
            await self.gate.pass_through(self._prompted(model.backend))
        except BaseException:
            await model.close()
            raise
        return model, why

    def _prompted(self, backend: str) -> tuple[Destination, ...]:
        return destinations(self.settings, backend, library=False)

    async def switch(self, backend: str) -> None:
        """Close the model; the next turn opens the one of this backend. Raises SettingsError for an unknown one."""
        settings = changed(self.settings, {"backend": backend, "model": ""})
        model, self.model, self.settings = self.model, None, settings
        if model is not None:
            await model.close()

    def deps(self, model: ChatModel, turn: int = 1) -> Deps:
        """What the nodes of the graph work with."""
        from graph.state import Deps

        settings = self.settings
        taking: Literal["take", "offer", "never"] = _TAKING.get(settings.take_over, "offer")
        if settings.take_over == "auto" and model.abilities.weak:
            taking = "take"
        return Deps(
            model,
            self.store,
            self.papers,
            settings.seed,
            turn,
            settings.plan_format,
            library=self.knowledge if settings.examples or taking != "never" else None,
            examples=settings.examples,
            take_over=taking,
        )

    def kept_settings(self) -> dict[str, Any]:
        """The settings that a session keeps; of ``auto`` the backend that it chose."""
        chosen = {"backend": self.model.backend} if self.model else {}
        return {key: getattr(self.settings, key) for key in _KEPT} | chosen


@asynccontextmanager
async def open_agent(settings: Settings, folders: Folders, allow: Allow | None = None) -> AsyncIterator[Agent]:
    """The agent of these settings; everything that it opened is closed at the end.

    allow: asks the person before anything is sent to another machine; without it that is an error
    """
    gate = Gate(allow)
    # LangChain's tracing sends prompts to a server when other projects' variables ask for it: nothing leaves from here.
    os.environ.update(
        {"LANGSMITH_TRACING": "false", "LANGCHAIN_TRACING_V2": "false", "LANGGRAPH_STRICT_MSGPACK": "true"}
    )
    with storing(folders.state):
        folders.state.mkdir(parents=True, exist_ok=True)
    with Store(folders.state / "sessions.db") as store:
        async with open_library(settings, folders, gate) as papers:
            agent = Agent(settings, folders, store, papers, Knowledge(settings, folders, papers.embedder), gate=gate)
            try:
                yield agent
            finally:
                if agent.model is not None:
                    await to_the_end(agent.model.close())


def _unless_given(kept: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """The kept settings for which this command asks nothing else; another backend or model comes without the old ones."""
    defaults = Settings()
    given = {key for key in _KEPT if getattr(settings, key) != getattr(defaults, key)}
    if given & {"backend", "model"}:
        given |= {"backend", "model", "script", *_ROLE_MODELS}
    return {key: value for key, value in kept.items() if key in _KEPT and key not in given}
