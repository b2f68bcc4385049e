"""A trained virtual sensor: what it tells, how sure that is, what it costs, and its file."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from placement.auto.classifiers import Centroids, Classifier, Softmax
from placement.auto.features import NAMES, SHORTEST, features, ram, work
from placement.auto.forest import Forest
from placement.auto.task import AutoError, Task
from placement.auto.validation import Scaled
from placement.profiles import Data, Opaque, Work

FORMAT = "gpiot auto 1"
# Bytes of the features' and the classifier's code on a board: an estimate, as nothing is compiled yet.
CODE = 6000.0
_CLASSIFIERS: dict[str, type[Centroids | Softmax | Forest]] = {one.name: one for one in (Centroids, Softmax, Forest)}


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """length: samples of a window; accuracies: of each fold, (folds,); confusion: windows by true and told class."""

    task: Task
    length: int
    scaled: Scaled
    accuracies: np.ndarray
    confusion: np.ndarray

    @property
    def accuracy(self) -> float:
        """The mean over the folds."""
        return float(self.accuracies.mean())

    @property
    def spread(self) -> float:
        """The standard deviation over the folds."""
        return float(self.accuracies.std(ddof=1))

    @property
    def majority(self) -> float:
        """The accuracy of always telling the commonest class."""
        return float(self.confusion.sum(axis=1).max() / self.confusion.sum())

    @property
    def telling(self) -> bool:
        """It is better than the commonest class by more than the spread."""
        return self.accuracy - self.spread > self.majority

    def predict(self, window: np.ndarray) -> str:
        """The value for a window, shape (length, columns)."""
        expected = (self.length, len(self.task.columns))
        window = np.asarray(window, dtype=float)
        if window.shape != expected or not np.isfinite(window).all():
            raise AutoError(
                f"{self.task.sensor} takes windows of finite numbers of shape {expected}, not {window.shape}."
            )
        return self.task.labels[int(self.scaled.predict(features(window[None]))[0])]

    def report(self) -> str:
        """What a person has to know before trusting it."""
        lines = [
            f"{self.task.sensor}: {self.scaled.classifier.name}, windows of {self.length} samples",
            f"accuracy {self.accuracy:.1%} +/- {self.spread:.1%} over {len(self.accuracies)} folds of whole recordings",
            f"always telling the commonest value: {self.majority:.1%}",
        ]
        for label, told in zip(self.task.labels, self.confusion, strict=True):
            right = told[self.task.labels.index(label)]
            lines.append(f"{label}: {right} of {told.sum()} windows right")
        if not self.telling:
            lines.append("The recordings do not tell these values apart: record more, longer, or with other sensors.")
        return "\n".join(lines)

    def strange(self, wanted: Task) -> tuple[str, ...]:
        """What a virtual sensor asks for that this was not trained for: inputs, in their order, and values, in any."""
        found = []
        if self.task.columns != wanted.columns:
            found.append(f"it was trained on {_listed(self.task.columns)}, and takes {_listed(wanted.columns)}")
        if set(self.task.labels) != set(wanted.labels):
            found.append(f"it was trained to tell {_listed(self.task.labels)}, and gives {_listed(wanted.labels)}")
        return tuple(found)

    def cost(self) -> Opaque:
        """What its block asks of a device, for `Profiles.opaque` under the virtual sensor's name."""
        columns, count = len(self.task.columns), len(self.task.columns) * len(NAMES)
        stored = [self.scaled.middle, self.scaled.deviation, *_arrays(self.scaled.classifier).values()]
        scaling = Work(float_add=count, float_multiply=count)
        parts = (work(self.length, columns), scaling, self.scaled.classifier.work())
        total = Work(**{field.name: sum(getattr(part, field.name) for part in parts) for field in fields(Work)})
        flash = CODE + sum(array.size * min(array.itemsize, 4) for array in stored)
        return Opaque(total, Data(1, 1), ram(self.length, columns), flash, window=self.length)

    def save(self, path: Path) -> None:
        """Into one file of plain arrays, whole or not at all."""
        unfinished = path.with_name(f"{path.name}.unfinished")
        with unfinished.open("wb") as file:
            np.savez(file, **self._held())
        unfinished.replace(path)

    def _held(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "sensor": self.task.sensor,
            "columns": np.array(self.task.columns),
            "labels": np.array(self.task.labels),
            "length": self.length,
            "classifier": self.scaled.classifier.name,
            "middle": self.scaled.middle,
            "deviation": self.scaled.deviation,
            "accuracies": self.accuracies,
            "confusion": self.confusion,
            **_arrays(self.scaled.classifier),
        }


def load(path: Path) -> Model:
    """A saved model; raises `AutoError` for a file that is none or is damaged."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            if str(held["format"]) != FORMAT:
                raise AutoError(f"{path} is of another version of gpiot; train the model again.")
            model = _model({name: held[name] for name in held.files})
        model.predict(np.zeros((model.length, len(model.task.columns))))
    except AutoError:
        raise
    except (OSError, EOFError, ValueError, KeyError, IndexError, TypeError, zipfile.BadZipFile) as error:
        raise AutoError(f"{path} cannot be read as a trained model; train it again.") from error
    return model


def _model(held: dict[str, np.ndarray]) -> Model:
    kind = _CLASSIFIERS[str(held["classifier"])]
    classifier = kind(**{field.name: held[f"classifier.{field.name}"] for field in fields(kind)})
    if (length := int(held["length"])) < SHORTEST:
        raise ValueError(length)
    task = Task(str(held["sensor"]), tuple(map(str, held["columns"])), tuple(map(str, held["labels"])))
    scaled = Scaled(held["middle"], held["deviation"], classifier)
    return Model(task, length, scaled, held["accuracies"], held["confusion"])


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "nothing"


def _arrays(classifier: Classifier) -> dict[str, np.ndarray]:
    return {
        f"classifier.{field.name}": getattr(classifier, field.name) for field in fields(_CLASSIFIERS[classifier.name])
    }
