r"""What people type into the chat: ``tune`` texts, which the router's rules were made with, and ``held`` ones, which they were not.

The first 80 held texts were written before there were rules, the other 50 against finished rules and harder on purpose;
nothing was changed after those were measured. ``utterances.tsv`` has the half, the plan that is open, the kind that a
person means, the numbers of a revision or the edits (without titles: ``move 5 4``), and the text, ``\n`` for a line break.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from core.edits import Add, Drop, Edit, Link, Merge, Move, Reword, Split, Take
from core.problem import Problem
from core.project import Project, SubTask
from core.routes import Route, RouteKind

Half = Literal["tune", "held"]
HALVES: tuple[Half, ...] = ("tune", "held")
FILE = Path(__file__).with_suffix(".tsv")


@dataclass(frozen=True, slots=True)
class Utterance:
    """One text, the plan that is open when it is said, and where it should go."""

    half: Half
    plan: str
    kind: RouteKind
    detail: str
    text: str

    @property
    def project(self) -> Project | None:
        """The open plan; None where there is none."""
        return PLANS[self.plan]


def utterances(half: str = "") -> list[Utterance]:
    """All of them, or one half."""
    rows = [line.split("\t") for line in FILE.read_text("utf-8").splitlines()[1:]]
    found = [Utterance(cast("Half", h), p, cast("RouteKind", k), d, t.replace("\\n", "\n")) for h, p, k, d, t in rows]
    return [item for item in found if not half or item.half == half]


def detail(route: Route) -> str:
    """The numbers or the edits of a route, written as in the file."""
    if route.kind == "revise":
        return ",".join(map(str, sorted(route.numbers)))
    return "; ".join(_shape(edit) for edit in route.edits) if route.kind == "edit" else ""


def _shape(edit: Edit) -> str:
    match edit:
        case Add():
            return f"add {edit.after}"
        case Drop():
            return f"drop {edit.number}"
        case Merge():
            return f"merge {_numbers(edit.numbers)}"
        case Move():
            place = f"after {edit.after}" if edit.after else "first" if edit.first else str(edit.before)
            return f"move {edit.number} {place}"
        case Split():
            return f"split {edit.number}"
        case Take():
            return f"take {edit.number}"
        case Reword():
            return f"reword {edit.number}"
        case Link():
            return f"link {edit.number} {_numbers(edit.depends_on)}".strip()


def _numbers(numbers: Sequence[int]) -> str:
    return " ".join(map(str, sorted(numbers)))


def _plan(statement: str, *tasks: tuple[int, str, tuple[int, ...]], dropped: tuple[int, ...] = ()) -> Project:
    subtasks = {n: SubTask(n, title, f"{title}, in Python.", needs).named() for n, title, needs in tasks}
    return Project(Problem(statement), subtasks, tuple(subtasks), dropped)


PLANS = {
    "-": None,
    "heart": _plan(
        "Find every heartbeat in the ECG recordings and report how accurate that was.",
        (1, "Load ECG records", ()),
        (2, "Suppress baseline wander", (1,)),
        (3, "Detect R-peaks", (2,)),
        (4, "Match peaks with annotations", (1, 3)),
        (5, "Report the accuracy", (4,)),
    ),
    "wifi": _plan(
        "Recognise activities of people from WiFi channel state information.",
        (1, "Read CSI packets", ()),
        (2, "Sanitise the CSI phase", (1,)),
        (3, "Extract Doppler features", (2,)),
        (4, "Train the activity classifier", (3,)),
        (5, "Evaluate on unseen users", (4,)),
        (6, "Draw the confusion matrix", (5,)),
    ),
    "gap": _plan(
        "Raise an alarm when a machine's sensor messages look unusual.",
        (1, "Subscribe to the MQTT broker", ()),
        (2, "Parse sensor messages", (1,)),
        (4, "Detect anomalies", (2,)),
        (5, "Send an alarm", (4,)),
        dropped=(3,),
    ),
    "one": _plan("Estimate the breathing rate of a sleeping person.", (1, "Estimate the breathing rate", ())),
}
