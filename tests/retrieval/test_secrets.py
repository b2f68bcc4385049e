"""The key of the Qdrant server is shown nowhere."""

from __future__ import annotations

from core.settings import Folders, Settings
from retrieval.embedders import edge_index, server_index


def test_neither_the_settings_nor_the_index_show_the_key() -> None:
    settings = Settings.model_validate({"qdrant_api_key": "a-secret-key", "index": "server"})
    index = server_index(settings)
    shown = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()} {index!r} {index.where}"
    assert "secret-key" not in shown


def test_the_index_in_a_folder_lies_below_the_data_folder() -> None:
    folders = Folders.of({"GPIOT_HOME": "/nowhere"})
    assert edge_index(folders).embedder is None
