from __future__ import annotations

import ast
import json
import os
import re
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from click.testing import Result

Gpiot = Callable[..., Result]
EXAMPLES = Path(__file__).parents[2] / "examples" / "placement"
DOOR = str(EXAMPLES / "auto_door.ep")
COLUMNS = "A.MIC,A.Accel_x,A.Accel_y,A.Accel_z,B.Light,B.PIR"


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    random = np.random.default_rng(0)
    for label, mean in (("open", 0.0), ("close", 2.0)):
        (tmp_path / "recordings" / label).mkdir(parents=True)
        for number in range(3):
            values = random.normal(mean, 1.0, (200, 6))
            file = tmp_path / "recordings" / label / f"{number}.csv"
            np.savetxt(file, values, delimiter=",", header=COLUMNS, comments="")
    return tmp_path / "recordings"


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    rates = 5000 + 500 * np.sin(np.arange(80) / 5)
    rows = [f"{60 * row},{rate:.1f}" for row, rate in enumerate(rates)]
    file = tmp_path / "trace.csv"
    file.write_text("\n".join(["time,throughput", *rows, ""]), "utf-8")
    return file


def test_the_sampling_program_is_printed_or_put_into_a_new_file(gpiot: Gpiot, tmp_path: Path) -> None:
    text = gpiot("place", "sample", DOOR, "VoiceRecog").stdout
    ast.parse(text)
    assert "LABELS = ('open', 'close')" in text
    file = tmp_path / "record.py"
    assert f"{file}: records A.MIC" in gpiot("place", "sample", DOOR, "VoiceRecog", "-o", str(file)).stdout
    assert file.read_text("utf-8") == text
    file.write_text("mine", "utf-8")
    result = gpiot("place", "sample", DOOR, "VoiceRecog", "-o", str(file))
    assert result.exit_code == 5
    assert "is there already" in result.stderr
    assert file.read_text("utf-8") == "mine"


def test_a_sensor_that_learns_nothing(gpiot: Gpiot) -> None:
    result = gpiot("place", "sample", DOOR, "Door")
    assert result.exit_code == 2
    assert "has no virtual sensor Door" in result.stderr
    assert "These learn: VoiceRecog." in result.stderr
    result = gpiot("place", "train", str(EXAMPLES / "smart_door.ep"), "VoiceRecog", "here")
    assert result.exit_code == 2
    assert "has stages of its own" in result.stderr


def test_a_trained_sensor_is_placed_by_its_own_cost(gpiot: Gpiot, recordings: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shown = gpiot("place", "train", DOOR, "VoiceRecog", str(recordings), "--profile", str(folder)).stdout
    assert "always telling the commonest value: 50.0%" in shown
    assert f"--profile {folder}" in shown
    from placement.auto import load

    assert load(folder / "models" / "VoiceRecog.npz").task.labels == ("open", "close")
    before = json.loads(gpiot("place", DOOR, "--json").stdout)
    after = json.loads(gpiot("place", DOOR, "--profile", str(folder), "--json").stdout)
    assert [one["block"] for one in before["assumed"]] == ["VoiceRecog"]
    assert after["assumed"] == []


def test_the_window_of_a_trained_sensor_is_what_flows_to_it(gpiot: Gpiot, recordings: Path, tmp_path: Path) -> None:
    arguments = (str(recordings), "--window", "64", "--profile", str(tmp_path / "mine"))
    gpiot("place", "train", DOOR, "VoiceRecog", *arguments)
    found = json.loads(gpiot("place", DOOR, "--profile", str(tmp_path / "mine"), "--json").stdout)
    sampled = {one["block"]: one["functionality"] for one in found["blocks"]}
    assert sampled["B.Light"] == "SAMPLE(B.Light, 64)"
    assert {one["bytes"] for one in found["flows"] if one["to"] == "VoiceRecog"} == {128}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            "B.Light, B.PIR);",
            "B.Light);",
            "it was trained on A.MIC, A.Accel_x, A.Accel_y, A.Accel_z, B.Light, B.PIR, and takes",
        ),
        ("A.MIC, A.Accel_x,", "A.Accel_x, A.MIC,", "and takes A.Accel_x, A.MIC, A.Accel_y"),
        (
            '<string_t>, "open"',
            '<string_t>, "ajar", "open"',
            "trained to tell open, close, and gives ajar, open, close",
        ),
        ('"open", "close"', '"close", "open"', ""),
    ],
)
def test_a_model_that_no_longer_fits_its_sensor_is_told_with_the_command_that_mends_it(
    gpiot: Gpiot, recordings: Path, tmp_path: Path, before: str, after: str, told: str
) -> None:
    folder, file = tmp_path / "mine", tmp_path / "door.ep"
    gpiot("place", "train", DOOR, "VoiceRecog", str(recordings), "--profile", str(folder))
    text = Path(DOOR).read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after), "utf-8")
    for command in ("check", "solve"):
        shown = gpiot("place", command, str(file), "--profile", str(folder)).stdout
        row = "".join(line for line in shown.splitlines() if line.startswith("Does not fit: VoiceRecog: "))
        assert told in row
        assert bool(row) == bool(told)
        assert row.endswith(f"gpiot place train {file} VoiceRecog RECORDINGS --profile {folder}" if told else "")
    fitting = json.loads(gpiot("place", DOOR, "--profile", str(folder), "--json").stdout)
    assert fitting["misfits"] == []


def test_a_model_of_another_window_and_one_that_is_damaged_are_told(
    gpiot: Gpiot, recordings: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "mine"
    gpiot("place", "train", DOOR, "VoiceRecog", str(recordings), "--profile", str(folder))
    profile, model = folder / "opaque" / "VoiceRecog.toml", folder / "models" / "VoiceRecog.npz"
    profile.write_text(profile.read_text("utf-8").replace("window = 100", "window = 50"), "utf-8")
    shown = gpiot("place", DOOR, "--profile", str(folder)).stdout
    assert "its model takes windows of 100 samples, its profile says 50. Train it anew" in shown
    model.write_bytes(b"no model")
    assert f"Does not fit: VoiceRecog: {model} cannot be read" in gpiot("place", DOOR, "--profile", str(folder)).stdout
    model.unlink()
    assert "Does not fit" not in gpiot("place", DOOR, "--profile", str(folder)).stdout


def test_training_says_accuracy_spread_and_baseline(gpiot: Gpiot, recordings: Path, tmp_path: Path) -> None:
    arguments = ("--profile", str(tmp_path / "mine"), "--json")
    found = json.loads(gpiot("place", "train", DOOR, "VoiceRecog", str(recordings), *arguments).stdout)
    assert found["accuracy"] > 0.9
    assert (found["majority"], found["window"]) == (0.5, 100)
    assert found["tells"]
    assert 0 <= found["spread"] < 0.1


def test_recordings_that_cannot_be_learnt_from(gpiot: Gpiot, recordings: Path, tmp_path: Path) -> None:
    (recordings / "open" / "0.csv").write_text("A.MIC\n1\n", "utf-8")
    for folder in (recordings, tmp_path / "none"):
        result = gpiot("place", "train", DOOR, "VoiceRecog", str(folder), "--profile", str(tmp_path / "mine"))
        assert result.exit_code == 2
        assert result.stderr.startswith("gpiot: ")
    assert not (tmp_path / "mine").exists()


def test_a_network_is_predicted_and_placed_by(gpiot: Gpiot, trace: Path, tmp_path: Path) -> None:
    shown = gpiot("place", "network", str(trace), "--steps", "2").stdout
    assert re.search(r"A packet of 122 bytes takes 2[\d.]+ ms; 12 ms by the profile so far\.", shown)
    assert '["802.15.4"]\npayload = 122' in shown
    folder = tmp_path / "mine"
    found = json.loads(
        gpiot("place", "network", str(trace), "--network", "Zigbee", "--profile", str(folder), "--json").stdout
    )
    assert len(found["throughput"]) == 5
    assert all(4000 < rate < 6000 for rate in found["throughput"])
    assert found["packet_time_s"] == pytest.approx(122 / np.mean(found["throughput"]), rel=0.05)
    home = str(EXAMPLES / "smart_home.ep")
    placed = json.loads(gpiot("place", home, "--profile", str(folder), "--json").stdout)
    assert placed["latency_s"] == pytest.approx(found["packet_time_s"], rel=1e-3)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        ("WiFi.toml", "# by hand\n[WiFi]\npacket_time = 0.5\n", "holds what gpiot did not write"),
        ("WiFi.toml", "{written}\n[Ethernet]\npayload = 9\n", "holds what gpiot did not write"),
        ("site.toml", "[wifi]\npacket_time = 0.5\n", "holds WiFi and is read after"),
    ],
)
def test_a_prediction_that_would_lose_or_change_nothing_is_refused_at_once(
    gpiot: Gpiot, trace: Path, tmp_path: Path, file: str, text: str, reason: str
) -> None:
    folder = tmp_path / "mine"
    arguments = ("--network", "WiFi", "--profile", str(folder))
    for _ in range(2):  # what gpiot wrote it may replace
        assert gpiot("place", "network", str(trace), *arguments).exit_code == 0
    theirs, written = folder / "networks" / file, folder / "networks" / "WiFi.toml"
    theirs.write_text(text.replace("{written}", written.read_text("utf-8")), "utf-8")
    before = contents(folder)
    result = gpiot("place", "network", str(tmp_path / "no.csv"), *arguments)
    assert result.exit_code == 5
    assert result.stderr.startswith(f"gpiot: {theirs} {reason}")
    assert contents(folder) == before
    assert f"Rename it to {theirs.with_name(f'0-{file}')}" in result.stderr
    theirs.rename(theirs.with_name(f"0-{file}"))
    found = json.loads(gpiot("place", "network", str(trace), *arguments, "--json").stdout)
    placed = json.loads(gpiot("place", str(EXAMPLES / "smart_door.ep"), "--profile", str(folder), "--json").stdout)
    wifi = next(row for row in placed["networks"] if row["network"] == "WiFi")
    assert wifi["packet_time_s"] == pytest.approx(found["packet_time_s"], rel=1e-3)
    assert wifi["file"] == str(written)


def test_training_replaces_no_profile_of_a_person(gpiot: Gpiot, recordings: Path, tmp_path: Path) -> None:
    folder, own = tmp_path / "mine", "[voicerecog]  # counted by hand\noutput = 1\n"
    train = ("place", "train", DOOR, "VoiceRecog", str(recordings), "--profile", str(folder))
    for name, reason in (
        ("VoiceRecog", "holds what gpiot did not write"),
        ("voices", "holds VoiceRecog and is read after"),
    ):
        file = folder / "opaque" / f"{name}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(own, "utf-8")
        before = contents(folder)
        result = gpiot(*train)
        assert (result.exit_code, result.stderr.startswith(f"gpiot: {file} {reason}")) == (5, True)
        assert contents(folder) == before
        file.unlink()
    assert [gpiot(*train).exit_code for _ in range(2)] == [0, 0]


@pytest.mark.parametrize("text", ["", "time,throughput\n0,1\n", "time,throughput\n" + "0,nan\n" * 99, "a,b\n1,2\n"])
def test_traces_that_cannot_be_predicted_from(gpiot: Gpiot, tmp_path: Path, text: str) -> None:
    file = tmp_path / "trace.csv"
    file.write_text(text, "utf-8")
    result = gpiot("place", "network", str(file))
    assert result.exit_code == 2
    assert result.stderr.startswith(f"gpiot: {file}")


def test_a_network_that_is_unknown_or_down(gpiot: Gpiot, trace: Path) -> None:
    result = gpiot("place", "network", str(trace), "--network", "Zigbe")
    assert result.exit_code == 2
    assert "Did you mean Zigbee?" in result.stderr
    lines = trace.read_text("utf-8").splitlines()
    trace.write_text("\n".join([lines[0], *(f"{line.partition(',')[0]},0" for line in lines[1:])]), "utf-8")
    result = gpiot("place", "network", str(trace), "--steps", "3")
    assert result.exit_code == 2
    assert "Nothing gets through in 3 of 3 intervals." in result.stderr


def test_the_benchmarks_are_printed_and_kept(gpiot: Gpiot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from placement.benchmarks import tables

    table = tables.Table("voice", "Voice", ("benchmark", "ILP"), (("Voice", "1.000"),), "A note.")
    made = SimpleNamespace(tables=(table,), pictures={"placement-voice": "<svg/>"})
    asked = {}
    monkeypatch.setattr(tables, "outcome", lambda **given: asked.update(given) or made)
    shown = gpiot("place", "bench", "--quick", "--time-limit", "3", "--out", str(tmp_path / "out")).stdout
    assert (asked["quick"], asked["limit"]) == (True, 3.0)
    assert "Voice\nA note.\nbenchmark  ILP\nVoice      1.000\n" in shown
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "placement-benchmarks.md",
        "placement-voice.svg",
    ]
    found = json.loads(gpiot("place", "bench", "--json").stdout)
    assert found["tables"][0]["rows"] == [["Voice", "1.000"]]


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C as a new process has it: a command that was interrupted before leaves a handler that ends nothing more."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_ends_a_long_solve_at_once(gpiot: Gpiot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import placement.partition

    begun, end = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> None:
        # The solver is not Python: in the main thread it would keep Ctrl-C.
        assert threading.current_thread() is not threading.main_thread()
        begun.set()
        end.wait(60)

    def press() -> None:
        begun.wait(60)
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(placement.partition, "solve", slow)
    threading.Thread(target=press, daemon=True).start()
    svg = tmp_path / "door.svg"
    result = gpiot("place", DOOR, "--svg", str(svg))
    end.set()
    assert result.exit_code == 130
    assert "interrupted" in result.stderr
    assert not svg.exists()
