from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.cli.terminal import on_a_terminal

Gpiot = Callable[..., Result]


@pytest.fixture(autouse=True)
def by_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GPIOT_EMBEDDER", "none")


def test_methods_are_listed_by_family(gpiot: Gpiot) -> None:
    shown = gpiot("methods", "list", "ecg").stdout
    assert shown.startswith("ecg\n")
    assert "r_peaks" in shown
    rows = json.loads(gpiot("methods", "list", "--json").stdout)
    assert len(rows) >= 150
    refused = gpiot("methods", "list", "astrology")
    assert refused.exit_code == 7
    assert "There is no family 'astrology'" in refused.stderr


def test_methods_are_found_by_words(gpiot: Gpiot) -> None:
    found = json.loads(gpiot("methods", "search", "R-peaks heartbeat QRS of an ECG", "-k", "3", "--json").stdout)
    assert len(found) == 3
    assert any(row["method"].startswith("ecg.") for row in found)
    assert "ecg." in gpiot("methods", "search", "R-peaks heartbeat QRS of an ECG").stdout


def test_a_method_is_shown_whole(gpiot: Gpiot) -> None:
    shown = gpiot("methods", "show", "ecg.r_peaks").stdout
    for part in ("**Target**", "Source: J. Pan", "def r_peaks(", "Time: "):
        assert part in shown
    assert json.loads(gpiot("methods", "show", "r_peaks", "--json").stdout)["method"] == "ecg.r_peaks"


def test_a_misspelt_method_is_asked_back(gpiot: Gpiot) -> None:
    refused = gpiot("methods", "show", "ecg.r_peeks")
    assert refused.exit_code == 7
    assert "Did you mean ecg.r_peaks" in refused.stderr


def test_the_examples_of_a_method_are_run(gpiot: Gpiot, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setenv("GPIOT_RUNTIME_PYTHON", sys.executable)
    done = gpiot("methods", "test", "packing.crc32", "--json")
    rows = json.loads(done.stdout)
    assert all(row["ran"] and not row["failed"] for row in rows)


def test_plans_are_listed_found_and_shown(gpiot: Gpiot) -> None:
    assert "heartbeats" in gpiot("plans", "list").stdout
    found = json.loads(gpiot("plans", "search", "Detect R-peaks in ECG signals", "--json").stdout)
    assert found[0]["plan"] == "heartbeats"
    shown = gpiot("plans", "show", "heartbeats").stdout
    assert "[ecg.r_peaks, each]" in shown
    refused = gpiot("plans", "show", "hartbeats")
    assert refused.exit_code == 7
    assert "Did you mean heartbeats" in refused.stderr


SEARCHING = """
import retrieval.embedders

class Slow:
    async def embed(self, texts):
        return [[1.0] for _ in texts]
    name, digest = "slow", "0" * 64
    async def close(self): pass

async def open_embedder(*_):
    return Slow()

retrieval.embedders.open_embedder = open_embedder
from cli.main import main
main()
"""


def test_the_first_search_shows_how_far_its_index_is(tmp_path: Path) -> None:
    first = on_a_terminal(b"", "-c", SEARCHING, "methods", "search", "filter", home=tmp_path)
    again = on_a_terminal(b"", "-c", SEARCHING, "methods", "search", "filter", home=tmp_path)
    assert (first[0], again[0]) == (0, 0), first[1]
    assert "texts of methods and plans" in first[1]
    assert "texts of methods and plans" not in again[1]


def test_sample_data_goes_into_a_new_folder_only(gpiot: Gpiot, tmp_path: Path) -> None:
    folder = tmp_path / "records"
    told = json.loads(gpiot("plans", "sample", "heartbeats", str(folder), "--json").stdout)
    assert told["files"]
    assert sorted(path.name for path in folder.iterdir()) == told["files"]
    refused = gpiot("plans", "sample", "heartbeats", str(folder))
    assert refused.exit_code == 5
    assert "is not empty" in refused.stderr
