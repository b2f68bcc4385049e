"""What a placement learns from recordings: virtual sensors with AUTO, and what a network will do next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from agent.placing import profiles, told
from agent.placing_files import cost_table, network_table, profile_path, write_profile
from agent.placing_training import model_path
from core.disk import storing
from core.errors import UsageError

if TYPE_CHECKING:
    import numpy as np

    from agent.placing import Program
    from placement.auto import Model, Task
    from placement.profiles import NetworkProfile, Profiles


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """A trained virtual sensor and where it was put: the model, and the profile of its cost."""

    model: Model
    file: Path
    profile: Path


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """throughput: B/s of each interval to come; profile: the network with the time of a packet over them; usual: without it

    file: where the profile was put, if anywhere
    """

    throughput: np.ndarray
    profile: NetworkProfile
    usual: NetworkProfile
    file: Path | None


def task(program: Program, sensor: str) -> Task:
    """What the virtual sensor of that name has to learn; raises UsageError where it is none that learns."""
    from placement.auto import task as asked

    application = program.sound()
    found = {str(one.name): one for one in application.sensors}
    if sensor not in found:
        learning = [name for name, one in found.items() if one.auto]
        hint = f"These learn: {', '.join(learning)}." if learning else "None of its virtual sensors is AUTO."
        raise UsageError(f"{program.name} has no virtual sensor {sensor}.", hint)
    with told():
        return asked(application, found[sensor])


def sampling(given: Task) -> str:
    """The program that records what the task is learnt from."""
    from placement.auto import program

    with told():
        return program(given)


def train(given: Task, recordings: Path, folder: Path, length: int, seed: int) -> Trained:
    """Learn from labelled recordings; model and cost go into a folder of profiles."""
    from placement.auto import train as learn

    profile = profile_path(folder, "opaque", given.sensor, _known(folder))
    with told():
        model = learn(recordings, given, length, seed)
    file = model_path(folder, given.sensor)
    with storing(folder):
        file.parent.mkdir(parents=True, exist_ok=True)
        model.save(file)
    write_profile(profile, cost_table(given.sensor, model))
    return Trained(model, file, profile)


def forecast(trace: Path, network: str, steps: int, folder: Path | None) -> Forecast:
    """What a trace of throughput lets expect of a network over the next intervals; it goes into the folder of profiles, if any."""
    from core.spelling import suggestion
    from placement.loading import Register
    from placement.network import packet_time, predict
    from placement.network.traces import read

    known = _known(folder)
    networks = Register(known.networks)
    if network not in networks:
        raise UsageError(f"There is no network {network}.", suggestion(network, networks.choice(network)))
    usual = networks[network]
    file = profile_path(folder, "networks", usual.name, known) if folder else None
    with told():
        seen = read(trace)
        throughput = predict(seen, steps)
        time = packet_time(throughput, usual.payload)
    source = f"predicted by M-SVR for {steps} intervals from {len(seen)} samples of throughput"
    profile = replace(usual, packet_time=time, source=source)
    if file:
        write_profile(file, network_table(profile))
    return Forecast(throughput, profile, usual, file)


def _known(folder: Path | None) -> Profiles:
    """The profiles with those of a folder that may not hold any yet."""
    from placement.loading import KINDS

    return profiles(folder if folder and any(any((folder / kind).glob("*.toml")) for kind in KINDS) else None)
