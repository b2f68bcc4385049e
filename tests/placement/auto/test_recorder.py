from __future__ import annotations

import ast
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from placement.auto import Task, program
from placement.auto.recordings import read

STREAM = "A.Accel,B.Light\n" + "".join(f"{number},{-number}\n" for number in range(20))


def run(folder: Path, task: Task, stream: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    (path := folder / "record.py").write_text(program(task), "utf-8")
    # -I -S: nothing but the standard library can be imported.
    command = [sys.executable, "-I", "-S", str(path), *arguments]
    return subprocess.run(command, cwd=folder, input=stream, capture_output=True, text=True, timeout=30, check=False)


def test_it_records_a_piped_stream_into_numbered_files(tmp_path: Path, door: Task) -> None:
    for first in ("1.csv", "2.csv"):
        ran = run(tmp_path, door, STREAM, "open", "--samples", "3")
        assert (ran.returncode, ran.stdout) == (0, "")
        assert ran.stderr == f"{Path('recordings', 'open', first)}: 3 samples\n"
    assert (tmp_path / "recordings/open/2.csv").read_text() == "A.Accel,B.Light\n0,0\n1,-1\n2,-2\n"
    assert sorted(path.name for path in (tmp_path / "recordings/open").iterdir()) == ["1.csv", "2.csv"]


def test_recordings_of_one_run_are_apart(tmp_path: Path, door: Task) -> None:
    assert run(tmp_path, door, STREAM, "idle", "--samples", "2", "--recordings", "2", "--gap", "5").returncode == 0
    assert (tmp_path / "recordings/idle/2.csv").read_text().splitlines()[1:] == ["7,-7", "8,-8"]


def test_what_it_records_can_be_read(tmp_path: Path, door: Task) -> None:
    for label in door.labels:
        run(tmp_path, door, STREAM, label, "--samples", "2", "--recordings", "3", "--gap", "1", "--folder", "data")
    found = read(tmp_path / "data", door)
    assert [(one.label, one.path.name) for one in found[:4]] == [
        ("close", "1.csv"),
        ("close", "2.csv"),
        ("close", "3.csv"),
        ("idle", "1.csv"),
    ]
    assert found[1].values.tolist() == [[3.0, -3.0], [4.0, -4.0]]


def test_lines_that_are_no_sample_are_passed_over_and_counted(tmp_path: Path, door: Task) -> None:
    ran = run(tmp_path, door, "boot v1\n1,2,3\n1,nan\n\n 1 , 2\n3,4\n", "open", "--samples", "2")
    assert ran.returncode == 0
    assert ran.stderr.startswith("3 lines were no sample of 2 numbers.\n")
    assert (tmp_path / "recordings/open/1.csv").read_text().splitlines()[1:] == ["1,2", "3,4"]


def test_a_stream_that_ends_early_leaves_no_file(tmp_path: Path, door: Task) -> None:
    ran = run(tmp_path, door, STREAM, "open", "--samples", "50")
    assert ran.returncode == 1
    assert ran.stderr == "The stream ended after 20 of 50 samples: not saved.\n"
    assert not (tmp_path / "recordings").exists()


@pytest.mark.parametrize("arguments", [["ajar"], ["open", "--samples", "0"], []])
def test_bad_arguments_are_refused(tmp_path: Path, door: Task, arguments: list[str]) -> None:
    assert run(tmp_path, door, STREAM, *arguments).returncode == 2


def test_a_port_that_is_not_there_is_named(tmp_path: Path, door: Task) -> None:
    ran = run(tmp_path, door, "", "open", "--port", "nowhere")
    assert ran.returncode == 1
    assert "nowhere" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_help_names_labels_and_columns(tmp_path: Path, door: Task) -> None:
    shown = run(tmp_path, door, "", "--help").stdout
    assert "{open,close,idle}" in shown
    assert "A.Accel, B.Light" in shown


@pytest.mark.skipif(sys.platform == "win32", reason="needs terminals")
def test_it_reads_a_serial_port(tmp_path: Path, door: Task) -> None:
    import termios

    master, slave = os.openpty()
    ended = threading.Event()

    def send() -> None:
        while not ended.wait(0.01):
            os.write(master, b"1,2\r\n")

    sender = threading.Thread(target=send)
    sender.start()
    try:
        ran = run(tmp_path, door, "", "open", "--samples", "4", "--port", os.ttyname(slave), "--baud", "9600")
        speeds = termios.tcgetattr(slave)[4:6]
    finally:
        ended.set()
        sender.join()
        os.close(master)
        os.close(slave)
    assert ran.returncode == 0, ran.stderr
    assert speeds == [termios.B9600] * 2
    assert (tmp_path / "recordings/open/1.csv").read_text().splitlines() == ["A.Accel,B.Light", *["1,2"] * 4]


def test_names_become_literals_never_code() -> None:
    tree = ast.parse(program(Task("X", ('A.Q"', "A.\\n"), ("it's", "COLUMNS = 1"))))
    constants = {
        statement.targets[0].id: ast.literal_eval(statement.value)
        for statement in tree.body
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
    }
    assert constants == {"SENSOR": "X", "COLUMNS": ('A.Q"', "A.\\n"), "LABELS": ("it's", "COLUMNS = 1")}
