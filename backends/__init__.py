"""The model servers behind one port, one file each, and the choice among them."""

from __future__ import annotations

import importlib
from pathlib import Path

from core.errors import BackendError, BackendUnreachable
from core.ports import ChatModel
from core.settings import Settings

# To add a model server: its class, constructed from (settings, cache folder or None), imported when it is chosen.
BACKENDS = {
    "embedded": "backends.embedded:EmbeddedModel",
    "ollama": "backends.ollama:OllamaModel",
    "openai": "backends.openai:OpenAIModel",
    "scripted": "backends.scripted:ScriptedModel",
}


def create(name: str, settings: Settings, cache: Path | None = None) -> ChatModel:
    """The model server of this name, not opened yet; raises BackendError when its library cannot be loaded."""
    module, _, kind = BACKENDS[name].partition(":")
    settings = settings if name == "embedded" else _of_server(settings)
    try:
        model: ChatModel = getattr(importlib.import_module(module), kind)(settings, cache)
    except ImportError as error:
        raise BackendError(f"The {name} backend cannot be loaded: {error}.", "Run `make install`.") from error
    return model


async def choose(settings: Settings, cache: Path | None = None) -> tuple[ChatModel, str]:
    """Open the model server that the settings name, and say why it is this one.

    ``auto`` takes Ollama when it answers and holds the role models, else the embedded model.
    Raises BackendError when the named one, or the embedded one at the end, cannot be opened.
    """
    if settings.backend != "auto":
        model = await _opened(settings.backend, settings, cache)
        return model, f"the settings name the {settings.backend} backend{_without_schema(model)}"
    if settings.model.endswith(".gguf"):
        return await _opened("embedded", settings, cache), f"{settings.model} is a file for the embedded model"
    try:
        model = await _usable_ollama(settings, cache)
    except BackendError as error:
        return await _opened("embedded", settings, cache), f"{_clause(error.message)}, so the embedded model answers"
    return model, f"Ollama answers at {settings.ollama_url} and holds the models"


async def _opened(name: str, settings: Settings, cache: Path | None) -> ChatModel:
    model = create(name, settings, cache)
    try:
        await model.open()
    except BaseException:
        await model.close()
        raise
    return model


async def _usable_ollama(settings: Settings, cache: Path | None) -> ChatModel:
    from backends.ollama import OllamaModel

    model = OllamaModel(settings, cache)
    try:
        if reason := await model.probe():
            raise BackendUnreachable(reason)
        await model.open()
    except BaseException:
        await model.close()
        raise
    return model


def _without_schema(model: ChatModel) -> str:
    if model.abilities.schema:
        return ""
    return (
        "; it holds no answer to a JSON schema, so the schema stands in the prompt and answers are checked afterwards"
    )


def _of_server(settings: Settings) -> Settings:
    """The settings as a server takes them: a file that is the embedded base (`gpiot models add`) names no model there."""
    file = settings.model.endswith(".gguf") and Path(settings.model).expanduser().is_file()
    return settings.model_copy(update={"model": ""}) if file else settings


def _clause(sentence: str) -> str:
    return sentence.strip().removesuffix(".")
