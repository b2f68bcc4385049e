"""Whether the variants do what they were made for: asked of them, not read from their definition."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from agent.variants import connected
from backends.ollama import OllamaModel
from core.budget import fit
from core.errors import BudgetError, GpiotError, StageError
from core.ports import Answer, Message, Request
from core.project import Parameter, Spec, SubTask
from core.roles import CGSLM, ROLES, RTSLM, TDSLM, Role
from core.settings import Folders, Settings
from graph.answers import read_parameters
from graph.asking import InvalidError
from graph.plans import parse_json_plan
from graph.programs import read_program
from graph.prompts import PLAN_SHAPE
from graph.schemas import parameters_schema, plan_schema
from graph.signatures import signature
from modelfiles.server import Shown, shown
from modelfiles.variants import way_of

_SUBTASK = SubTask(1, "Mean", "Compute the mean of the samples.").named()
_SPEC = Spec(
    "Compute the mean of the samples.",
    inputs=(Parameter("samples", "list[float]", "samples of a sensor"),),
    outputs=(Parameter("mean", "float", "their mean"),),
)
_SYSTEM = "You are a helpful assistant."
_FIXED = "Describe how a wearable counts steps."
_TOKENS = 32

State = Literal["ok", "note", "failed"]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was looked at. A ``note`` is no fault of the setup: a weak model, or nothing to look at."""

    role: str
    what: str
    state: State
    detail: str


OnRow = Callable[[Row], None]


async def prove(settings: Settings, folders: Folders, say: OnRow) -> tuple[Row, ...]:
    """Look at every variant that answers a role: format, adapter, context and limit.

    Raises BackendError where there are none, or where the server fails.
    """
    model = OllamaModel(settings.model_copy(update={"model": "", "parallel": 1}), folders.cache)
    try:
        await model.open()
        proof = Proof(model, settings, say, await shown_of(model, settings))
        # All of one role before the next: another adapter loads the model anew.
        for role in ROLES.values():
            await proof.of(role)
        proof.compare()
    finally:
        await model.close()
    return tuple(proof.rows)


class Proof:
    """The rows of one look at the variants."""

    def __init__(self, model: OllamaModel, settings: Settings, say: OnRow, shown: Mapping[str, Shown]) -> None:
        self.rows: list[Row] = []
        self._model = model
        self._settings = settings
        self._say = say
        self._shown = shown
        self._greedy: dict[str, str] = {}

    async def of(self, role: Role) -> None:
        """Everything that one role's variant shows on its own, and its answer to the fixed prompt."""
        await self._looked(role, "format", self._format)
        await self.listen(role)
        await self._looked(role, "context", self._context)
        await self._looked(role, "limit", self._limit)

    async def listen(self, role: Role) -> None:
        """What the role's variant writes to the fixed prompt, drawn greedily, under the same system text for all."""
        self._greedy[role.name] = (await self._answer(_asked(replace(role, system=_SYSTEM), _FIXED, _TOKENS))).text

    def compare(self) -> None:
        """Whether each adapter changes what the base writes to a fixed prompt, drawn greedily."""
        for role, other in self._pairs():
            if other is None:
                self._add(role, "adapter", "note", "has none: the base answers with the role's system text")
            elif self._greedy[role.name] == self._greedy[other.name]:
                detail = f"{_TOKENS} greedy tokens are those of {self._model.model(other).name}: it changes nothing"
                self._add(role, "adapter", "failed", detail)
            else:
                self._add(role, "adapter", "ok", f"changes what {self._model.model(other).name} writes greedily")

    def _pairs(self) -> Iterator[tuple[Role, Role | None]]:
        """Each adapted role with one of other weights, without an adapter where there is one."""
        plain = [role for role in ROLES.values() if not self._adapted(role)]
        for role in ROLES.values():
            others = [other for other in (*plain, *ROLES.values()) if self._weights(other) != self._weights(role)]
            yield role, others[0] if self._adapted(role) and others else None

    def _adapted(self, role: Role) -> bool:
        return way_of(self._shown[role.name]) != "none"

    def _weights(self, role: Role) -> tuple[str, ...]:
        return (*self._shown[role.name].files, *self._shown[role.name].adapters)

    async def _format(self, role: Role) -> tuple[State, str]:
        request, read = _FORMATS[role.name]
        answer = await self._answer(request)
        try:
            if answer.finish == "length":
                raise InvalidError(f"it was cut at {request.answer} tokens")
            return "ok", read(answer.text)
        except (InvalidError, StageError) as error:
            weak = self._model.abilities.weak and role is CGSLM
            why = " (a model of this size often does)" if weak else ""
            return "note" if weak else "failed", f"its answer is not valid: {error.message}{why}"

    async def _context(self, role: Role) -> tuple[State, str]:
        asked = self._model.abilities.context
        name = self._model.model(role).name
        async with connected(self._settings) as wire, wire.client() as client:
            found = [m.context_length for m in (await client.ps()).models if name in (m.model, m.name)]
        if not found or not found[0]:
            return "note", f"the server does not say what {name} was loaded with"
        return "ok" if found[0] == asked else "failed", f"{found[0]} tokens, asked for {asked}"

    async def _limit(self, role: Role) -> tuple[State, str]:
        """A prompt one token over the context is refused here, before it is sent, and by the server if it were."""
        most = self._model.abilities.context
        over, exact = await self._of_length(role, most + 1)
        try:
            await fit(self._model, lambda _: replace(over, answer=0))
        except BudgetError:
            pass
        else:
            return "failed", f"a prompt of {most + 1} tokens was not refused"
        try:
            answer = await self._answer(over)
        except BudgetError:
            how = "counted exactly" if exact else "estimated"
            return "ok", f"{most + 1} tokens ({how}) are refused, here and by the server"
        return "failed", f"the server evaluated {answer.prompt_tokens} of {most + 1} tokens"

    async def _of_length(self, role: Role, tokens: int) -> tuple[Request, bool]:
        """A request whose prompt has so many tokens, or a few more; and whether they were counted exactly."""
        words = tokens
        for _ in range(8):
            request = _asked(role, " a" * words, 1)
            count = await self._model.count(request)
            if count.tokens == tokens or (not count.exact and count.tokens > tokens):
                break
            words = max(0, words + tokens - count.tokens)
        return request, count.exact

    async def _looked(self, role: Role, what: str, look: Callable[[Role], Awaitable[tuple[State, str]]]) -> None:
        try:
            state, detail = await look(role)
        except GpiotError as error:
            state, detail = "failed", error.message
        self._add(role, what, state, detail)

    def _add(self, role: Role, what: str, state: State, detail: str) -> None:
        self.rows.append(Row(role.name, what, state, detail))
        self._say(self.rows[-1])

    async def _answer(self, request: Request) -> Answer:
        return await self._model.generate(request, lambda _text, _tokens: None)


async def shown_of(model: OllamaModel, settings: Settings) -> dict[str, Shown]:
    """The variant of each role as the server shows it."""
    async with connected(settings) as wire:
        return {name: await shown(wire, model.model(role).name) for name, role in ROLES.items()}


def _asked(role: Role, text: str, answer: int) -> Request:
    return Request(role, (Message("user", text),), seed=1, answer=answer, temperature=0.0)


def _plan(text: str) -> str:
    return f"a plan of {len(parse_json_plan(text))} sub-tasks"


def _parameters(text: str) -> str:
    return "parameters: " + ", ".join(parameter.name for parameter, _ in read_parameters(text, "outputs", 1))


def _program(text: str) -> str:
    read_program(text, _SUBTASK, _SPEC, "the model")
    return "a function with its signature, which compiles"


_FORMATS: dict[str, tuple[Request, Callable[[str], str]]] = {
    TDSLM.name: (
        replace(
            _asked(TDSLM, f"Decompose step counting into 2 sub-tasks. Answer as compact JSON: {PLAN_SHAPE}", 400),
            schema=plan_schema(2, 2),
        ),
        _plan,
    ),
    RTSLM.name: (
        replace(
            _asked(
                RTSLM,
                "List what a function returns that computes the mean of samples. Answer as compact JSON: "
                '{"outputs":[{"name":"...","type":"...","meaning":"...","shape":"...","unit":"..."}]}',
                200,
            ),
            schema=parameters_schema("outputs", 1, 1, {}),
        ),
        _parameters,
    ),
    CGSLM.name: (
        _asked(
            CGSLM,
            f"{_SPEC.markdown()}\n\nWrite the Python function. Its signature is exactly:\n{signature(_SUBTASK, _SPEC)}\n"
            "Put the code into one ```python block.",
            250,
        ),
        _program,
    ),
}
