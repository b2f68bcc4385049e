"""A real Ollama server for tests: its own port, models and home, and nothing of it left afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

PATIENCE = 60.0


def binary() -> Path | None:
    """Ollama on PATH, or the one that tools/build-ollama makes."""
    tools = Path(os.environ.get("GPIOT_TOOLS") or Path.home() / ".cache" / "gpiot-tools")
    found = shutil.which("ollama") or shutil.which("ollama", path=str(tools / "bin"))
    return Path(found) if found else None


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def serving(program: Path, folder: Path) -> Iterator[str]:
    """``ollama serve`` with everything it keeps below ``folder``; gives its address."""
    address = f"127.0.0.1:{free_port()}"
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "OLLAMA_HOST": address,
        "OLLAMA_MODELS": str(folder / "models"),
        "OLLAMA_NO_CLOUD": "1",
    }
    with (folder / "server.log").open("wb") as log:
        # In a session of its own: the runners that hold the models are the server's children and must end with it.
        server = subprocess.Popen([program, "serve"], env=environ, stdout=log, stderr=log, start_new_session=True)
        try:
            _until_answering(server, f"http://{address}")
            yield f"http://{address}"
        finally:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
            shutil.rmtree(folder / "models", ignore_errors=True)


def _until_answering(server: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            httpx.get(f"{url}/api/version", trust_env=False, timeout=1)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"ollama serve did not come up (exit status {server.poll()})")


def create(program: Path, url: str, name: str, modelfile: str, folder: Path) -> None:
    """Make a model on the server out of the text of a Modelfile."""
    file = folder / f"{name.replace(':', '-')}.Modelfile"
    file.write_text(modelfile, "utf-8")
    environ = {"PATH": os.environ["PATH"], "HOME": str(folder), "OLLAMA_HOST": url.removeprefix("http://")}
    subprocess.run(
        [program, "create", name, "-f", file], env=environ, check=True, capture_output=True, timeout=PATIENCE
    )
