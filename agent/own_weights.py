"""A GGUF file of the person's own as the embedded base: looked at before any setting names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backends import weights
from backends.embedded import STRONG
from core.disk import storing
from core.errors import ModelMissing, UsageError
from core.settings import Folders
from modelfiles import base, lora, machine

# The roles whose adapters the embedded model loads.
_TUNED = ("tdslm", "cgslm")
_NO_MODELS = {
    "adapter": "a LoRA adapter (give it with --adapters)",
    "mmproj": "the eyes of a model",
    "imatrix": "a matrix",
}
_EMBEDDERS = ("bert", "t5encoder", "gemma-embedding")


@dataclass(frozen=True, slots=True)
class Found:
    """What a file is, and the settings that make it the base.

    parameters: how many; size, needed: bytes of the file, and of memory
    notes: what the person should know besides
    """

    path: Path
    architecture: str
    parameters: int
    size: int
    needed: int
    machine: str
    context: int
    adapters: Mapping[str, Path]
    notes: tuple[str, ...]

    def settings(self, gpu_layers: int | None) -> dict[str, Any]:
        """The settings to write; adapters of another base go."""
        named = {f"{role}_adapter": str(self.adapters.get(role, "")) for role in _TUNED}
        return {"model": str(self.path), **named, **({} if gpu_layers is None else {"gpu_layers": gpu_layers})}


def examine(file: Path, adapters: Path | None, folders: Folders) -> Found:
    """Check that this is a chat model that fits the memory, and that the adapters fit it.

    Raises ModelMissing or UsageError with what is wrong; PEFT adapters are converted into the data folder.
    """
    path = weights.find_weights(str(file.expanduser())).absolute()
    header = weights.read_header(path)
    _check_chat(path, header)
    here, size = machine.look(), path.stat().st_size
    if not here.holds(size):
        raise UsageError(
            f"{path.name} needs {machine.needed(size) / machine.GB:.1f} GB; this machine has {here}.",
            "Take a smaller model, or one with fewer bits a weight.",
        )
    found = lora.find(adapters.expanduser()) if adapters else {}
    fitting = {role: _adapter(found[role], path, header, role, folders) for role in _TUNED if role in found}
    return Found(
        path,
        header.architecture,
        header.parameters,
        size,
        machine.needed(size),
        str(here),
        header.trained_context,
        fitting,
        tuple(_notes(header, found)),
    )


def _check_chat(path: Path, header: weights.Header) -> None:
    """Raise ModelMissing unless the file holds a whole model that can hold a conversation."""
    told = header.metadata
    kind = str(told.get("general.type", "model"))
    if kind in _NO_MODELS:
        raise ModelMissing(f"{path} is no model but {_NO_MODELS[kind]}.", "Give the GGUF file of a chat model.")
    if int(told.get("split.count", 0)) > 1:
        raise ModelMissing(
            f"{path} is one of {told['split.count']} parts of a model.",
            "Join them first: llama-gguf-split --merge FIRST-PART WHOLE.gguf",
        )
    if not header.architecture or not header.parameters or "tokenizer.ggml.model" not in told:
        raise ModelMissing(
            f"{path} holds no whole model (weights and tokenizer).", "Give the GGUF file of a chat model."
        )
    _check_network(path, header.architecture)
    embeds = f"{header.architecture}.pooling_type" in told or any(word in header.architecture for word in _EMBEDDERS)
    if embeds or "tokenizer.chat_template" not in told:
        lack = "makes vectors and no text" if embeds else "has no chat template"
        raise ModelMissing(f"{path} {lack}: it answers nothing.", "Give an instruction-tuned model (Instruct, Chat).")


def _check_network(path: Path, architecture: str) -> None:
    from gguf.constants import MODEL_ARCH_NAMES

    if architecture not in MODEL_ARCH_NAMES.values():
        raise ModelMissing(
            f"{path} is a {architecture} network, which the installed llama.cpp tools do not know.",
            "Update xllamacpp and gguf, or try it all the same: gpiot config set model FILE.gguf",
        )


def _adapter(path: Path, model: Path, header: weights.Header, role: str, folders: Folders) -> Path:
    if path.is_dir():
        tuned = lora.read(path, base.from_file(model))
        path = folders.data / "adapters" / f"{role}-{tuned.digest()[:16]}.gguf"
        with storing(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
        lora.write(tuned, path)
    weights.check_adapter(path, weights.read_header(path), header)
    return path.absolute()


def _notes(header: weights.Header, found: Mapping[str, Path]) -> list[str]:
    notes = []
    if header.parameters < STRONG:
        notes.append(
            "It is weak: its programs are not to be relied upon; a coder model of 7 B or more writes useful ones."
        )
    if left := [role for role in found if role not in _TUNED]:
        notes.append(f"The embedded model answers {', '.join(left)} with the base: that adapter is left out.")
    return notes
