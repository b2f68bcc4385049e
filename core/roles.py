"""The three roles that share one base model: what each is told, how it answers, and how much it may read and write.

The system texts follow the roles of GPIoT (sections 3 and 4). They are sent with every request and the
Modelfiles are rendered from them, so that a role means the same on every backend.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is drawn; the names are those of llama.cpp and Ollama.

    Specifications and programs are drawn greedily: a replay then gives the same text wherever the arithmetic of the
    server allows it. A repair is asked with more temperature.
    """

    temperature: float
    top_p: float
    min_p: float
    repeat_penalty: float


@dataclass(frozen=True, slots=True)
class Role:
    """One of the three roles.

    context: tokens that prompt and answer need to share; a server that can choose gives no less
    answer: most tokens of one answer
    """

    name: str
    title: str
    system: str
    context: int
    answer: int
    sampling: Sampling


TDSLM = Role(
    "tdslm",
    "task decomposition",
    "You are a professional IoT application developer. You decompose a problem into sub-tasks, "
    "each with the details of how it is implemented.",
    context=3072,
    answer=1200,
    sampling=Sampling(temperature=0.7, top_p=0.95, min_p=0.05, repeat_penalty=1.1),
)
RTSLM = Role(
    "rtslm",
    "requirement transformation",
    "You are a professional IoT application developer. You turn the description of a sub-task into a precise "
    "specification: its target, its inputs and its outputs.",
    context=3072,
    answer=500,
    sampling=Sampling(temperature=0.0, top_p=0.95, min_p=0.05, repeat_penalty=1.1),
)
CGSLM = Role(
    "cgslm",
    "code generation",
    "You are a professional IoT application developer. You write one Python function with comments for a "
    "specification, and its documentation in Markdown.",
    context=3072,
    answer=900,
    sampling=Sampling(temperature=0.0, top_p=0.95, min_p=0.05, repeat_penalty=1.05),
)
ROLES = {role.name: role for role in (TDSLM, RTSLM, CGSLM)}
