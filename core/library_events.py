"""What a turn tells of the library of methods and plans."""

from __future__ import annotations

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest(Event):
    """What the library holds for the problem, or for a sub-task.

    kind: ``plan`` or ``method``; item, title: the nearest one, empty where none is near; score: 0 to 1
    use: ``taken`` over as it is, ``offered`` to the person, an ``example`` in the prompt, or ``none``
    choices: plans that are not near enough to be taken over unasked, with their titles
    proof: how the examples of what is taken or offered went here and now
    """

    kind: str
    item: str
    title: str
    score: float
    use: str
    proof: str = ""
    choices: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """For people."""
        if self.choices:
            return (
                "No plan of the library is near enough to be taken over unasked: the model writes one. If one of these is "
                f"meant, ask again with --plan {self.item} or a line `Library plan: {self.item}`: {'; '.join(self.choices)}."
            )
        if self.use == "none":
            return f"No {self.kind} of the library is near: the model writes it."
        if self.use == "example":
            return f"The {self.kind} {self.item} of the library ({self.title}) is shown to the model as an example."
        said = "is taken over as it is" if self.use == "taken" else f"fits; take it over with: take {self.subtask}"
        proof = f" {self.proof}." if self.proof else ""
        return f"From the library, tested: the {self.kind} {self.item} ({self.title}) {said}.{proof}"
