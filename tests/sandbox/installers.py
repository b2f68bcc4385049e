"""Installers for tests: packages made on the spot, and a stand-in for uv that does as the name of a package says."""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

import pytest

_UV = """#!{python}
import os, pathlib, subprocess, sys, time
arguments = sys.argv[1:]
note = pathlib.Path({folder!r})
with (note / "calls").open("a") as calls:
    print(*arguments, file=calls)
if arguments[0] == "venv":
    if (note / "slow").exists():
        (note / "process").write_text(str(os.getpid()))
        pathlib.Path(arguments[-1], "begun").touch()
        print("making", flush=True)
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", str(note)])
        time.sleep(600)
    subprocess.run([sys.executable, "-I", "-m", "venv", "--without-pip", arguments[-1]], check=True)
else:
    python = arguments[arguments.index("--python") + 1]
    (site,) = pathlib.Path(python).parent.parent.glob("lib/python*/site-packages")
    for name in arguments[arguments.index("--") + 1 :]:
        print("looking for", name, flush=True)
        if name == "nowhere":
            sys.exit("no such package: nowhere")
        if name == "waits":
            time.sleep(600)
        info = site / (name + "-1.0.dist-info")
        info.mkdir(exist_ok=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\\nName: " + name + "\\nVersion: 1.0\\n")
        if name == "halfway":
            print("half", flush=True)
            time.sleep(600)
        (site / (name + ".py")).write_text("")
"""


def wheel(folder: Path, name: str, version: str) -> None:
    """A package of one empty module."""
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as archive:
        archive.writestr(f"{name}.py", "")
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", f"{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")


def without_uv(monkeypatch: pytest.MonkeyPatch, wheels: Path) -> None:
    """pip installs, and from this folder alone."""
    folders = [f for f in os.environ["PATH"].split(os.pathsep) if not Path(f, "uv").exists()]
    monkeypatch.setenv("PATH", os.pathsep.join(folders))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))


def with_uv(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """The stand-in comes first; returns the folder of its notes: ``calls``, ``process``, and ``slow`` where making shall take long.

    Package ``nowhere`` does not exist, ``waits`` never comes, ``halfway`` is half there and stays so; others are installed.
    """
    folder.mkdir()
    program = folder / "uv"
    program.write_text(_UV.format(python=sys.executable, folder=str(folder)))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder
