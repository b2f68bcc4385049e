"""The weights that come with the installation, and one engine for all tests that need one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from backends.embedded import EmbeddedModel
from backends.weights import find_weights
from core.errors import ModelMissing
from core.settings import Settings
from tests.adapters import write_adapter


@pytest.fixture(scope="session")
def weights() -> Path:
    try:
        return find_weights("")
    except ModelMissing as error:
        pytest.skip(f"{error.message} {error.hint}")


@pytest.fixture(scope="session")
def adapters(weights: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("adapters")
    return (
        write_adapter(folder / "plans.gguf", 1, weights=weights),
        write_adapter(folder / "programs.gguf", 2, weights=weights),
    )


@pytest.fixture(scope="session")
def engine(adapters: tuple[Path, Path]) -> Iterator[EmbeddedModel]:
    """An engine of four slots with an adapter for plans and one for programs; bound to no event loop."""
    plans, programs = map(str, adapters)
    model = EmbeddedModel(Settings(parallel=4, tdslm_adapter=plans, cgslm_adapter=programs))
    asyncio.run(model.open())
    yield model
    asyncio.run(model.close())
