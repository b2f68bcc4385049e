"""The graph: which node follows which, and where sub-tasks part and meet again.

    decompose -> transform (each sub-task) -> check -> generate (each sub-task) -> assemble

A turn that changes a project begins at transform with the sub-tasks in ``todo`` only, at check where none has to be
built, or at generate where programs are mended after a run and their specifications hold. All sub-tasks of a stage run together and
the next stage waits for all of them: a server that holds one adapter at a time then loads each adapter once.
"""

from __future__ import annotations

from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Send

from graph.nodes.assemble import assemble
from graph.nodes.check import check
from graph.nodes.decompose import decompose
from graph.nodes.generate import generate
from graph.nodes.transform import transform
from graph.state import Deps, State

Graph = CompiledStateGraph[State, Deps, State, State]
"""The compiled machine; stream it with ``stream_mode="custom"`` for the events of core."""


def build(checkpointer: BaseCheckpointSaver[Any] | None = None) -> Graph:
    """The machine, ready to run with a State and Deps as its context."""
    machine = StateGraph(State, context_schema=Deps)
    for node in (decompose, transform, check, generate, assemble):
        machine.add_node(node.__name__, node)
    machine.add_conditional_edges(START, _first, ["decompose", "transform", "check", "generate"])
    machine.add_conditional_edges("decompose", _to_transform, ["transform"])
    machine.add_edge("transform", "check")
    machine.add_conditional_edges("check", _to_generate, ["generate", "assemble"])
    machine.add_edge("generate", "assemble")
    machine.add_edge("assemble", END)
    return machine.compile(checkpointer=checkpointer)


def _first(state: State) -> str | list[Send]:
    if state.get("mends"):
        return _branches("generate", state)
    if state.get("todo"):
        return _to_transform(state)
    return "check" if state.get("order") else "decompose"


def _to_transform(state: State) -> list[Send]:
    return _branches("transform", state)


def _to_generate(state: State) -> str | list[Send]:
    return _branches("generate", state) or "assemble"


def _branches(node: str, state: State) -> list[Send]:
    """One branch a sub-task, each with the ids and keys that it reads."""
    shared = {key: state[key] for key in ("problem", "subtasks", "order", "todo", "mends") if key in state}
    return [Send(node, {**shared, "number": number}) for number in state["todo"]]
