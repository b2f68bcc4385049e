"""llama.cpp in this process: one base model, adapters by request, requests answered together in slots."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backends import weights
from backends.engine import Call, body_of, messages_of
from core.errors import BackendError, BackendUnreachable, ModelMissing
from core.ports import Abilities, Answer, Count, ModelInfo, OnText, Request
from core.roles import ROLES, Role
from core.settings import Settings

if TYPE_CHECKING:
    import httpx

# Prompts are read in pieces of this many tokens, and a request can be stopped between two: 0.4 s on two cores.
BATCH = 128
# Text reaches the screen this often; a wake-up per token would take processor time from the engine.
PIECE_SECONDS = 0.05
# Programs of models below this many parameters are not to be relied upon.
STRONG = 3e9
DIGESTS = "digests.json"


def parameters(settings: Settings, base: Path, adapters: list[Path], context: int) -> Any:
    """llama.cpp's parameters for ``settings.parallel`` slots of ``context`` tokens behind a locked loopback port."""
    # On busy cores idle compute threads must not spin; read once, when the OpenMP library is loaded.
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")
    from xllamacpp import CommonAdapterLoraInfo, CommonParams

    params = CommonParams()
    params.model.path = str(base)
    params.lora_adapters = [CommonAdapterLoraInfo(str(path), 0.0) for path in adapters]
    params.n_parallel, params.n_ctx = settings.parallel, settings.parallel * context
    # Each slot with a cache of its own is faster than one shared cache.
    params.kv_unified, params.cache_ram_mib = False, 0
    params.n_batch = params.n_ubatch = BATCH
    params.n_gpu_layers = settings.gpu_layers
    if settings.threads:
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = settings.threads
    params.hostnames, params.port, params.api_keys = ["127.0.0.1"], 0, [secrets.token_urlsafe()]
    # Its log would tear the screen apart; thoughts would use up the answer's tokens.
    params.verbosity, params.warmup, params.enable_reasoning, params.ui = 0, False, 0, False
    return params


class EmbeddedModel:
    """The three roles on one base model in this process.

    cache: folder in which digests of weights are kept between runs
    context: tokens of each slot; None takes the largest context of the roles, or the model's own where it is smaller
    """

    backend = "embedded"

    def __init__(self, settings: Settings, cache: Path | None = None, *, context: int | None = None) -> None:
        self._settings = settings
        self._cache = cache
        self._context = context or max(role.context for role in ROLES.values())
        self._adapters: dict[str, Path] = {}
        self._models: dict[str, ModelInfo] = {}
        self._weak = True
        self._key = ""
        self._server: Any = None
        self._port: httpx.Client | None = None
        self._workers: ThreadPoolExecutor | None = None
        self._counter: ThreadPoolExecutor | None = None
        self._calls: set[Call] = set()

    @property
    def abilities(self) -> Abilities:
        """Valid after ``open``; weak below three thousand million parameters, counted over the file's tensors."""
        return Abilities(
            schema=True,
            grammar=True,
            prefix=True,
            adapters=bool(self._adapters),
            parallel=self._settings.parallel,
            context=self._context,
            weak=self._weak,
        )

    @property
    def engine(self) -> Any:
        """The llama.cpp server itself (``xllamacpp.Server``); valid after ``open``."""
        return self._opened()[0]

    @property
    def address(self) -> str:
        """Where its locked loopback port is; valid after ``open``."""
        return str(self.engine.listening_address)

    async def open(self) -> None:
        """Load weights and adapters; raises ModelMissing where they are missing, damaged or do not fit."""
        if self._server is None:
            await asyncio.to_thread(self._open)

    async def close(self) -> None:
        """Stop what runs and free the engine."""
        for call in self._calls:
            call.stopped = True
        await asyncio.to_thread(self._close)

    def model(self, role: Role) -> ModelInfo:
        """Which weights and which adapter answer this role."""
        return self._models[role.name]

    async def count(self, request: Request) -> Count:
        """The exact count, by the model's own template and tokenizer."""
        _, _, counter = self._opened()
        return await asyncio.wrap_future(counter.submit(self._count, request))

    async def generate(self, request: Request, on_text: OnText) -> Answer:
        """Answer a request; see ChatModel."""
        server, workers, _ = self._opened()
        started = time.monotonic()
        call = Call(body_of(request, self._scales(request.role)))
        self._calls.add(call)
        future = workers.submit(call.run, server)
        waiting = asyncio.wrap_future(future)
        try:
            await _follow(call, waiting, on_text)
        finally:
            await _let_go(call, future, waiting)
            self._calls.discard(call)
        if call.stopped:
            raise BackendError("The embedded model was closed in the middle of an answer.")
        seconds = time.monotonic() - started
        return Answer("".join(call.pieces), call.finish, call.prompt_tokens, call.answer_tokens, seconds)

    def _opened(self) -> tuple[Any, ThreadPoolExecutor, ThreadPoolExecutor]:
        if self._server is None or self._workers is None or self._counter is None:
            raise BackendError("The embedded model is not open.")
        return self._server, self._workers, self._counter

    def _open(self) -> None:
        import httpx

        base = weights.find_weights(self._settings.model)
        header = weights.read_header(base)
        self._adapters = self._checked_adapters(header)
        self._context = min(self._context, header.trained_context or self._context)
        self._weak = header.parameters < STRONG
        self._models = self._described(base)
        params = parameters(self._settings, base, list(self._adapters.values()), self._context)
        self._server = load(params)
        # Environment proxies must not see a loopback address; the server drops idle connections on its own.
        self._port = httpx.Client(
            base_url=self._server.listening_address,
            headers={"Authorization": f"Bearer {params.api_keys[0]}"},
            limits=httpx.Limits(max_keepalive_connections=0),
            timeout=self._settings.timeout,
            trust_env=False,
        )
        self._workers = ThreadPoolExecutor(self._settings.parallel, thread_name_prefix="embedded")
        self._counter = ThreadPoolExecutor(1, thread_name_prefix="embedded-count")

    def _close(self) -> None:
        for pool in (self._workers, self._counter):
            if pool is not None:
                pool.shutdown(cancel_futures=True)
        if self._port is not None:
            self._port.close()
        # The engine's threads end when the last reference goes.
        self._server = self._workers = self._counter = self._port = None

    def _checked_adapters(self, base: weights.Header) -> dict[str, Path]:
        named = {"tdslm": self._settings.tdslm_adapter, "cgslm": self._settings.cgslm_adapter}
        found = {}
        for role, name in named.items():
            if not name:
                continue
            path = Path(name).expanduser()
            if not path.is_file():
                raise ModelMissing(f"The adapter {path} is not there.", f"Correct the setting {role}_adapter.")
            weights.check_adapter(path, weights.read_header(path), base)
            found[role] = path
        return found

    def _described(self, base: Path) -> dict[str, ModelInfo]:
        memory = self._cache / DIGESTS if self._cache else None
        digest = weights.digest(base, memory)
        models = {name: ModelInfo(base.stem, digest) for name in ROLES}
        for role, path in self._adapters.items():
            models[role] = ModelInfo(f"{base.stem}+{path.stem}", f"{digest}+{weights.digest(path, memory)}")
        return models

    def _scales(self, role: Role) -> list[float]:
        return [1.0 if name == role.name else 0.0 for name in self._adapters]

    def _count(self, request: Request) -> Count:
        prompt = self._post("/apply-template", {"messages": messages_of(request)})["prompt"]
        # The template's own marks become the tokens they stand for, as they do in a chat request.
        asked = {"content": prompt, "add_special": True, "parse_special": True}
        return Count(len(self._post("/tokenize", asked)["tokens"]), exact=True)

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        import httpx

        if self._port is None:
            raise BackendError("The embedded model was closed.")
        try:
            told: dict[str, Any] = self._port.post(path, json=body).raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            raise BackendUnreachable(f"The embedded model cannot count tokens: {error}.", "Ask again.") from error
        return told


def load(params: Any) -> Any:
    """A running llama.cpp server; raises ModelMissing when llama.cpp refuses the weights."""
    from xllamacpp import Server

    try:
        return Server(params)
    except RuntimeError as error:
        raise ModelMissing(
            f"llama.cpp cannot load {params.model.path}: the file is damaged, of an unknown kind, or memory is short.",
            "Install or download it again, or lower `parallel`.",
        ) from error


async def _follow(call: Call, waiting: asyncio.Future[None], on_text: OnText) -> None:
    """Hand on the pieces of text as they gather, until the engine is done; raises what it raised."""
    seen = 0
    while True:
        await asyncio.wait([waiting], timeout=PIECE_SECONDS)
        done = waiting.done()
        if new := call.pieces[seen:]:
            seen += len(new)
            # One piece is one token, but for characters that take several.
            on_text("".join(new), len(new))
        if done:
            break
    if not waiting.cancelled():
        waiting.result()


async def _let_go(call: Call, future: Future[None], waiting: asyncio.Future[None]) -> None:
    """Wait until the engine has let go of the request, so that its slot is free, however often this is cancelled."""
    if waiting.done():
        return
    call.stopped = True
    if future.cancel():
        return
    while not waiting.done():
        # The first cancellation is on its way already and goes on after this.
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.wait([waiting])
    if not waiting.cancelled():
        waiting.exception()
