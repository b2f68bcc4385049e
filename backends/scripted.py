"""A model that plays given answers: for tests, and for ``--backend scripted``.

The script is a JSON file, a list of rules (or an object with ``rules`` and ``abilities``); the first rule that fits a
request answers it, its answers in order, the last one again and again:

    [{"role": "tdslm", "match": "ECG", "answers": ["first", {"text": "second", "delay": 0.2}]}]

role: of that role only; left out, of every role
match: a regular expression searched in the last message of the user; left out, everything fits
answers: texts, or objects with ``text``, ``finish`` (``stop`` or ``length``), ``delay`` (seconds before the first word),
    ``rate`` (words a second; left out, all at once) and
    ``error`` (``unreachable``, ``timeout`` or ``garbage``: after the text, if any, the server fails in this way)
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from core.errors import BackendError, BackendTimeout, BackendUnreachable, BadAnswer, ModelMissing
from core.ports import Abilities, Answer, Count, ModelInfo, OnText, Request
from core.roles import Role
from core.settings import Settings

ERRORS: Mapping[str, BackendError] = {
    "unreachable": BackendUnreachable("The scripted model is unreachable, as its script says."),
    "timeout": BackendTimeout("The scripted model answers too slowly, as its script says."),
    "garbage": BadAnswer("The scripted model answered garbage, as its script says."),
}
ABILITIES = Abilities(schema=True, grammar=True, prefix=True, adapters=False, parallel=8, context=65536, weak=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One answer of the script."""

    text: str = ""
    finish: Literal["stop", "length"] = "stop"
    delay: float = 0.0
    rate: float = 0.0
    error: Literal["", "unreachable", "timeout", "garbage"] = ""

    @classmethod
    def of(cls, value: Any) -> Line:
        """Out of a text or an object; raises TypeError or ValueError where it is neither."""
        line = cls(value) if isinstance(value, str) else cls(**value)
        if line.error not in ("", *ERRORS) or line.finish not in ("stop", "length"):
            raise ValueError(f"unknown error or finish in {value!r}")
        return line


@dataclass(slots=True)
class Rule:
    """Answers for the requests of a role whose last user message matches; ``played`` counts those given so far."""

    answers: tuple[Line, ...]
    role: str = ""
    match: str = ""
    played: int = field(default=0, compare=False)

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Rule:
        """Out of its JSON form; raises KeyError, TypeError, ValueError or re.error where it is none."""
        answers = tuple(Line.of(answer) for answer in value["answers"])
        if not answers:
            raise ValueError("a rule without answers")
        re.compile(value.get("match", ""))
        return cls(**{**value, "answers": answers})

    def fits(self, request: Request) -> bool:
        """Whether this rule answers the request."""
        of_role = not self.role or self.role == request.role.name
        return of_role and re.search(self.match, _last(request)) is not None

    def next(self) -> Line:
        """The next answer; the last one repeats."""
        line = self.answers[min(self.played, len(self.answers) - 1)]
        self.played += 1
        return line


class ScriptedModel:
    """Plays ``rules``, or those of the file that ``settings.script`` names; a token is a word.

    requests: every request it was given, in order
    active, most: requests under way now, and the most there were at once
    """

    backend = "scripted"

    def __init__(
        self,
        settings: Settings | None = None,
        cache: Path | None = None,  # noqa: ARG002 - every backend is constructed alike
        *,
        rules: Iterable[Mapping[str, Any]] = (),
        abilities: Abilities = ABILITIES,
    ) -> None:
        self._script = settings.script if settings else ""
        self._rules = [Rule.of(rule) for rule in rules]
        self._abilities = abilities
        self._digest = hashlib.sha256(repr(self._rules).encode()).hexdigest()
        self.requests: list[Request] = []
        self.active = 0
        self.most = 0

    @property
    def abilities(self) -> Abilities:
        """Those it was given."""
        return self._abilities

    async def open(self) -> None:
        """Read the script; raises ModelMissing when it cannot be read."""
        if self._rules:
            return
        if not self._script:
            raise ModelMissing("The scripted backend has no script.", "Name a JSON file in the setting `script`.")
        await asyncio.to_thread(self._read, Path(self._script))

    async def close(self) -> None:
        """Nothing to release."""

    def model(self, role: Role) -> ModelInfo:
        """The script itself, by its digest."""
        return ModelInfo(f"script-{role.name}", self._digest)

    async def count(self, request: Request) -> Count:
        """Words of the whole prompt."""
        return Count(_prompt_words(request), exact=True)

    async def generate(self, request: Request, on_text: OnText) -> Answer:
        """Play the next answer of the first rule that fits; raises BadAnswer where none does."""
        self.requests.append(request)
        line = self._line(request)
        self.active += 1
        self.most = max(self.most, self.active)
        started = time.monotonic()
        try:
            return await _play(line, request, on_text, started)
        finally:
            self.active -= 1

    def _line(self, request: Request) -> Line:
        for rule in self._rules:
            if rule.fits(request):
                return rule.next()
        raise BadAnswer(
            f"The script has no answer for {request.role.name}: {_last(request)[:80]!r}.", "Add a rule to the script."
        )

    def _read(self, path: Path) -> None:
        try:
            text = path.expanduser().read_text("utf-8")
            data = json.loads(text)
            script = data if isinstance(data, dict) else {"rules": data}
            self._rules = [Rule.of(rule) for rule in script["rules"]]
            self._abilities = replace(self._abilities, **script.get("abilities", {}))
        except OSError as error:
            raise ModelMissing(f"The script {path} cannot be read: {error.strerror}.", "Correct `script`.") from error
        except (ValueError, KeyError, TypeError, AttributeError, re.error) as error:
            raise ModelMissing(f"The script {path} is no script: {error!r}.", "See backends/scripted.py.") from error
        self._digest = hashlib.sha256(text.encode()).hexdigest()


async def _play(line: Line, request: Request, on_text: OnText, started: float) -> Answer:
    await asyncio.sleep(line.delay)
    ends = [at for stop in request.stop if (at := line.text.find(stop)) >= 0]
    words = _words(line.text[: min(ends)] if ends else line.text)
    said = words[: request.answer]
    for word in said:
        on_text(word, 1)
        await asyncio.sleep(1 / line.rate if line.rate else 0)
    if line.error:
        error = ERRORS[line.error]
        raise type(error)(error.message, error.hint)
    finish: Literal["stop", "length"] = "length" if len(said) < len(words) else line.finish
    return Answer("".join(said), finish, _prompt_words(request), len(said), time.monotonic() - started)


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|^\s+", text)


def _prompt_words(request: Request) -> int:
    texts = (request.role.system, *(message.text for message in request.messages), request.prefix)
    return sum(len(text.split()) for text in texts)


def _last(request: Request) -> str:
    return next((message.text for message in reversed(request.messages) if message.author == "user"), "")
