"""Keeps the benchmark out of what models are tuned on: its tasks, its programs, and whatever is nearly one of them."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge.datasets.minhash import RELATED, Similar, shingles
from knowledge.datasets.pairs import Pair

IOTBENCH = Path(__file__).parents[1] / "iotbench"
_FEWEST_WORDS = 8
_FENCED = re.compile(r"```(?:python)?\n(.*?)```", re.DOTALL)


class Guard:
    """Knows the texts of the benchmark; ``keeps_out`` says whether a pair is too near to one."""

    def __init__(self, folder: Path = IOTBENCH) -> None:
        self._similar = Similar()
        for text in dict.fromkeys(_texts(folder)):
            self._similar.add(shingles(text))

    def __len__(self) -> int:
        return len(self._similar)

    def keeps_out(self, pair: Pair) -> bool:
        """Whether its question, its code, or all of it resembles a text of the benchmark."""
        parts = [pair.user, *_FENCED.findall(pair.assistant), pair.text]
        return len(self) > 0 and any(self._similar.near(shingles(part), RELATED) for part in parts)


def _texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.suffix in (".py", ".toml", ".json", ".md") and path.stat().st_size:
            text = path.read_text("utf-8", errors="replace")
            yield from (one for one in (text, *_parts(path, text)) if len(one.split()) >= _FEWEST_WORDS)


def _parts(path: Path, text: str) -> Iterator[str]:
    """Its functions, documentation and statements one by one."""
    try:
        if path.suffix == ".py":
            yield from _code_parts(text)
        elif path.suffix == ".toml":
            yield from _strings(tomllib.loads(text))
        elif path.suffix == ".json":
            yield from _strings(json.loads(text))
    except (SyntaxError, ValueError):
        return


def _code_parts(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            yield ast.get_source_segment(text, node) or ""
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)
