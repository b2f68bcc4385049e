"""A comparison to be read."""

from __future__ import annotations

import pytest
from textual.containers import VerticalScroll
from textual.widgets import Markdown

from tests.tui.snapshots import SIZES, look
from tests.tui.standin import ESCAPES, Host
from tui.screens.compare import CompareScreen

DIFF = "\n".join(
    [
        "--- step_2_filter_baseline.py",
        "+++ step_2_filter_baseline.py",
        "@@ -1,4 +1,5 @@",
        " def filter_baseline(signal):",
        '-    """Suppress wander."""',
        '+    """Suppress wander [b]by[/b] a Kalman filter: 卡尔曼滤波."""',
        f"+    state = 0.0  # {ESCAPES}",
        "     return signal",
    ]
)
TEXT = f"""**a1**

1. Load recordings (done)
2. Filter baseline (done)

**f0rk**

1. Load recordings (done)
2. Filter baseline {ESCAPES}(stale)

5 files are the same, 1 differ.

```diff
{DIFF}
```
"""


@pytest.mark.parametrize("size", SIZES)
async def test_shows_plans_and_diff(size: str) -> None:
    async with Host(CompareScreen("a1 beside f0rk", TEXT)).run_test(size=SIZES[size]) as pilot:
        await look(pilot, f"compare_{size}")
        await pilot.press("end")
        await look(pilot, f"compare_end_{size}")


@pytest.mark.parametrize("size", SIZES)
async def test_says_that_nothing_differs(size: str) -> None:
    async with Host(CompareScreen("a1 beside a1", "")).run_test(size=SIZES[size]) as pilot:
        await look(pilot, f"compare_empty_{size}")


async def test_keys_scroll_and_escape_goes_back() -> None:
    app = Host(CompareScreen("long", "\n\n".join(f"line {n}" for n in range(200))))
    async with app.run_test() as pilot:
        await pilot.press("pagedown")
        await pilot.wait_for_scheduled_animations()
        assert app.screen.query_one(VerticalScroll).scroll_y > 0
        await pilot.press("escape")
    assert app.answers == [None]


async def test_nothing_steers_the_terminal() -> None:
    app = Host(CompareScreen(f"a {ESCAPES}", TEXT))
    async with app.run_test(size=(160, 48)) as pilot:
        assert "\x1b" not in app.screen.query_one(Markdown).source
        assert "\x1b" not in pilot.app.export_screenshot()
