from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.settings import Folders, Settings, load_settings

Gpiot = Callable[..., Result]


def stored(home: Path) -> Settings:
    return load_settings(Folders.of({"GPIOT_HOME": str(home)}), {})


def test_every_setting_has_a_value_an_origin_and_a_meaning(
    gpiot: Gpiot, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GPIOT_SEED", "5")
    monkeypatch.setenv("OLLAMA_HOST", "10.0.0.1:1")
    gpiot("config", "set", "parallel", "3")
    rows = json.loads(gpiot("config", "--json").stdout)
    assert set(rows) == set(Settings.model_fields)
    assert all(row["meaning"] for row in rows.values())
    assert (rows["seed"]["value"], rows["seed"]["from"]) == (5, "GPIOT_SEED")
    assert (rows["parallel"]["value"], rows["parallel"]["from"]) == (3, str(home / "config" / "config.toml"))
    assert (rows["ollama_url"]["value"], rows["ollama_url"]["from"]) == ("http://10.0.0.1:1", "OLLAMA_HOST")
    assert rows["backend"]["from"] == "default"
    plain = gpiot("config").stdout
    assert all(f"{key} = " in plain for key in rows)


def test_set_keeps_comments_and_other_settings(gpiot: Gpiot, home: Path) -> None:
    file = home / "config" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text('# mine\nmodel = "a"  # old\n\n# seeds\nseed = 3\n')
    assert gpiot("config", "set", "model", 'C:\\weights\\"best".gguf').exit_code == 0
    assert gpiot("config", "set", "gpu_layers", "-1").exit_code == 0
    text = file.read_text()
    assert "# mine" in text
    assert "# seeds" in text
    assert (stored(home).model, stored(home).seed, stored(home).gpu_layers) == ('C:\\weights\\"best".gguf', 3, -1)


@given(value=st.text(st.characters(exclude_categories=["Cs"]), max_size=30).filter(lambda text: "\x00" not in text))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
def test_any_text_comes_back_as_it_was_set(gpiot: Gpiot, home: Path, value: str) -> None:
    assert gpiot("config", "set", "--", "model", value).exit_code == 0
    assert stored(home).model == value


@pytest.mark.parametrize(
    ("key", "value", "names"),
    [("colour", "red", "colour"), ("seed", "many", "seed"), ("backend", "foo", "ollama"), ("timeout", "0", "timeout")],
)
def test_a_bad_value_is_refused_and_nothing_is_written(
    gpiot: Gpiot, home: Path, key: str, value: str, names: str
) -> None:
    result = gpiot("config", "set", key, value)
    assert result.exit_code == 2
    assert names in result.stderr
    assert len(result.stderr.splitlines()) == 2
    assert not (home / "config").exists()


def test_set_mends_a_bad_value_and_touches_no_other(gpiot: Gpiot, home: Path) -> None:
    file = home / "config" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text("seed = 'many'\nsead = 4\n")
    assert gpiot("config", "set", "seed", "5", "--json").exit_code == 0
    assert file.read_text() == "seed = 5\nsead = 4\n"
    refused = gpiot("config")
    assert refused.exit_code == 2
    assert "Did you mean seed?" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("config", "path"), 0),
        (("sessions", "list"), 0),
        (("methods", "list", "ecg"), 0),
        (("plans", "show", "heartbeats"), 0),
        (("config",), 2),
        (("doctor",), 1),
        (("ask", "Blink."), 2),
        (("run", "s-1"), 2),
        (("sessions", "resume", "s-1"), 2),
        (("methods", "search", "filter"), 2),
        (("plans", "search", "filter"), 2),
        (("papers", "list"), 2),
        (("search", "filter"), 2),
        (("models", "list"), 2),
        (("runtime", "list"), 2),
    ],
)
def test_a_bad_setting_ends_what_reads_settings_and_nothing_else(
    gpiot: Gpiot, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int
) -> None:
    monkeypatch.setenv("GPIOT_TAKE_OVER", "bad")
    result = gpiot(*arguments)
    assert result.exit_code == code, result.output
    assert ("take_over: input should be" in result.output) == (code != 0)


def test_a_value_of_several_lines_is_left_to_the_person(gpiot: Gpiot, home: Path) -> None:
    file = home / "config" / "config.toml"
    file.parent.mkdir(parents=True)
    before = 'script = """a\nmodel = no"""\n'
    file.write_text(before)
    assert gpiot("config", "set", "script", "b").exit_code == 2
    assert file.read_text() == before


def test_path_names_the_file(gpiot: Gpiot, home: Path) -> None:
    assert gpiot("config", "path").stdout.strip() == str(home / "config" / "config.toml")


def test_a_list_is_replaced_as_a_whole(gpiot: Gpiot, home: Path) -> None:
    assert gpiot("config", "set", "allow", "http://a:1").exit_code == 0
    result = gpiot("config", "set", "allow", "http://b https://c:8/v1")
    assert result.stdout.rstrip().endswith('allow = ["http://b:80", "https://c:8"]')
    assert stored(home).allow == ("http://b:80", "https://c:8")
    assert 'allow = ["http://b:80", "https://c:8"]' in gpiot("config").stdout
    assert json.loads(gpiot("config", "--json").stdout)["allow"]["value"] == ["http://b:80", "https://c:8"]


def test_a_key_is_written_and_not_shown(gpiot: Gpiot, home: Path) -> None:
    shown = [gpiot("config", "set", "openai_api_key", "sk-secret", *more) for more in ((), ("--json",))]
    shown += [gpiot("config"), gpiot("config", "--json")]
    assert stored(home).openai_api_key.get_secret_value() == "sk-secret"
    assert not [result for result in shown if "sk-secret" in result.output]
    assert (home / "config" / "config.toml").stat().st_mode & 0o077 == 0
