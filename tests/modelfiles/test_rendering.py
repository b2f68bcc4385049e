from __future__ import annotations

import re

import pytest

from core.roles import CGSLM, ROLES, TDSLM, Role
from modelfiles import rendering


@pytest.mark.parametrize("role", ROLES.values(), ids=ROLES)
def test_a_modelfile_says_what_the_role_says(role: Role) -> None:
    text = rendering.render(role, "qwen2.5-coder:7b", "a.gguf", context=4096, stops=["<|im_end|>", '"'])
    lines = text.splitlines()
    assert lines[1:3] == ["FROM qwen2.5-coder:7b", "ADAPTER a.gguf"]
    assert f'SYSTEM """{role.system}"""' in lines
    assert "PARAMETER num_ctx 4096" in lines
    assert f"PARAMETER temperature {role.sampling.temperature}" in lines
    assert lines[-2:] == ['PARAMETER stop "<|im_end|>"', 'PARAMETER stop "\\""']
    assert "ADAPTER" not in rendering.render(role, "x")


@pytest.mark.parametrize(
    ("base", "label"),
    [
        ("qwen2.5-coder:7b", "qwen2.5-coder-7b"),
        ("hf.co/bartowski/Qwen2.5-Coder-7B-GGUF:Q4_K_M", "hf.co-bartowski-Qwen2.5-Coder-7B-GGUF-Q4_K_M"),
        ("模型:7b", "7b"),
        ("模型", "base"),
        ("x" * 200, "x" * 67),
    ],
)
def test_names_are_names_for_ollama(base: str, label: str) -> None:
    name = rendering.variant(TDSLM, base, "0123456789abcdef")
    assert name == f"gpiot-tdslm:{label}-0123456789ab"
    assert re.fullmatch(r"[\w.-]+:[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}", name, re.ASCII)


def test_whatever_makes_a_variant_changes_its_digest() -> None:
    same = rendering.digest(CGSLM, "b", "a", 4096)
    assert same == rendering.digest(CGSLM, "b", "a", 4096)
    others = [(TDSLM, "b", "a", 4096), (CGSLM, "c", "a", 4096), (CGSLM, "b", "", 4096), (CGSLM, "b", "a", 2048)]
    assert same not in {rendering.digest(*other) for other in others}
