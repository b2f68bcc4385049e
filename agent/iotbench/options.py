"""What one run of IoTBench is: stages, samples, what is left out; and the folder that its answers are kept in."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.ports import ChatModel
from core.roles import CGSLM, TDSLM
from core.settings import Folders, Settings
from knowledge.iotbench.tasks import CodeTask, Decomposition, code_tasks, decompositions

Tell = Callable[[str, int, int], None]
"""Gets a phase, how much of it is done, and of how much."""
PARTS = ("rtslm", "examples", "methods", "literature", "pipeline")
STAGES = ("td", "cg")
WARM = 0.6
"""Temperature at least, where several samples are drawn: drawn greedily they would be one sample."""


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked, and of what.

    samples: answers for each task, each with seeds of its own
    without: of ``PARTS``, what is left out
    tasks: only the first so many of each kind; None for all
    encoder: a code encoder for the similarity of code, empty for the embedder of the settings
    out: the folder of the answers, None for one of their own below the state folder
    """

    samples: int = 5
    stages: tuple[str, ...] = STAGES
    without: frozenset[str] = frozenset()
    tasks: int | None = None
    encoder: str = ""
    out: Path | None = None

    @property
    def temperature(self) -> float:
        """The lowest that is drawn at; one sample is drawn as the pipeline draws."""
        return WARM if self.samples > 1 else 0.0

    @property
    def asked(self) -> tuple[tuple[str, str, int], ...]:
        """Every answer wanted, as stage, task and sample; without the pipeline nothing is decomposed."""
        named = {"td": [one.name for one in self.plans], "cg": [one.name for one in self.functions]}
        return tuple(
            (stage, task, sample)
            for stage in self.stages
            if stage == "cg" or "pipeline" not in self.without
            for task in named[stage]
            for sample in range(1, self.samples + 1)
        )

    @property
    def plans(self) -> tuple[Decomposition, ...]:
        """The problems to decompose."""
        return decompositions()[: self.tasks]

    @property
    def functions(self) -> tuple[CodeTask, ...]:
        """The functions to write."""
        return code_tasks()[: self.tasks]

    def applied(self, settings: Settings) -> Settings:
        """The settings with what is left out switched off."""
        changed: dict[str, Any] = {"examples": False} if "examples" in self.without else {}
        return settings.model_copy(update=changed | ({"take_over": "never"} if "methods" in self.without else {}))

    def described(self, model: ChatModel, settings: Settings) -> dict[str, Any]:
        """What decides the answers; two runs that differ in it do not share a folder."""
        info = {role.name: f"{model.model(role).name} {model.model(role).digest}" for role in (TDSLM, CGSLM)}
        return {
            "backend": model.backend,
            "models": info,
            "seed": settings.seed,
            "temperature": self.temperature,
            "plan_format": settings.plan_format,
            "examples": settings.examples,
            "take_over": settings.take_over,
            "without": sorted(self.without),
            "benchmark": _digest((decompositions(), code_tasks())),
            "library": _library_digest() if settings.examples or settings.take_over != "never" else "",
        }

    def folder(self, described: dict[str, Any], folders: Folders) -> Path:
        """Where the answers are kept."""
        if self.out:
            return self.out
        model = re.sub(r"[^A-Za-z0-9.]+", "-", described["models"]["cgslm"].partition(" ")[0]).strip("-")
        return folders.state / "iotbench" / f"{model[:48]}-{_digest(json.dumps(described, sort_keys=True))}"


@functools.cache
def _library_digest() -> str:
    from knowledge.plan_files import plans
    from knowledge.reading import methods

    return _digest([list(methods().values()), list(plans().values())])


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:12]
