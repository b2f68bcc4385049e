from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import SandboxError
from sandbox.isolation import Bubblewrap, LimitsOnly, _tried, environment, find_isolation
from sandbox.seccomp import refused_calls, system_call_filter
from tests.sandbox.programs import Bench, needs_bubblewrap


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    _tried.cache_clear()
    yield
    _tried.cache_clear()


def test_without_bubblewrap_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SandboxError, match="bubblewrap is not installed") as caught:
        find_isolation()
    assert all(way in caught.value.hint for way in ("apt install", "dnf install", "pacman -S", "--unsafe-no-sandbox"))
    assert caught.value.exit_code == 6


def test_where_name_spaces_are_forbidden_the_error_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        SandboxError, match="does not work here: bwrap: setting up uid map: Permission denied"
    ) as caught:
        find_isolation()
    assert "forbids user name spaces" in caught.value.hint
    assert "--unsafe-no-sandbox" in caught.value.hint


@needs_bubblewrap
def test_bubblewrap_is_tried_once_and_found() -> None:
    found = find_isolation()
    assert isinstance(found, Bubblewrap)
    assert found is find_isolation()
    assert (found.name, LimitsOnly().name) == ("bubblewrap", "limits only")


def test_the_program_gets_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    assert "secret" not in environment().values()
    assert set(environment()) >= {"PATH", "HOME", "OMP_NUM_THREADS"}


def test_the_filter_is_whole_instructions_and_jumps_stay_inside() -> None:
    program = system_call_filter()
    assert len(program) % 8 == 0
    steps = [program[at : at + 8] for at in range(0, len(program), 8)]
    assert all(at + 1 + max(step[2], step[3]) < len(steps) for at, step in enumerate(steps) if step[0] & 7 == 5)
    assert {"keyctl", "ptrace", "mount"} <= set(refused_calls())


async def test_only_what_is_named_is_there(walled: Bench) -> None:
    ran = await walled.main("import os\nprint(sorted(os.listdir('/')))\nprint(os.getcwd(), os.environ['HOME'])\n")
    seen = ran.printed.splitlines()[0]
    assert "'home'" not in seen
    assert "'var'" not in seen
    assert ran.printed.splitlines()[1] == f"{walled.output} /tmp"


def graphics_devices() -> list[str]:
    return [str(path) for pattern in ("nvidia*", "dri") for path in Path("/dev").glob(pattern)]


async def test_the_graphics_devices_come_only_when_asked(walled: Bench) -> None:
    text = "import glob\nprint(glob.glob('/dev/nvidia*') + glob.glob('/dev/dri'), glob.glob('/sys'))\n"
    assert (await walled.main(text)).printed == "[] []\n"
    there = graphics_devices()
    asked = (await walled.main(text, gpu=True)).printed
    assert asked.endswith("['/sys']\n")
    assert all(path in asked for path in there)


async def test_without_walls_it_is_still_not_our_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    ran = await Bench(tmp_path, LimitsOnly()).main("import os\nprint(os.environ)\n")
    assert "secret" not in ran.printed
    assert ran.isolation == "limits only"


@pytest.mark.skipif(os.getuid() != 0, reason="needs to start as the administrator")
@needs_bubblewrap
async def test_the_administrator_is_held_without_a_name_space_of_users_as_well(tmp_path: Path) -> None:
    found = find_isolation()
    assert isinstance(found, Bubblewrap)
    bench = Bench(tmp_path, Bubblewrap(found.program, own_user=False))
    text = "open('/proc/sys/kernel/core_pattern', 'w')\n"
    ran = await bench.main(text)
    assert ran.fault is not None
    assert "Read-only file system" in ran.fault.reason
