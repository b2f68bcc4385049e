from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import SettingsError
from core.settings import Folders, Settings, load_settings


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    found = Folders.of({"GPIOT_HOME": str(tmp_path)})
    found.config.mkdir()
    return found


def test_defaults_without_a_file(folders: Folders) -> None:
    assert load_settings(folders, {}) == Settings()


def test_every_setting_says_what_it_means() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


LAYERS = st.fixed_dictionaries(
    {}, optional={"file": st.integers(0, 9), "environ": st.integers(0, 9), "given": st.integers(0, 9)}
)


@given(LAYERS)
def test_the_later_layer_wins(tmp_path_factory: pytest.TempPathFactory, layers: dict[str, int]) -> None:
    folders = Folders.of({"GPIOT_HOME": str(tmp_path_factory.mktemp("home"))})
    folders.config.mkdir()
    if "file" in layers:
        folders.config_file.write_text(f"seed = {layers['file']}\ntimeout = 7.5\n")
    environ = {"GPIOT_SEED": str(layers["environ"])} if "environ" in layers else {}
    found = load_settings(folders, environ, {"seed": layers.get("given"), "model": None})
    expected = next((layers[name] for name in ("given", "environ", "file") if name in layers), 1)
    assert found.seed == expected
    assert found.timeout == (7.5 if "file" in layers else 300)


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("sead = 3", "sead", "is not a setting"),
        ("[ollama]\nurl = 'x'", "ollama", "is not a setting"),
        ("seed = -1", "seed", "greater than or equal to 0"),
        ("seed = 'many'", "seed", "integer"),
        ("backend = 'magic'", "backend", "'embedded'"),
        ("timeout = nan", "timeout", "greater than 0"),
    ],
)
def test_a_bad_file_names_file_key_and_reason(folders: Folders, text: str, key: str, reason: str) -> None:
    folders.config_file.write_text(text)
    with pytest.raises(SettingsError) as caught:
        load_settings(folders, {}, {"seed": 1, "backend": "auto", "timeout": 1})
    assert caught.value.message.startswith(f"{folders.config_file}: {key}: ")
    assert reason in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.exit_code == 2


def test_a_bad_layer_is_named(folders: Folders) -> None:
    with pytest.raises(SettingsError, match=r"^the environment: parallel: "):
        load_settings(folders, {"GPIOT_PARALLEL": "abc"})
    with pytest.raises(SettingsError, match=r"^the command line: seed: "):
        load_settings(folders, {}, {"seed": -1})


def test_the_nearest_setting_is_suggested(folders: Folders) -> None:
    folders.config_file.write_text("sead = 3")
    with pytest.raises(SettingsError, match="sead: is not a setting") as caught:
        load_settings(folders, {})
    assert caught.value.hint.startswith("Did you mean seed? ")
    folders.config_file.unlink()
    with pytest.raises(SettingsError, match=r"^the environment: GPIOT_TAKEOVER: is not a setting") as caught:
        load_settings(folders, {"GPIOT_TAKEOVER": "never"})
    assert caught.value.hint.startswith("Did you mean GPIOT_TAKE_OVER? ")
    with pytest.raises(SettingsError, match="GPIOT_XYZZY") as caught:
        load_settings(folders, {"GPIOT_XYZZY": "1"})
    assert "Did you mean" not in caught.value.hint


@pytest.mark.parametrize("name", ["GPIOT_HOME", "GPIOT_TEST_DATA", "GPIOT_TOOLS", "GPIO_SEED", "SEED", "gpiot_seed"])
def test_variables_that_are_no_settings_are_left_alone(folders: Folders, name: str) -> None:
    assert load_settings(folders, {name: "5"}) == Settings()


@pytest.mark.parametrize("content", [b"seed = = 1", b"\xff\xfe", b"seed = 1\nseed = 2"])
def test_a_file_that_is_no_toml_is_named(folders: Folders, content: bytes) -> None:
    folders.config_file.write_bytes(content)
    with pytest.raises(SettingsError, match=str(folders.config_file)) as caught:
        load_settings(folders, {})
    assert caught.value.hint


def test_a_file_that_cannot_be_read_is_named(folders: Folders) -> None:
    folders.config_file.mkdir()
    with pytest.raises(SettingsError, match=str(folders.config_file)):
        load_settings(folders, {})


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:11434"),
        ("127.0.0.1:11500", "http://127.0.0.1:11500"),
        (":11500", "http://127.0.0.1:11500"),
        ("box.local/", "http://box.local:11434"),
        ("[::1]", "http://[::1]:11434"),
        ("[::1]:11500", "http://[::1]:11500"),
        (" 'box' ", "http://box:11434"),
        ("https://box:443/", "https://box:443"),
        ("http://box", "http://box"),
        ("", "http://127.0.0.1:11434"),
    ],
)
def test_ollama_host_is_read_as_ollama_reads_it(folders: Folders, host: str, url: str) -> None:
    assert load_settings(folders, {"OLLAMA_HOST": host}).ollama_url == url


def test_the_own_variable_wins_over_ollama_host(folders: Folders) -> None:
    folders.config_file.write_text("ollama_url = 'http://file:1'")
    environ = {"OLLAMA_HOST": "box"}
    assert load_settings(folders, environ).ollama_url == "http://box:11434"
    assert load_settings(folders, {**environ, "GPIOT_OLLAMA_URL": "http://own:2"}).ollama_url == "http://own:2"


def test_gpiot_home_moves_every_folder(tmp_path: Path) -> None:
    found = Folders.of({"GPIOT_HOME": str(tmp_path), "XDG_STATE_HOME": "/elsewhere"})
    assert {found.config, found.data, found.state, found.cache} == {
        tmp_path / name for name in ("config", "data", "state", "cache")
    }


def test_without_it_the_xdg_rules_hold() -> None:
    found = Folders.of(
        {"HOME": "/home/me", "XDG_STATE_HOME": "/big", "XDG_DATA_HOME": "relative", "XDG_CACHE_HOME": ""}
    )
    assert found.config_file == Path("/home/me/.config/gpiot/config.toml")
    assert found.state == Path("/big/gpiot")
    assert found.data == Path("/home/me/.local/share/gpiot")
    assert found.cache == Path("/home/me/.cache/gpiot")


@pytest.mark.parametrize("given", ["http://a:1, https://b", " http://a:1  https://b ", ["http://a:1", "https://b/x"]])
def test_allowed_addresses_are_a_list_or_stand_beside_each_other(folders: Folders, given: object) -> None:
    assert load_settings(folders, {}, {"allow": given}).allow == ("http://a:1", "https://b:443")
    assert load_settings(folders, {}, {"allow": ""}).allow == ()


def test_an_allowed_address_that_is_none_is_named(folders: Folders) -> None:
    with pytest.raises(SettingsError, match=r"^the environment: allow: 'box' is no address"):
        load_settings(folders, {"GPIOT_ALLOW": "http://a box"})


def test_keys_are_shown_nowhere(folders: Folders) -> None:
    folders.config_file.write_text("openai_api_key = 'sk-secret'\nqdrant_api_key = 'sk-secret'\n")
    settings = load_settings(folders, {})
    assert settings.openai_api_key.get_secret_value() == "sk-secret"
    assert "sk-secret" not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"


def test_a_key_in_the_address_is_refused_and_not_repeated(folders: Folders) -> None:
    with pytest.raises(SettingsError, match="openai_api_key") as caught:
        load_settings(folders, {"GPIOT_OPENAI_URL": "http://me:sk-secret@box/v1"})
    assert "sk-secret" not in f"{caught.value.message} {caught.value.hint}"
