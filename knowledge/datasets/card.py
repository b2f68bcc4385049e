"""The data card: what a data set holds, where it comes from, what was left out, and how it is loaded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.disk import storing
from core.errors import UsageError
from knowledge.datasets.minhash import DUPLICATE, RELATED, SHINGLE
from knowledge.datasets.splitting import SIDES
from knowledge.datasets.writing import replace

_ABOUT = {
    "CGD": "Specification to code and documentation, after the code generation data set of GPIoT (section 4.1.2): module "
    "descriptions (Eq. 4), module implementations (Eq. 5), example implementations (Eq. 6) and gpiot's method library.",
    "TDD": "Problem statement to sub-tasks, after the task decomposition data set of GPIoT (section 4.1.1).",
}
_TITLES = {
    "kind": "Kinds",
    "check": "How the code was tried",
    "licence": "Licences",
    "version": "Packages",
    "distinct": "Who made them",
}


def write_card(folder: Path) -> Path:
    """Write ``README.md`` beside the data; raises UsageError where no data set lies there, StorageError."""
    path = folder / "README.md"
    data = card(statistics(folder)).encode()
    with storing(path):
        replace(path, data)
    return path


def statistics(folder: Path) -> dict[str, Any]:
    """The figures of a data set; raises UsageError where no data set lies there."""
    path = folder / "statistics.json"
    if not path.is_file():
        raise UsageError(f"{folder} holds no data set.", "Build one: gpiot dataset cgd --out DIR")
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


def card(figures: Mapping[str, Any]) -> str:
    """The card as Markdown, with the header that the hub of ``datasets`` reads."""
    name, sides = figures["name"], figures["sides"]
    files = "".join(f"  - split: {_split(side)}\n    path: {side}.jsonl\n" for side in SIDES if sides.get(side))
    header = f"---\npretty_name: {name}\nconfigs:\n- config_name: default\n  data_files:\n{files}---\n"
    parts = [f"# {name}", _ABOUT.get(name, ""), _size(figures), _LOADING, _FIELDS, _filters()]
    parts += [_table(title, figures["counts"].get(key, {})) for key, title in _TITLES.items()]
    parts.append(_table("Left out", figures["dropped"]))
    return header + "\n" + "\n\n".join(part for part in parts if part) + "\n"


_LOADING = """## Loading

```python
from datasets import load_dataset
pairs = load_dataset("json", data_files={"train": "train.jsonl", "test": "test.jsonl"})
```

```python
import json
pairs = [json.loads(line) for line in open("train.jsonl", encoding="utf-8")]
```"""
_FIELDS = """## Fields

`id`; `messages` (system, user, assistant); `kind`; `family`; `source` (`package`, `version`, `object`, `file`); `licence`;
`check`: the code was `called` with values, or `loaded` with every name known, or the pair holds `no code`, or a `model` wrote it."""


def _filters() -> str:
    return f"""## What was filtered

Texts are compared by runs of {SHINGLE} words (MinHash with LSH, candidates by their exact Jaccard similarity). From {DUPLICATE} on
the later one is left out; LSH misses such a pair once in 20 million. Pairs from {RELATED} on (at that similarity LSH sees 87 of 100,
at 0.6 99), of one object or class, or of one script are on one side of the split.
What resembles IoTBench by {RELATED} or more is left out."""


def _size(figures: Mapping[str, Any]) -> str:
    parts = ", ".join(f"{side} {figures['sides'].get(side, 0)}" for side in SIDES)
    return f"{figures['pairs']} pairs: {parts}. SHA-256 of the three files: `{figures['sha256']}`."


def _split(side: str) -> str:
    return {"valid": "validation"}.get(side, side)


def _table(title: str, counts: Mapping[str, int]) -> str:
    rows = "\n".join(
        f"| {name} | {count} |" for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if count
    )
    return f"## {title}\n\n| | |\n|---|---:|\n{rows}" if rows else ""
