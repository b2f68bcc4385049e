from __future__ import annotations

import ipaddress

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import SettingsError
from core.leaving import PASSAGES, PROMPTS, TEXTS, address_of, destinations, elsewhere
from core.settings import Settings

BOX = "http://box:8080"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:11434",
        "http://127.9.8.7",
        "http://LOCALHOST:1/v1",
        "http://[::1]:11434",
        "http://0.0.0.0:11434",
        "http://[::]:11434",
        ":memory:",
    ],
)
def test_this_machine(url: str) -> None:
    assert not elsewhere(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://192.168.0.4:11434",
        "https://api.example.com/v1",
        "http://localhost.example.com",
        "http://127.0.0.1@example.com",
        "http://127.0.0.1.example.com",
        "http://127.0.0.1:80@example.com:1",
        "http://notlocalhost",
        "http://llm.localhost",
        "http://127.0.0.1 ",
        "http://[fe80::1]:8080",
        "http://[::ffff:10.0.0.1]",
        "http://2130706433",
        "http://",
        "http://[::1",
        "",
    ],
)
def test_another_machine(url: str) -> None:
    assert elsewhere(url)


PIECES = ("127.0.0.1", "localhost", "[::1]", "evil.com", ".", "@", ":", "80", "/", "\\", "#", "?", "%40", " ", "\t")


@given(st.lists(st.sampled_from(PIECES), max_size=5).map("".join), st.lists(st.sampled_from(PIECES), max_size=3))
def test_what_counts_as_this_machine_is_reached_on_this_machine(text: str, more: list[str]) -> None:
    url = f"http://{text}127.0.0.1{''.join(more)}"
    if elsewhere(url):
        return
    try:
        host = httpx.URL(url).host
    except (httpx.InvalidURL, ValueError):
        return
    if host == "localhost":
        return
    number = ipaddress.ip_address(host)
    assert number.is_loopback or number.is_unspecified


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://Box/v1/", "http://box:80"),
        ("https://user:key@api.example.com/v1?token=x", "https://api.example.com:443"),
        ("http://[fe80::1]:8080/v1", "http://[fe80::1]:8080"),
    ],
)
def test_an_address_has_neither_key_nor_path(url: str, address: str) -> None:
    assert address_of(url) == address


@pytest.mark.parametrize("url", ["box", "ftp://box", "http://", "http://box:many", ""])
def test_no_address(url: str) -> None:
    with pytest.raises(SettingsError):
        address_of(url)


def test_nothing_leaves_by_default() -> None:
    assert destinations(Settings()) == ()


@pytest.mark.parametrize(
    ("backend", "setting"), [("auto", "ollama_url"), ("ollama", "ollama_url"), ("openai", "openai_url")]
)
def test_prompts_go_to_the_server_that_answers(backend: str, setting: str) -> None:
    [found] = destinations(Settings.model_validate({"backend": backend, setting: f"{BOX}/v1"}))
    assert (found.address, found.setting, found.gets, found.allowed) == (BOX, setting, (PROMPTS,), False)
    assert "samples of its data" in found.what
    assert "passages" in found.what


def test_a_server_that_does_not_answer_gets_nothing() -> None:
    assert destinations(Settings(backend="embedded", ollama_url=BOX, openai_url=BOX, qdrant_url=BOX)) == ()


def test_an_address_is_asked_about_once_with_all_that_it_gets() -> None:
    settings = Settings(
        backend="openai", openai_url=f"{BOX}/v1", index="server", qdrant_url=BOX, embedder="ollama:e", ollama_url=BOX
    )
    [found] = destinations(settings)
    assert found.gets == (PROMPTS, PASSAGES, TEXTS)
    assert destinations(settings, library=False)[0].gets == (PROMPTS,)
    assert destinations(settings, model=False)[0].gets == (PASSAGES, TEXTS)
    assert destinations(settings, "embedded", library=False) == ()


def test_what_is_allowed_is_kept_when_more_is() -> None:
    settings = Settings(backend="ollama", ollama_url="https://Box/", allow=("http://other", "https://box"))
    [found] = destinations(settings)
    assert found.allowed
    [other] = destinations(settings.model_copy(update={"ollama_url": "http://new:1"}))
    assert not other.allowed
    assert other.grant == "gpiot config set allow 'http://other:80 https://box:443 http://new:1'"
