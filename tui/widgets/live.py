"""The turn that is running: what was said, what it was taken for, what is worked on, and the answer as it comes."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Markdown, Static
from textual.widgets.markdown import MarkdownStream

from core.events import Event, Routed, Token
from core.routes import Route
from tui.progress import ANSWER, Progress
from tui.rows import printable
from tui.widgets.prose import Prose

HZ = 12
"""How often streamed text is drawn."""

_ROWS = 6
_LINES = 4
_KINDS = {
    "problem": "a new problem",
    "revise": "a revision",
    "edit": "a change of the plan",
    "question": "a question",
    "unclear": "unclear",
}


class Live(Vertical):
    """Shown while a turn runs; afterwards the conversation's lines take its place."""

    def __init__(self) -> None:
        super().__init__(id="live")
        self._progress: Progress | None = None
        self._stream: MarkdownStream | None = None
        self._waiting: list[str] = []
        self._answer: list[str] = []
        self._attempt = 0
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """What was said, the route, the stage with its sub-tasks, the answer."""
        yield Static(id="live-said", markup=False)
        yield Static(id="live-route", markup=False)
        yield Prose(id="live-answer")
        yield Static(id="live-stage", markup=False)

    def on_mount(self) -> None:
        """Nothing runs yet."""
        self.display = False
        self._timer = self.set_interval(1 / HZ, self.draw, pause=True)

    def begin(self, said: str, progress: Progress) -> None:
        """A turn begins."""
        self._progress, self._waiting, self._answer, self._attempt = progress, [], [], 0
        self.query_one("#live-said", Static).update(spoken(said))
        self.query_one("#live-route", Static).update("")
        self.display = True
        self._tick(Timer.resume)

    async def note(self, event: Event) -> None:
        """Take in an event; it is drawn at the next tick."""
        match event:
            case Routed():
                self.query_one("#live-route", Static).update(taken(event.route))
            case Token() if event.stage == ANSWER:
                await self._take(event)

    async def draw(self) -> None:
        """Draw what came since the last time."""
        if self._progress is None:
            return
        self.query_one("#live-stage", Static).update(under_way(self._progress))
        text, self._waiting = "".join(self._waiting), []
        if text:
            self._stream = self._stream or Markdown.get_stream(self.query_one(Prose))
            await self._stream.write(text)

    async def finish(self) -> None:
        """The turn is over: the answer as a whole, once (a code block that was streamed goes blank otherwise)."""
        self._tick(Timer.pause)
        await self._stop()
        if self._answer:
            await self.query_one(Prose).update("".join(self._answer))
        self.query_one("#live-stage", Static).update("")
        self._progress = None

    async def clear(self) -> None:
        """The lines that last are there."""
        self.display = False
        if self._answer:
            self._answer = []
            await self.query_one(Prose).update("")

    async def _take(self, event: Token) -> None:
        if event.attempt != self._attempt and self._answer:
            await self._stop()
            self._waiting, self._answer = [], []
            await self.query_one(Prose).update("")
        self._attempt = event.attempt
        self._waiting.append(event.text)
        self._answer.append(event.text)

    async def _stop(self) -> None:
        if self._stream is not None:
            await self._stream.stop()
            self._stream = None

    def _tick(self, change: Callable[[Timer], None]) -> None:
        if self._timer is not None:
            change(self._timer)


def spoken(text: str) -> Content:
    """What the person said, as it was typed."""
    return Content.assemble(("› ", "bold $text-primary"), (printable(text), "bold"))


def taken(route: Route) -> Content:
    """What a text was taken for, and the key that corrects it."""
    numbers = f" of {', '.join(map(str, route.numbers))}" if route.numbers else ""
    why = f" ({printable(route.why)})" if route.why else ""
    ask = f"\n? {printable(route.ask)}" if route.ask else ""
    by = "" if route.by == "person" else " · ctrl+r corrects"
    return Content.assemble((f"→ {_KINDS[route.kind]}{numbers}{why}{by}", "$text-muted"), ask)


def under_way(progress: Progress) -> Content:
    """The stage and the end of what is being written for each sub-task."""
    parts: list[str | tuple[str, str]] = [(f"{remark}\n", "$text-muted") for remark in _remarks(progress)]
    parts.append((f"● {progress.headline()}", "$text-accent"))
    running = [] if progress.stage == ANSWER else progress.running()
    each = max(1, _LINES // max(1, len(running[:_ROWS])))
    for number in running[:_ROWS]:
        name = f"\n  {number} " if number else "\n  plan "
        lines = progress.rows[number].tail_lines(each)
        parts += [(name, "bold"), *((f"\n    {printable(line.strip())[:300]}", "$text-muted") for line in lines)]
    if len(running) > _ROWS:
        parts.append((f"\n  and {len(running) - _ROWS} more", "$text-muted"))
    return Content.assemble(*parts)


def _remarks(progress: Progress) -> list[str]:
    """What the library has for the plan and its sub-tasks, the latest ones."""
    found = [f"◆ {f'{number}: ' if number else ''}{printable(text)}" for number, text in progress.remarks.items()]
    return found[-_ROWS:]
