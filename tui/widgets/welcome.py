"""What an empty conversation shows: what to type, which model answers, two examples, how to add papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from core.wording import plural
from tui.messages import Suggested
from tui.rows import one_line

if TYPE_CHECKING:
    from agent.chat import Status


@dataclass(frozen=True, slots=True)
class Example:
    """A problem to begin with."""

    title: str
    text: str


EXAMPLES = (
    Example(
        "Find every heartbeat in ECG records",
        """Find every heartbeat in the ECG records of the MIT-BIH Arrhythmia Database. For each record, read the first lead, \
remove baseline wander and noise, detect the R-peaks with a threshold that adapts to the signal, and compare them with \
the annotated beats: a peak within 150 ms of a beat counts as correct.

Code Input
1. data_path (str): path of the folder that holds the records

Code Output Format
Case {record name}
Detection accuracy: 91%

Remarks
1. Memory must not exceed 50 MB.
""",
    ),
    Example(
        "Recognise activities from WiFi signals",
        """Recognise what a person is doing from the way the body disturbs WiFi signals (channel state information, WiAR data). \
Low-pass filter the measurements, split them so that every activity appears in training and test in equal shares, enlarge \
the training set with variations of its samples, train a small neural network and report its accuracy on the test split.

Code Input
1. data_path (str): path of the NumPy file with the samples, shape (450, 90, 250)

Code Output Format
Average recognition accuracy: 91%

Remarks
1. There are 15 activities with 30 samples each, one activity after another.
""",
    ),
)

_WHAT = "Describe an application for sensors or devices below: what comes in, what shall come out. It becomes a plan, \
specifications and programs, step by step; every step can be changed afterwards in your own words."
_NO_MODEL = "The model is chosen with your first message (/model shows and switches it)."
_NO_PAPERS = "None yet. /ingest PATH reads a folder of papers beside the chat; steps then cite them."


class ExampleList(OptionList):
    """The examples."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Use the example")]


class Welcome(VerticalScroll, can_focus=False):
    """Posts Suggested with the example that was picked."""

    DEFAULT_CSS = """
    Welcome { height: 1fr; padding: 0 1; }
    Welcome Static { height: auto; }
    Welcome .title { margin-top: 1; text-style: bold; }
    Welcome #examples { height: auto; border: none; padding: 0; background: transparent; }
    """

    def compose(self) -> ComposeResult:
        """Four short parts."""
        yield Static("What to type", classes="title")
        yield Static(_WHAT)
        yield Static("Examples to begin with", classes="title")
        yield ExampleList(*(Option(Content(f"{n}. {one.title}")) for n, one in enumerate(EXAMPLES, 1)), id="examples")
        yield Static("Model", classes="title")
        yield Static(_NO_MODEL, id="model")
        yield Static("Papers", classes="title")
        yield Static(_NO_PAPERS, id="papers")

    def show(self, status: Status) -> None:
        """Say which model answers and what was ingested."""
        self.query_one("#model", Static).update(Content(_model(status)))
        self.query_one("#papers", Static).update(Content(_papers(status)))

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(Suggested(EXAMPLES[event.option_index].text))


def _model(status: Status) -> str:
    if not status.model:
        return _NO_MODEL
    weak = " ! weak: do not rely on its programs." if status.weak else ""
    return f"{one_line(status.model)} answers ({one_line(status.backend)} backend).{weak} /model switches it."


def _papers(status: Status) -> str:
    if not status.papers and not status.failed:
        return _NO_PAPERS
    failed = f", {plural(status.failed, 'file')} failed (/papers shows why)" if status.failed else ""
    return (
        f"{plural(status.papers, 'paper')}, {plural(status.passages, 'passage')}{failed}. /ingest PATH adds a folder."
    )
