"""The conversation: streaming, following, the mark of new text, and what is long."""

from __future__ import annotations

import gc

import pytest
from textual.await_complete import AwaitComplete
from textual.strip import Strip
from textual.widgets import Static

from core.events import Routed, StageStarted, Token
from core.routes import Route
from tests.tui.snapshots import SIZES, look, picture
from tests.tui.world import desk
from tui.app import GpiotApp
from tui.markdown import blocks, drawn
from tui.pieces import MOST, Author, pieces
from tui.progress import ANSWER, Progress
from tui.widgets.live import Live
from tui.widgets.prose import Prose

MARKDOWN = """# Peaks *of* hearts

The **band-pass** runs from `5` to 15 Hz; <b>HTML</b> stays text, so does [a link](http://example.org).

- one
- two, which is long enough to be wrapped where the terminal is narrow and hangs below its first word
  1. nested

> quoted

| record | accuracy |
|---|---|
| 日本 | 91 % |

```python
def peaks(signal):
    return signal > 0
```
"""


def talk(count: int) -> list[tuple[Author, str]]:
    return [
        line for n in range(count) for line in (("person", f"turn {n}"), ("agent", f"answer {n}\n\n" + "text " * 40))
    ]


async def streamed(app: GpiotApp, text: str) -> None:
    for word in text.split(" "):
        await app.desk.note(Token(stage=ANSWER, text=f"{word} ", tokens=1), lambda: None)
    await app.desk.conversation.live.draw()


async def begun(app: GpiotApp, said: str = "Why a band-pass?") -> None:
    await app.desk.begin(said, None, Progress(lambda: 0.0))


async def test_an_answer_is_streamed_and_replaced_by_the_line_that_lasts() -> None:
    async with desk() as (app, pilot):
        await begun(app)
        await app.desk.note(Routed(route=Route("question", why="it asks")), lambda: None)
        await app.desk.note(StageStarted(stage=ANSWER, role="rtslm"), lambda: None)
        await streamed(app, "It removes the **wander**.")
        await pilot.pause()
        live = app.desk.query_one(Live)
        assert live.query_one(Prose).source.strip() == "It removes the **wander**."
        await app.desk.finish(None, [("person", "Why a band-pass?"), ("agent", "It removes the **wander**.")])
        await pilot.pause()
        assert not live.display
        assert live.query_one(Prose).source == ""
        assert "It removes the wander." in await seen(pilot)


async def test_a_repaired_answer_begins_anew() -> None:
    async with desk() as (app, pilot):
        await begun(app)
        await streamed(app, "bad")
        await app.desk.note(Token(stage=ANSWER, text="good", tokens=1, attempt=2), lambda: None)
        await app.desk.conversation.live.draw()
        await pilot.pause()
        assert app.desk.query_one(Live).query_one(Prose).source == "good"


async def test_tokens_are_drawn_at_a_bounded_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred tokens a second are joined: what is drawn depends on the clock, not on them."""
    async with desk() as (app, _):
        await begun(app)
        live = app.desk.conversation.live
        appended: list[str] = []
        prose = live.query_one(Prose)
        original = prose.append

        def append(text: str) -> AwaitComplete:
            appended.append(text)
            return original(text)

        monkeypatch.setattr(prose, "append", append)
        for number in range(500):
            await app.desk.note(Token(stage=ANSWER, text=f"{number} ", tokens=1), lambda: None)
        await live.draw()
        await live.finish()
        assert len(appended) <= 12
        assert "".join(appended) == "".join(f"{number} " for number in range(500))


async def test_the_tail_is_followed_until_the_person_scrolls_up() -> None:
    async with desk() as (app, pilot):
        conversation = app.desk.conversation
        await conversation.show(talk(30))
        await app.desk.greet()
        await pilot.pause()
        assert conversation.tail.is_vertical_scroll_end
        await pilot.press("pageup")
        await pilot.pause()
        assert not conversation.tail.following
        at = conversation.tail.scroll_y
        await conversation.add("agent", "new " * 300)
        await pilot.pause()
        assert conversation.tail.scroll_y == at
        assert conversation.has_class("-below")
        await pilot.press("ctrl+end")
        await pilot.pause()
        assert conversation.tail.is_vertical_scroll_end
        assert not conversation.has_class("-below")
        await conversation.add("agent", "newer")
        await pilot.pause()
        assert conversation.tail.is_vertical_scroll_end


async def test_scrolling_down_at_the_end_goes_on_following() -> None:
    async with desk() as (app, pilot):
        await app.desk.conversation.show(talk(30))
        await app.desk.greet()
        await pilot.press("pagedown", "pagedown")
        await pilot.pause()
        assert app.desk.conversation.tail.following


async def test_a_click_on_the_mark_returns() -> None:
    async with desk() as (app, pilot):
        conversation = app.desk.conversation
        await conversation.show(talk(30))
        await app.desk.greet()
        await pilot.press("pageup")
        await conversation.add("agent", "new")
        await pilot.pause()
        await pilot.click("#below")
        await pilot.pause()
        assert conversation.tail.following


async def test_what_is_selected_stays_selected_while_text_comes() -> None:
    async with desk() as (app, pilot):
        conversation = app.desk.conversation
        await conversation.show(talk(12))
        await app.desk.greet()
        await begun(app)
        await pilot.pause()
        person = [widget for widget in conversation.query(".person") if widget.region.y > 0][-1]
        await pilot.mouse_down(person, offset=(0, 0))
        await pilot.hover(person, offset=(4, 0))
        await pilot.mouse_up(person, offset=(6, 0))
        assert not conversation.tail.following
        await streamed(app, "word " * 400)
        await pilot.pause()
        assert (app.screen.get_selected_text() or "").startswith("› tu")
        assert conversation.has_class("-below")


async def test_200_turns_and_2_megabytes_mount_only_what_is_near_the_eye() -> None:
    async with desk() as (app, pilot):
        conversation = app.desk.conversation
        text = MARKDOWN * 17
        await conversation.show([line for n in range(200) for line in (("person", f"turn {n}"), ("agent", text))])
        await app.desk.greet()
        await pilot.pause()
        assert len(list(conversation.walk_children())) < 60
        conversation.tail.focus()
        await pilot.press("home")
        await pilot.pause()
        assert "turn 0" in await seen(pilot)
        assert len(list(conversation.walk_children())) < 60
        # Down to the edge of what is mounted, and beyond it.
        high = conversation._high
        for _ in range(3):
            conversation.tail.scroll_to(y=conversation.tail.max_scroll_y, animate=False)
            await pilot.pause()
            await pilot.pause()
        assert conversation._high > high
        assert len(list(conversation.walk_children())) < 80
        await pilot.press("end")
        await pilot.pause()
        assert conversation._high == len(conversation._pieces)


async def test_what_the_person_looks_at_stays_where_it_is_when_earlier_lines_are_mounted() -> None:
    async with desk() as (app, pilot):
        conversation = app.desk.conversation
        await conversation.show(talk(60))
        await app.desk.greet()
        await pilot.pause()
        low = conversation._low
        first = conversation._shown[low]
        conversation.tail.scroll_to(y=0, animate=False)
        await pilot.pause()
        await pilot.pause()
        await pilot.pause()
        assert conversation._low < low
        # The "earlier" mark takes a line; nothing else moves it.
        assert 0 <= first.region.y <= 3


async def test_a_page_is_a_page_wherever_the_mounted_pieces_end() -> None:
    async with desk() as (app, pilot):
        conversation = app.desk.conversation
        await conversation.show(talk(60))
        await app.desk.greet()
        await pilot.pause()
        page = conversation.tail.size.height
        for key, way, times in (("pageup", 1, 6), ("pagedown", -1, 5)):
            for _ in range(times):
                seen = next(
                    w for w in conversation.query(".person, Told") if conversation.tail.region.contains_region(w.region)
                )
                place = seen.region.y
                await pilot.press(key)
                await pilot.pause()
                assert seen.region.y - place == way * page
                assert not conversation.tail.following
        assert conversation._low > 0


async def test_the_end_of_what_is_mounted_is_not_the_end() -> None:
    async with desk() as (app, pilot):
        conversation = app.desk.conversation
        await conversation.show(talk(200))
        await app.desk.greet()
        conversation.tail.focus()
        await pilot.press("home")
        await pilot.pause()
        conversation.tail.scroll_to(y=conversation.tail.max_scroll_y, animate=False)
        await pilot.pause()
        await pilot.pause()
        assert not conversation.tail.following
        assert 0 < conversation._high < 100


async def test_what_is_scrolled_away_keeps_nothing() -> None:
    async with desk() as (app, pilot):
        await app.desk.conversation.show(talk(400))
        await app.desk.greet()
        kept = []
        for pages in (12, 36):
            await pilot.press(*["pageup"] * pages)
            await pilot.pause()
            gc.collect()
            kept.append(sum(type(found) is Strip for found in gc.get_objects()))
        assert kept[1] < 1.3 * kept[0]


async def test_a_model_s_text_steers_nothing() -> None:
    evil = "a \x1b]52;c;eA==\x07 \x1b[2J &#x202e;reversed [bold red]x[/] @click=app.quit"
    async with desk() as (app, pilot):
        await app.desk.conversation.show([("agent", evil), ("person", evil), ("notice", evil)])
        await app.desk.greet()
        await begun(app, evil)
        await app.desk.note(StageStarted(stage="generate", role="cgslm", subtask=1), lambda: None)
        await app.desk.note(Token(stage="generate", subtask=1, text=evil, tokens=9), lambda: None)
        await streamed(app, evil)
        await pilot.pause()
        svg = await picture(pilot)
        assert "\x1b" not in svg
        assert "\u202e" not in svg
        assert (await seen(pilot)).count("␛]52;c;eA==␇") >= 5
        assert "[bold red]x[/]" in await seen(pilot)


def test_pieces_are_whole_markdown_of_a_bounded_size() -> None:
    code = "```python\n" + "x = 1\n" * 4000 + "```\n\nafter"
    parts = pieces("agent", code)
    assert len(parts) > 3
    assert all(len(part.text) <= MOST + 100 for part in parts)
    assert all(part.text.startswith("```python") and part.text.rstrip().endswith("```") for part in parts[:-1])
    assert sum(part.text.count("x = 1") for part in parts) == 4000
    assert parts[-1].text.endswith("after")
    line = pieces("agent", "y" * 50_000)
    assert "".join(part.text for part in line).replace("\n", "") == "y" * 50_000


def test_markdown_is_drawn_at_every_width() -> None:
    parts = blocks(MARKDOWN)
    for width in (8, 20, 40, 80, 200):
        content = drawn(parts, width)
        assert all(word in content.plain.replace("\n", " ") for word in ("one", "nested", "quoted", "91 %"))
        assert max(line.cell_length for line in content.split("\n")) <= max(width, 14)
    assert "<b>HTML</b>" in drawn(parts, 200).plain


async def seen(pilot: object) -> str:
    """All text of the conversation that is mounted."""
    app = pilot.app  # type: ignore[attr-defined]
    found = [str(part.visual) for part in app.desk.conversation.query(Static) if part.display]
    found += [part.render().plain for part in app.desk.conversation.query("Told")]
    return "\n".join(found)


@pytest.mark.parametrize("size", SIZES)
async def test_markdown_looks(size: str) -> None:
    async with desk(SIZES[size]) as (app, pilot):
        lines: list[tuple[Author, str]] = [("person", "Show 日本語 all"), ("agent", MARKDOWN), ("notice", "Cancelled.")]
        await app.desk.conversation.show(lines)
        await app.desk.greet()
        await look(pilot, f"chat_markdown_{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_new_text_below_looks(size: str) -> None:
    async with desk(SIZES[size]) as (app, pilot):
        await app.desk.conversation.show(talk(40))
        await app.desk.greet()
        await pilot.press("pageup", "pageup")
        await pilot.pause()
        await app.desk.conversation.add("agent", "new")
        await look(pilot, f"chat_below_{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_a_running_answer_looks(size: str) -> None:
    async with desk(SIZES[size]) as (app, pilot):
        await begun(app)
        await app.desk.note(Routed(route=Route("question", why="it asks why")), lambda: None)
        await app.desk.note(StageStarted(stage=ANSWER, role="rtslm"), lambda: None)
        await streamed(app, MARKDOWN)
        await look(pilot, f"chat_answer_{size}")
