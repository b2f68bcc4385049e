from __future__ import annotations

from pathlib import Path

import pytest
from gguf import GGUFReader, GGUFWriter
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ModelMissing
from modelfiles.gguf_file import opened, value
from tests.modelfiles import toys


@given(words=st.lists(st.text(max_size=9), min_size=1, max_size=9), numbers=st.lists(st.integers(-9, 9), min_size=1))
def test_whatever_follows_an_array_is_found(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], numbers: list[int]
) -> None:
    path = tmp_path_factory.mktemp("gguf") / "a.gguf"
    writer = GGUFWriter(path, "llama")
    writer.add_array("a.words", words)
    writer.add_array("a.numbers", numbers)
    writer.add_array("a.flags", [True, False])
    writer.add_string("a.last", "Ω 心")
    writer.add_tensor("x", toys.factors(2, 1)["blk.0.attn_q"][0])
    toys.close(writer)
    ours, theirs = opened(path), GGUFReader(path)
    assert value(ours, "a.last") == "Ω 心"
    assert list(ours.fields) == list(theirs.fields)
    assert ours.tensors[0].field.offset == theirs.tensors[0].field.offset
    assert ours.tensors[0].data.tobytes() == theirs.tensors[0].data.tobytes()


@pytest.mark.parametrize("size", [0, 3, 30, 200, 900, -1])
def test_a_file_that_was_cut_off_is_named(tmp_path: Path, size: int) -> None:
    path = tmp_path / "größe.gguf"
    toys.write_base(path)
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(ModelMissing, match="größe"):
        opened(path)
