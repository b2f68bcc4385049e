"""What is asked for: the three applications of the paper, and one of them under its four prompts on resources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.problem import Problem

_BOARD = "I need to deploy the HAR model on Jetson Nano."
_LIMIT = re.compile(r"\b\d+\s?[KMG]B\b")


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is added to the problem's statement; ``inference_mb``: what inference may take by it, None for any amount."""

    words: str = ""
    inference_mb: float | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """One application: ``plan`` holds its problem and its sample data, ``figure`` is what its programs are ranked by.

    prompts: by name; the only one of an application without variants has none
    """

    plan: str
    figure: str
    prompts: Mapping[str, Prompt] = field(default_factory=lambda: {"": Prompt()})

    def problem(self, stated: Problem, prompt: str) -> Problem:
        """The plan's problem with the words of a prompt, whose limits replace its own."""
        words = self.prompts[prompt].words
        if not words:
            return stated
        remarks = tuple(remark for remark in stated.remarks if not _LIMIT.search(remark))
        return replace(stated, statement=f"{stated.statement} {words}", remarks=remarks)


# The prompts of section 6.3.2. They speak of GPU memory; without a GPU the memory of inference stands for it.
PROMPTS = {
    "P1": Prompt(_BOARD),
    "P2": Prompt(f"{_BOARD} Do not consider any resource constraints but only model accuracy."),
    "P3": Prompt(f"{_BOARD} The GPU memory usage should not exceed 200 MB.", 200),
    "P4": Prompt(f"{_BOARD} The GPU memory should not exceed 50 MB.", 50),
}

APPLICATIONS = {
    "heartbeat": Application("heartbeats", "F1"),
    "activity": Application("csi_activity", "accuracy", {"": Prompt(inference_mb=50)}),
    "multimodal": Application("multimodal_activity", "accuracy"),
    "resources": Application("csi_activity", "accuracy", PROMPTS),
}
