"""Counting a prompt for an Ollama server, which has no endpoint for it.

The server renders the prompt by its own template (``_debug_render_only``, Ollama's own name for it); the model's
vocabulary, as ``show`` tells it, counts the text. A tokenizer is trusted only after it agreed with the server once.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from backends import vocabulary
from backends.ollama_catalogue import Player
from backends.ollama_wire import Wire
from core.errors import BadAnswer, BudgetError
from core.ports import Count

_SAMPLE = (
    "Detect R-peaks in the ECG of record 108 (360 Hz, 2 leads), it's noisy.\n\n"
    "def detect(signal: numpy.ndarray, fs: float = 360.0) -> list[int]:\n    # 心跳检测：滤波 ΔT ≤ 5 µs\n\treturn []\n"
)


class Counter:
    """Counts prompts with the tokenizers of one server's models.

    cache: folder in which vocabularies are kept between runs; None keeps them in memory only
    """

    def __init__(self, wire: Wire, cache: Path | None) -> None:
        self._wire = wire
        self._cache = cache
        self._known: dict[str, vocabulary.Vocabulary | None] = {}
        self._learning = asyncio.Lock()

    async def count(self, body: Mapping[str, Any], player: Player, room: int) -> Count:
        """Tokens of the prompt of this chat request.

        Exact where the tokenizer is known; else as many tokens as bytes, which is never too few. Only when that is more
        than ``room`` does the server count, by evaluating the prompt (it keeps it in its cache for the request itself).
        """
        told = await self._asked(body, _debug_render_only=True)
        if told is None:
            return _too_long(body)
        rendered = _rendered(told)
        if rendered is None:
            return Count(self._evaluated(told), exact=True)
        found = await self._vocabulary(body, player)
        if found:
            return Count(await asyncio.to_thread(found.count, rendered), exact=True)
        most = vocabulary.most_tokens(rendered)
        if most <= room:
            return Count(most, exact=False)
        told = await self._asked(body)
        return _too_long(body) if told is None else Count(self._evaluated(told), exact=True)

    async def _asked(self, body: Mapping[str, Any], **more: bool) -> dict[str, Any] | None:
        """What the server says to this request when it may answer one token; None when it does not fit the context."""
        short = {key: value for key, value in body.items() if key != "format"}
        options = {**body["options"], "num_predict": 1}
        try:
            return await self._wire.post("/api/chat", {**short, "options": options, "stream": False, **more})
        except BudgetError:
            return None

    def _evaluated(self, told: Mapping[str, Any]) -> int:
        evaluated = told.get("prompt_eval_count")
        if not isinstance(evaluated, int):
            raise BadAnswer(
                f"The Ollama server at {self._wire.url} answered without saying how many tokens it evaluated.",
                "Try again; the server's log tells why.",
            )
        return evaluated

    async def _vocabulary(self, body: Mapping[str, Any], player: Player) -> vocabulary.Vocabulary | None:
        async with self._learning:
            if player.digest not in self._known:
                self._known[player.digest] = await self._learned(body, player)
        return self._known[player.digest]

    async def _learned(self, body: Mapping[str, Any], player: Player) -> vocabulary.Vocabulary | None:
        kept = await self._file(player)
        if kept and (metadata := await asyncio.to_thread(_read, kept)) is not None:
            return await asyncio.to_thread(vocabulary.from_gguf, metadata)
        shown = await self._wire.post("/api/show", {"model": player.name, "verbose": True})
        metadata = vocabulary.essence(shown.get("model_info") or {})
        found = await asyncio.to_thread(vocabulary.from_gguf, metadata)
        if found and not await self._agrees(body, found):
            found = None
        if kept:
            await asyncio.to_thread(_write, kept, metadata if found else {})
        return found

    async def _agrees(self, body: Mapping[str, Any], found: vocabulary.Vocabulary) -> bool:
        """Whether the server counts a sample of English, Chinese and code just as this tokenizer does."""
        sample = {**body, "messages": [{"role": "user", "content": _SAMPLE}]}
        told, evaluated = await self._asked(sample, _debug_render_only=True), await self._asked(sample)
        rendered = _rendered(told) if told else None
        return bool(rendered and evaluated) and found.count(rendered or "") == self._evaluated(evaluated or {})

    async def _file(self, player: Player) -> Path | None:
        if self._cache is None:
            return None
        # Another version of the server may tokenize in another way.
        version = str((await self._wire.get("/api/version")).get("version", "unknown"))
        name = "".join(c if c.isalnum() or c in ".-" else "-" for c in f"{player.digest[:40]}-{version}")
        return self._cache / "vocabulary" / f"{name}.json"


def _rendered(told: Mapping[str, Any]) -> str | None:
    debug = told.get("_debug_info")
    text = debug.get("rendered_template") if isinstance(debug, Mapping) else None
    return text if isinstance(text, str) else None


def _too_long(body: Mapping[str, Any]) -> Count:
    most = sum(vocabulary.most_tokens(message["content"]) for message in body["messages"])
    return Count(max(most, body["options"]["num_ctx"] + 1), exact=False)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _write(path: Path, metadata: Mapping[str, Any]) -> None:
    # A cache that cannot be written costs a second the next time, and nothing else.
    part = path.with_suffix(f".{id(metadata)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(metadata), "utf-8")
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
