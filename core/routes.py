"""What a person's free text in the chat is taken for, before anything is done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.edits import Edit

RouteKind = Literal["problem", "revise", "edit", "question", "unclear"]
"""problem: a new application; revise: a wish about sub-tasks; edit: of the plan; question: about project or literature."""

ROUTE_KINDS: tuple[RouteKind, ...] = ("problem", "revise", "edit", "question", "unclear")


@dataclass(frozen=True, slots=True)
class Route:
    """Where a text goes.

    numbers: the sub-tasks of a revision
    edits: the changes of the plan
    ask: what is asked back, where it is unclear
    why: the reason in a few words, for people
    by: who decided: ``rules``, ``model`` or ``person``
    """

    kind: RouteKind
    numbers: tuple[int, ...] = ()
    edits: tuple[Edit, ...] = ()
    ask: str = ""
    why: str = ""
    by: Literal["rules", "model", "person"] = "rules"
