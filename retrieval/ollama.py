"""Embedding models on an Ollama server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from math import isfinite, sqrt
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from core.errors import BackendError, BackendTimeout, BackendUnreachable, BadAnswer, ModelMissing

if TYPE_CHECKING:
    import ollama

_PIECE = 32
# Characters of what a server says that stand in an error's line.
_REASON = 200
_START = "Start it with `ollama serve`, correct `ollama_url`, or set `embedder` to minilm."


class OllamaEmbedder:
    """An Embedder; made by ``open``, which asks the server for the model's digest and size.

    Texts over the model's context are cut by the server.
    """

    def __init__(self, url: str, model: str, digest: str, seconds: float) -> None:
        self.name, self.digest, self.dimensions = f"ollama:{model}", digest, 0
        self._url = url
        self._model = model
        self._seconds = seconds
        self._client: ollama.AsyncClient | None = None

    @classmethod
    async def open(cls, url: str, model: str, seconds: float = 300) -> OllamaEmbedder:
        """Raises BackendUnreachable where nobody answers, ModelMissing where the server does not have the model."""
        made = cls(url, model, "", seconds)
        try:
            async with made._talking() as client:
                listed = (await client.list()).models
            # Ollama takes a name without a tag for the tag `latest`.
            full = model if ":" in model.rsplit("/", 1)[-1] else f"{model}:latest"
            made.digest = next((one.digest or "" for one in listed if one.model == full), "")
            if not made.digest:
                raise ModelMissing(
                    f"The Ollama server at {url} has no model {model}.", f"Get it with `ollama pull {model}`."
                )
            (probe,) = await made.embed(["size"])
        except BaseException:
            await made.close()
            raise
        made.dimensions = len(probe)
        return made

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One unit vector a text."""
        vectors: list[list[float]] = []
        for start in range(0, len(texts), _PIECE):
            piece = list(texts[start : start + _PIECE])
            async with self._talking() as client:
                answer = await client.embed(self._model, piece, truncate=True)
            vectors += self._checked(answer.embeddings, len(piece))
        return vectors

    def _checked(self, vectors: Sequence[Sequence[float]], count: int) -> list[list[float]]:
        """Unit vectors of what was sent; raises BadAnswer where that is not one sound vector a text."""
        size = self.dimensions or len(vectors[0] if vectors else ())
        sound = size and len(vectors) == count and all(len(one) == size for one in vectors)
        if not sound or not all(isfinite(value) for one in vectors for value in one):
            raise BadAnswer(f"{self._model} on {self._url} spoils vectors.", "Take another embedding model.")
        return [_unit(vector) for vector in vectors]

    async def close(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()  # type: ignore[no-untyped-call]

    @asynccontextmanager
    async def _talking(self) -> AsyncIterator[ollama.AsyncClient]:
        """The client; its errors inside the block as BackendError and its kinds."""
        import httpx
        import ollama

        if self._client is None:
            # A proxy of the environment is for other machines.
            trusts = urlsplit(self._url).hostname not in ("127.0.0.1", "localhost", "::1")
            self._client = ollama.AsyncClient(self._url, timeout=self._seconds, trust_env=trusts)
        try:
            yield self._client
        except httpx.TimeoutException as error:
            raise BackendTimeout(
                f"The Ollama server at {self._url} is silent for {self._seconds:g} s.", _START
            ) from error
        except (ConnectionError, httpx.RequestError) as error:
            raise BackendUnreachable(f"No Ollama answers at {self._url}.", _START) from error
        except ollama.ResponseError as error:
            if error.status_code == 404:
                raise ModelMissing(
                    f"The Ollama server at {self._url} has no model {self._model}.",
                    f"Get it with `ollama pull {self._model}`.",
                ) from error
            # What stands between here and the server may answer with a whole page.
            reason = " ".join(error.error.split())[:_REASON]
            raise BackendError(
                f"{self._model} on {self._url} makes no vectors: {reason}.", "Take an embedding model."
            ) from error
        # What the client makes of an answer that is no JSON, or JSON of another form.
        except (ValueError, TypeError) as error:
            raise BadAnswer(f"What answers at {self._url} is no Ollama.", "Correct `ollama_url`.") from error


def _unit(vector: Sequence[float]) -> list[float]:
    length = sqrt(sum(value * value for value in vector)) or 1.0
    return [value / length for value in vector]
