from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from gguf import GGUFReader
from gguf.quants import dequantize
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ModelMissing, StorageError
from modelfiles import lora, merging
from modelfiles.base import from_file
from tests.modelfiles import toys

# The largest step between two neighbouring numbers, as a share of the largest one of a block.
STEPS = {
    "F32": 1e-6, "F16": 1e-3, "BF16": 1e-2, "Q8_0": 1 / 120, "Q5_1": 1 / 15, "Q5_0": 1 / 14, "Q4_1": 1 / 7, "Q4_0": 1 / 6
}  # fmt: skip


def merged(folder: Path, kind: str, rank: int, alpha: float, seed: int) -> tuple[Path, Path, lora.Lora]:
    base = folder / "base.gguf"
    toys.write_base(base, kind, seed=seed)
    adapter = toys.write_gguf_lora(folder / "a.gguf", toys.factors(rank, seed + 1), alpha)
    return base, folder / "merged.gguf", lora.read(adapter, from_file(base))


@given(
    kind=st.sampled_from(list(STEPS)),
    rank=st.integers(1, 8),
    alpha=st.floats(0.25, 32, width=32),
    seed=st.integers(0, 99),
)
def test_a_merged_tensor_is_the_base_plus_the_scaled_product(kind: str, rank: int, alpha: float, seed: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        base, target, adapter = merged(Path(name), kind, rank, alpha, seed)
        report = {row.name: row for row in merging.merge(base, adapter, target)}
        before = {t.name: t for t in GGUFReader(base).tensors}
        for tensor in GGUFReader(target).tensors:
            old = before[tensor.name]
            if tensor.name not in adapter.pairs:
                assert tensor.data.tobytes() == old.data.tobytes()
                continue
            pair = adapter.pairs[tensor.name]
            exact = dequantize(old.data, old.tensor_type) + alpha / rank * (
                pair.b.astype(np.float64) @ pair.a.astype(np.float64)
            )
            error = np.abs(dequantize(tensor.data, tensor.tensor_type) - exact).max()
            assert error <= STEPS[kind] * np.abs(exact).max()
            assert report[tensor.name].largest == pytest.approx(error, abs=1e-4, rel=1e-3)
            assert tensor.tensor_type == old.tensor_type


def test_keys_are_kept_byte_for_byte_and_marks_are_added(tmp_path: Path) -> None:
    base, target, adapter = merged(tmp_path, "Q4_1", 4, 8.0, 0)
    merging.merge(base, adapter, target, {merging.ADAPTER_KEY: "Größe 心跳"})
    old, new = GGUFReader(base), GGUFReader(target)
    assert "tokenizer.ggml.tokens" in old.fields
    assert list(new.fields)[3:-1] == list(old.fields)[3:]
    for key in list(old.fields)[3:]:
        assert new.fields[key].contents() == old.fields[key].contents()
    assert new.fields[merging.ADAPTER_KEY].contents() == "Größe 心跳"
    assert [t.name for t in new.tensors] == [t.name for t in old.tensors]


def test_pieces_make_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base, target, adapter = merged(tmp_path, "Q8_0", 4, 8.0, 0)
    merging.merge(base, adapter, target)
    whole = target.read_bytes()
    monkeypatch.setattr(merging, "_PIECE", 5 * toys.WIDTH)
    report = merging.merge(base, adapter, target)
    assert target.read_bytes() == whole
    assert all(row.update > row.rms > 0 for row in report)


def test_what_cannot_be_requantised_is_kept_finer_and_said(tmp_path: Path) -> None:
    base = tmp_path / "base.gguf"
    # It stands for the K-quants, which can be read here and not be written.
    toys.write_base(base, "MXFP4")
    adapter = lora.read(toys.write_gguf_lora(tmp_path / "a.gguf", toys.factors(2, 1), 2.0), from_file(base))
    report = merging.merge(base, adapter, tmp_path / "merged.gguf")
    assert {(row.kind, row.stored) for row in report} == {("MXFP4", "Q8_0")}
    kinds = {t.name: t.tensor_type.name for t in GGUFReader(tmp_path / "merged.gguf").tensors}
    assert kinds["blk.0.attn_q.weight"] == "Q8_0"
    assert kinds["blk.0.attn_v.weight"] == "MXFP4"


def test_a_disk_that_refuses_leaves_nothing_half_written(tmp_path: Path) -> None:
    base, _, adapter = merged(tmp_path, "F32", 2, 2.0, 0)
    with pytest.raises(StorageError, match="merged"):
        merging.merge(base, adapter, tmp_path / "nowhere" / "merged.gguf")
    (tmp_path / "merged.gguf").mkdir()
    with pytest.raises(StorageError):
        merging.merge(base, adapter, tmp_path / "merged.gguf")
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


def test_a_base_that_is_cut_off_is_named(tmp_path: Path) -> None:
    base, target, adapter = merged(tmp_path, "F32", 2, 2.0, 0)
    base.write_bytes(base.read_bytes()[:-4000])
    with pytest.raises(ModelMissing, match=r"base\.gguf"):
        merging.merge(base, adapter, target)
    assert not target.exists()
