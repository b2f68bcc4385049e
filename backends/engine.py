"""One request inside llama.cpp: how it is asked, what its pieces mean, and how it is stopped.

Runs in a worker thread; the event loop only looks at it from time to time, so that a token costs one list append.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from core.errors import BackendError, BadAnswer, BudgetError
from core.ports import Request

Body = dict[str, Any]


def body_of(request: Request, scales: Sequence[float]) -> Body:
    """The request in llama.cpp's words; ``scales`` holds the strength of every loaded adapter, zeros included.

    A request that leaves ``lora`` out would go on with the cache of another adapter and answer wrongly.
    """
    sampling = request.role.sampling
    body: Body = {
        "messages": messages_of(request),
        "max_tokens": request.answer,
        "temperature": request.temperature,
        "top_p": sampling.top_p,
        "min_p": sampling.min_p,
        "repeat_penalty": sampling.repeat_penalty,
        "seed": request.seed,
        "cache_prompt": not request.fresh,
        "lora": [{"id": number, "scale": scale} for number, scale in enumerate(scales)],
        "stream": True,
        "stream_options": {"include_usage": True},
        # Without these the engine could not be stopped before the whole prompt is read.
        "return_progress": True,
    }
    if request.stop:
        body["stop"] = list(request.stop)
    if request.grammar is not None:
        body["grammar"] = request.grammar
    if request.schema is not None:
        schema = {"name": "answer", "strict": True, "schema": request.schema}
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
    return body


def messages_of(request: Request) -> list[dict[str, str]]:
    """System text, conversation and, where there is one, the beginning of the answer as the last message."""
    messages = [{"role": "system", "content": request.role.system}]
    messages += [{"role": message.author, "content": message.text} for message in request.messages]
    if request.prefix:
        messages.append({"role": "assistant", "content": request.prefix})
    return messages


class Call:
    """One request under way.

    pieces: the text so far; only ever appended to, so that another thread may read on from where it was
    stopped: set it, and the engine lets go at its next piece of text or of the prompt
    """

    def __init__(self, body: Body) -> None:
        self.body = body
        self.pieces: list[str] = []
        self.stopped = False
        self._finish: str | None = None
        self._usage: Mapping[str, int] = {}
        self._error: Mapping[str, Any] | None = None

    def run(self, server: Any) -> None:
        """Do it; raises BudgetError, BadAnswer or BackendError. Returns early when stopped."""
        if self.stopped:
            return
        try:
            server.handle_chat_completions(self.body, self._on_chunk)
        except (ValueError, TypeError, RuntimeError) as error:
            raise BadAnswer(f"The embedded model cannot take this request: {error}.") from error
        if self._error is not None:
            raise _translated(self._error)
        if not self.stopped and (self._finish is None or not self._usage):
            raise BadAnswer("The embedded model broke off in the middle of an answer.", "Ask again.")

    @property
    def finish(self) -> Literal["stop", "length"]:
        """Why the answer ended."""
        return "length" if self._finish == "length" else "stop"

    @property
    def prompt_tokens(self) -> int:
        """Tokens of the prompt, cached ones included."""
        return self._usage["prompt_tokens"]

    @property
    def answer_tokens(self) -> int:
        """Tokens of the answer."""
        return self._usage["completion_tokens"]

    def _on_chunk(self, chunk: Any) -> bool:
        # llama.cpp drops what a callback raises, so nothing in here may.
        choices = chunk.get("choices")
        if choices:
            if text := choices[0]["delta"].get("content"):
                self.pieces.append(text)
            elif reason := choices[0].get("finish_reason"):
                self._finish = reason
        elif "usage" in chunk:
            self._usage = chunk["usage"]
        elif "error" in chunk:
            self._error = chunk["error"]
        return self.stopped


def _translated(error: Mapping[str, Any]) -> BackendError | BudgetError:
    message = str(error.get("message", error))
    if error.get("type") == "exceed_context_size_error":
        needed, most = error.get("n_prompt_tokens"), error.get("n_ctx")
        return BudgetError(
            f"The prompt needs {needed} tokens, but the embedded model has a context of {most} for each request.",
            "Shorten the problem statement.",
        )
    if error.get("type") == "invalid_request_error":
        return BadAnswer(f"The embedded model cannot take this request: {message}.")
    return BackendError(f"The embedded model failed: {message}.", "Ask again.")
