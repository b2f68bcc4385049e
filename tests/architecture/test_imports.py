from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "core",
    "backends",
    "modelfiles",
    "ingest",
    "retrieval",
    "knowledge",
    "sandbox",
    "placement",
    "graph",
    "agent",
    "cli",
    "tui",
)
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
HEAVY = "highspy langgraph llama_index qdrant_client ollama torch transformers textual pydantic httpx rich xllamacpp asyncio".split()


def test_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_stay_small_and_say_what_they_are(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) < 300
    if len(lines) > 0:
        assert lines[0].startswith(('"""', 'r"""'))


def imported_by(statement: str) -> set[str]:
    program = f"import sys\ntry:\n    {statement}\nexcept SystemExit: pass\nprint('\\n' + ' '.join(sys.modules))"
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in result.stdout.splitlines()[-1].split()}


def test_help_imports_nothing_heavy() -> None:
    loaded = imported_by("sys.argv = ['gpiot', '--help']; import cli.main; cli.main.main()")
    assert "click" in loaded
    assert not loaded & set(HEAVY)


def test_importing_every_command_imports_nothing_heavy() -> None:
    # Shells complete names by loading commands: that has to be as quick as --help. asyncio is of the standard library.
    loaded = imported_by("import cli.main; [cli.main.cli.get_command(None, name) for name in cli.main.COMMANDS]")
    assert not loaded & (set(HEAVY) - {"asyncio"})


@pytest.mark.parametrize("package", PACKAGES)
def test_nothing_names_a_machine(package: str) -> None:
    for path in (ROOT / package).rglob("*"):
        if path.is_file() and path.suffix in {".py", ".toml", ".md", ""}:
            assert not re.search(r"(?<![\w.])/(?:root|home|Users)/\w", path.read_text("utf-8")), path
