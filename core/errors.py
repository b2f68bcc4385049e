"""The exception tree: every error a person sees is one of these.

GpiotError                  message, hint; exit code 1
├── UsageError              the command or its input is wrong                      2
│   ├── SettingsError       a setting is unknown or has a bad value                2
│   └── BudgetError         a prompt does not fit the model's context              2
├── StageError              a stage could not give a valid answer                  1
├── PlacementError          an application has no placement, or none was found     1
├── BackendError            a model server or its weights                          3
│   ├── BackendUnreachable  nobody answers                                         3
│   ├── BackendTimeout      it answers too slowly                                  3
│   ├── ModelMissing        the model or its weights are not there                 3
│   └── BadAnswer           it answered something that is no answer                3
├── LiteratureError         papers and their index                                 4
│   └── IndexInUse          another process works on the index                     4
├── StorageError            sessions, folders, files                               5
│   ├── SessionUnknown      no such session                                        5
│   └── SessionInUse        another process works on it                            5
├── SandboxError            a program cannot be run here                           6
└── KnowledgeError          a method, a plan or a data set is damaged or unknown   7
"""

from __future__ import annotations

from typing import ClassVar


class GpiotError(Exception):
    """An expected failure: what went wrong (``message``) and what to do next (``hint``)."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[type[GpiotError], tuple[str, str]]:
        return type(self), (self.message, self.hint)


class UsageError(GpiotError):
    """The command or its input is wrong."""

    exit_code = 2


class SettingsError(UsageError):
    """A setting is unknown or has a bad value."""


class BudgetError(UsageError):
    """A prompt does not fit the model's context and nothing in it may be dropped."""


class StageError(GpiotError):
    """A stage of the pipeline could not give a valid answer, repairs included."""

    def __init__(self, stage: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.stage = stage

    def __reduce__(self) -> tuple[type[GpiotError], tuple[str, ...]]:  # type: ignore[override]
        return type(self), (self.stage, self.message, self.hint)


class PlacementError(GpiotError):
    """An application has no placement on its devices, or none was found in time."""


class BackendError(GpiotError):
    """A model server or its weights failed."""

    exit_code = 3


class BackendUnreachable(BackendError):
    """Nobody answers at the address of the model server, or the connection broke."""


class BackendTimeout(BackendError):
    """The model server answers too slowly."""


class ModelMissing(BackendError):
    """The model is not on the server, or the weights are missing or damaged."""


class BadAnswer(BackendError):
    """The server answered something that is no answer."""


class LiteratureError(GpiotError):
    """Papers could not be read or their index could not be used."""

    exit_code = 4


class IndexInUse(LiteratureError):
    """Another process is working on the index."""


class StorageError(GpiotError):
    """A session, a folder or a file could not be read or written."""

    exit_code = 5


class SessionUnknown(StorageError):
    """No session has this name."""


class SessionInUse(StorageError):
    """Another process is working on this session."""


class SandboxError(GpiotError):
    """A program cannot be run here: its isolation or its run-time environment is missing or refuses."""

    exit_code = 6


class KnowledgeError(GpiotError):
    """A method, a plan or a data set of the library is damaged or unknown."""

    exit_code = 7
