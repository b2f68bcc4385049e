"""Trained virtual sensors beside the program that uses them: whether they still fit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.placing import Case
    from placement.auto import Task

Record = dict[str, Any]


def misfits(case: Case) -> list[Record]:
    """The virtual sensors whose trained model is of other inputs, values or windows than the program and the profile say.

    differs: in what; remedy: the command that trains anew
    """
    from placement.auto import asked
    from placement.flow import AUTO
    from placement.loading import pricing

    wanted = {one.sensor: one for one in map(asked, case.program.sound().sensors)}
    found = []
    for block in case.graph.blocks:
        priced = pricing(block, case.profiles)
        if block.algorithm == AUTO and priced and priced in case.profiles.own:
            folder, window = case.profiles.own[priced].file.parent.parent, case.profiles.opaque[priced[1]].window
            if differs := _differs(model_path(folder, block.name), wanted[block.name], window):
                command = f"gpiot place train {case.program.name} {block.name} RECORDINGS --profile {folder}"
                found.append({"block": block.name, "differs": list(differs), "remedy": command})
    return found


def model_path(folder: Path, sensor: str) -> Path:
    """Where the model of a trained sensor goes in a folder of profiles."""
    return folder / "models" / f"{sensor}.npz"


def _differs(file: Path, wanted: Task, window: int) -> Sequence[str]:
    """Between a saved model and what is asked; a cost without a model was written by hand."""
    from placement.auto import AutoError, load

    if not file.is_file():
        return ()
    try:
        model = load(file)
    except AutoError as error:
        return (str(error).partition(";")[0],)
    windows = f"its model takes windows of {model.length} samples, its profile says {window}"
    return *model.strange(wanted), *([windows] if model.length != window else [])
