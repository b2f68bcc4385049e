"""CGD, the code generation data set: specification to code and documentation (GPIoT, section 4.1.2), out of packages."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from core.errors import UsageError
from knowledge.datasets import candidates
from knowledge.datasets.batches import Batch, batch_of_scripts, batch_of_things, worked
from knowledge.datasets.candidates import Package, Thing
from knowledge.datasets.library import pairs_of_methods
from knowledge.datasets.licences import licence_of
from knowledge.datasets.pairs import Pair, pair_of
from knowledge.datasets.progress import Meter, OnProgress
from knowledge.datasets.running import Runner
from knowledge.datasets.shards import Shards
from knowledge.datasets.writing import Built, write

PACKAGES = (
    "numpy scipy scikit-learn PyWavelets wfdb neurokit2 librosa statsmodels pandas mne networkx scikit-image "
    "sktime aeon river tslearn tsfresh pyts stumpy ruptures pyod hmmlearn filterpy antropy sleepecg dtaidistance "
    "scikit-dsp-comm control pvlib imbalanced-learn xarray dask shapely Pint lmfit optuna pymodbus "
    "simpy h5py pooch joblib pillow seaborn matplotlib nilearn dipy pyriemann pyroomacoustics padasip tensorly mlxtend "
    "pmdarima arch lightgbm cvxpy trimesh geopandas pyproj bleak paho-mqtt aiocoap pyserial influxdb-client Bottleneck "
    "astropy sympy"
).split()
"""What CGD is made of unless packages are named: the extra ``dataset``."""
_OBJECTS = 400
_SURVEY_S = 900.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the data set is made of: packages of the interpreter, and source trees with galleries of examples."""

    packages: tuple[str, ...]
    trees: tuple[Path, ...] = ()
    methods: bool = True
    seed: int = 0
    workers: int = 2


async def build(wanted: Wanted, runner: Runner, out: Path, tell: OnProgress) -> Built:
    """Build CGD in a folder; what an earlier call has done there is not done again.

    Raises UsageError where the folder holds work of other options or a package is not installed, SandboxError, StorageError.
    """
    shards = Shards(out / ".work", _settings(wanted))
    surveys = await _surveys(wanted, runner, shards, tell)
    dropped: Counter[str] = Counter()
    packages = dict(_package(survey) for survey in surveys)
    dropped["package without a permissive licence"] += sum(not package.licence for package in packages.values())
    jobs = [*_batches(surveys, packages), *_scripts(wanted, packages)]
    pairs = pairs_of_methods() if wanted.methods else []
    for found, reasons in await _worked(jobs, runner, shards, wanted.workers, tell):
        pairs += found
        dropped.update(reasons)
    return await asyncio.to_thread(write, out, "CGD", _in_order(pairs), dropped, wanted.seed, tell)


def _settings(wanted: Wanted) -> dict[str, Any]:
    here = Path(__file__).parent
    texts = b"".join(path.read_bytes() for path in sorted(here.rglob("*.py")))
    trees = [str(tree.absolute()) for tree in wanted.trees]
    return {"packages": list(wanted.packages), "trees": trees, "builder": hashlib.sha256(texts).hexdigest()}


async def _surveys(wanted: Wanted, runner: Runner, shards: Shards, tell: OnProgress) -> list[list[dict[str, Any]]]:
    meter, limit = Meter("reading packages", len(wanted.packages), tell), asyncio.Semaphore(wanted.workers)

    async def one(package: str) -> list[dict[str, Any]]:
        name = f"survey-{package}.jsonl"
        kept = shards.get(name)
        async with limit:
            data = kept if kept is not None else await runner.run("survey.py", {}, (package,), _SURVEY_S)
        records = [json.loads(text) for text in data.splitlines()]
        if not records or records[0].get("missing"):
            raise UsageError(
                f"The interpreter has no package {package}.", "Install it there, or name others: --package."
            )
        if kept is None:
            shards.put(name, data)
        meter.step(1, 0, resumed=kept is not None)
        return records

    return list(await asyncio.gather(*map(one, wanted.packages)))


def _package(survey: Sequence[Mapping[str, Any]]) -> tuple[str, Package]:
    about, *records = survey
    licence = licence_of(about["licence"], about["classifiers"], about["text"] or "")
    aliases = {(one["module"], one["qualname"]): one["name"] for one in records}
    return about["package"], Package(about["package"], about["version"], licence, aliases)


def _batches(surveys: Sequence[Sequence[Mapping[str, Any]]], packages: Mapping[str, Package]) -> Iterator[Batch]:
    for about, *records in surveys:
        package = packages[about["package"]]
        for start in range(0, len(records) if package.licence else 0, _OBJECTS):
            chosen = records[start : start + _OBJECTS]
            yield batch_of_things(f"{package.name}-{start:06}", [Thing(package, one) for one in chosen])


def _scripts(wanted: Wanted, packages: Mapping[str, Package]) -> Iterator[Batch]:
    for tree in wanted.trees:
        found = candidates.tree_package(tree, packages)
        if found.licence:
            yield from batch_of_scripts(found, tree)


async def _worked(
    jobs: Sequence[Batch], runner: Runner, shards: Shards, workers: int, tell: OnProgress
) -> list[tuple[list[Pair], Mapping[str, int]]]:
    meter, limit = Meter("making pairs", sum(job.size for job in jobs), tell), asyncio.Semaphore(workers)

    async def one(job: Batch) -> tuple[list[Pair], Mapping[str, int]]:
        name = f"pairs-{job.name}.json"
        kept = shards.get(name)
        if kept is None:
            async with limit:
                found, reasons = await worked(job, runner)
            shards.put(name, json.dumps({"pairs": [asdict(pair) for pair in found], "dropped": reasons}).encode())
        else:
            told = json.loads(kept)
            found, reasons = [pair_of(pair) for pair in told["pairs"]], told["dropped"]
        meter.step(job.size, len(found), resumed=kept is not None)
        return found, reasons

    return list(await asyncio.gather(*map(one, jobs)))


_ORDER = ("method", "example", "implementation", "description")


def _in_order(pairs: Sequence[Pair]) -> list[Pair]:
    """The order in which near-duplicates are looked for: what teaches most comes first, and stays."""
    return sorted(pairs, key=lambda pair: (_ORDER.index(pair.kind), pair.source.package, pair.source.object, pair.id))
