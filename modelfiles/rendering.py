"""A role as an Ollama Modelfile, and as the request that creates the same model; both out of ``core.roles``."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any

from core.roles import Role

PREFIX = "gpiot-"
_DIGITS = 12
# Every request of this program brings its own seed; this one is for others who ask the variant.
_SEED = 1
# Ollama's own limit for a tag is 80 characters.
_LABEL = 80 - _DIGITS - 1


def parameters(role: Role, context: int = 0, stops: Sequence[str] = ()) -> dict[str, Any]:
    """The PARAMETER lines of a role.

    context: tokens; 0 takes the role's own
    stops: those of the base, which would be lost where its tokenizer alone does not tell them
    """
    sampling = role.sampling
    found: dict[str, Any] = {
        "num_ctx": context or role.context,
        "num_predict": role.answer,
        "seed": _SEED,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "min_p": sampling.min_p,
        "repeat_penalty": sampling.repeat_penalty,
    }
    return found | ({"stop": list(stops)} if stops else {})


def render(role: Role, base: str, adapter: str = "", *, context: int = 0, stops: Sequence[str] = ()) -> str:
    """The Modelfile of a role on a base; TEMPLATE is left to the base, which knows its own.

    base, adapter: a model's name or a path, as FROM and ADAPTER take them
    """
    lines = [f"# {role.name}: {role.title}", f"FROM {base}"]
    lines += [f"ADAPTER {adapter}"] if adapter else []
    lines.append(f'SYSTEM """{role.system}"""')
    for key, given in parameters(role, context, stops).items():
        for value in given if isinstance(given, list) else [given]:
            lines.append(f"PARAMETER {key} {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def label(base: str) -> str:
    """A base's name as a part of a tag: ``qwen2.5-coder:7b`` becomes ``qwen2.5-coder-7b``."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", base).strip("-.")[:_LABEL] or "base"


def variant(role: Role, base: str, digest: str) -> str:
    """The name of a role's variant; two variants with the same name are the same."""
    return f"{PREFIX}{role.name}:{label(base)}-{digest[:_DIGITS]}"


def digest(role: Role, base: str, adapter: str, context: int) -> str:
    """SHA-256 in hexadecimal of all that makes a variant: digests of base and adapter, and the role as it is rendered."""
    return hashlib.sha256(render(role, base, adapter, context=context).encode()).hexdigest()
