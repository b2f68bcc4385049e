"""Tokens counted here against the tokens that a real Ollama server evaluates. (criterion: equal for every prompt)

    python -m bench.ollama_counts [--times 200] [--seed N] [--context 1024]

Prompts in English, Chinese, code and mathematics are made of templates by a seed; every fifth one is a conversation.
The server is asked twice: the second time all but one token of the prompt lie in its cache, and the count has to be
that of the whole prompt all the same. It is the whole prompt, system text and template included, that is compared.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from backends.ollama import OllamaModel
from backends.weights import find_weights
from bench.report import show
from core.ports import Message, Request
from core.roles import ROLES
from core.settings import Settings
from tests.backends.ollama_server import binary, create, serving

MODEL = "tiny:135m"
COLUMNS = ("kind", "prompts", "tokens", "shortest", "longest", "equal", "equal when cached", "estimated", "worst")
_DIGITS = (1, 2, 3, 7)

_ENGLISH = (
    "Detect {thing} in record {n} at {x} Hz; it's noisy, so don't resample and keep the {m} markers.",
    "We've {n} sensors on {m} boards: which of them drift by more than {x} %?",
    "Why does the gateway lose {thing} after {n} minutes, though the battery's at {x} V?",
    "  Indented, with  two  spaces and\ttabs; {n}-{m}.\r\n\r\nThen a naïve “quotation” – {x}…",
)
_CHINESE = (
    "从第{n}条记录中检测{thing}，采样率为{x}赫兹，共{m}个通道。",
    "为什么网关在{n}分钟后丢失{thing}？电池电压是{x}伏。",
    "使用WiFi信道状态信息（CSI）识别{m}种活动：走路、坐下、站起；窗口{x}秒，步长{n}毫秒。",
    "【要求】滤波→分段→分类，准确率≥{x}％，時間單位：毫秒；繁體與简体混排，emoji 📡{m}。",
)
_CODE = (
    "def detect_{m}(signal: np.ndarray, fs: float = {x}) -> list[int]:\n    return [i for i in range({n}) if signal[i] > {x}]\n",
    "class Filter{m}:\n\t__slots__ = ('b', 'a')\n\n\tx = lambda s: s ** {n} // 3 != 0x{n:X}  # {thing}\n",
    '#include <stdio.h>\nint main(void){{for(int i=0;i<{n};++i)printf("%d\\n",i<<{m});return {m};}}\n',
    '{{"rate": {x}e+{m}, "ids": [{n}, {m}], "ok": true, "path": "C:\\\\data\\\\{n}.csv", "of": "{thing}"}}\n',
    "SELECT AVG(v) FROM t_{m} WHERE id<>{n} AND v>={x} GROUP BY day; -- {thing}\n",
)
_MATHEMATICS = (
    r"\[ \hat{{x}}_{{{m}}} = \frac{{1}}{{{n}}}\sum_{{i=1}}^{{{n}}} x_i^{{{m}}} - \sqrt{{{x}}} \]" + "\n",
    "∀ε>0 ∃δ: |x−{x}|<δ ⇒ |f(x)−f({n})|≤ε; ∫₀^{m} e^(−t²⁄{n}) dt ≈ {x}·10⁻³, ½≠²⁄₃. ",
    "H(z) = {x}·(1 − z⁻{m}) / (1 − {x} z^-{n}), ω₀ = 2π·{n}/{m} rad/s, σ² ≤ {x} µV². ",
    "{n} × {m} = {nm}; {n}/{m} ≈ {x}; {n},{m:03},{n:03}.{m} mod 7; 1e-{m} < Σₖ aₖ/k! < ∞. ",
)
_THINGS = {"chinese": ("心跳", "步数", "跌倒事件", "呼吸频率")}
_USUAL_THINGS = ("R-peaks", "footsteps", "packets", "the operator's falls")
KINDS: Mapping[str, tuple[str, ...]] = {
    "English": _ENGLISH,
    "Chinese": _CHINESE,
    "code": _CODE,
    "mathematics": _MATHEMATICS,
}


def pieces(kind: str, chance: random.Random) -> Iterator[str]:
    """Endless sentences, lines or formulas of this kind."""
    while True:
        n, m = chance.randrange(2, 10 ** chance.choice(_DIGITS)), chance.randrange(1, 1000)
        thing = chance.choice(_THINGS.get(kind.lower(), _USUAL_THINGS))
        x = round(chance.uniform(0.001, 999), chance.randrange(5))
        yield chance.choice(KINDS[kind]).format(n=n, m=m, nm=n * m, x=x, thing=thing)


def text(kind: str, chance: random.Random, most: int = 2) -> str:
    """One to ``most`` pieces of this kind."""
    found = pieces(kind, chance)
    return "".join(next(found) for _ in range(chance.randint(1, most)))


def prompt(number: int, chance: random.Random) -> tuple[str, Request]:
    """The kind of prompt that this number has, and a request for one token that puts it."""
    kind = list(KINDS)[number % len(KINDS)]
    said = [text(kind, chance)]
    if number % 5 == 0:
        said += [text(kind, chance, 1), text(chance.choice(list(KINDS)), chance, 1)]
    talk = tuple(Message("assistant" if n % 2 else "user", words) for n, words in enumerate(said))
    role = list(ROLES.values())[number % len(ROLES)]
    return kind, Request(role, talk, seed=number, answer=1, temperature=0.0)


@contextmanager
def server() -> Iterator[str]:
    """The address of a server of our own with the 135M model; nothing of it is left afterwards."""
    program = binary()
    if program is None:
        raise SystemExit("no ollama binary; tools/build-ollama makes one")
    with tempfile.TemporaryDirectory(prefix="gpiot-ollama-") as folder, serving(program, Path(folder)) as url:
        # One thread: two that wait for each other lose ten times the speed when anything else runs on the machine.
        create(program, url, MODEL, f"FROM {find_weights('')}\nPARAMETER num_thread 1\n", Path(folder))
        yield url


@asynccontextmanager
async def served(url: str, context: int) -> AsyncIterator[OllamaModel]:
    """The server's model in all roles, with a context as short as a trial wants it."""
    settings = Settings(backend="ollama", model=MODEL, ollama_url=url, parallel=1)
    model = OllamaModel(settings.model_copy(update={"ollama_num_ctx": context}))
    await model.open()
    try:
        yield model
    finally:
        await model.close()


@dataclass(frozen=True, slots=True)
class Compared:
    """A prompt's tokens: counted here, told by the server, and told by it once more when it has them in its cache."""

    kind: str
    counted: int
    exact: bool
    told: int
    cached: int

    @property
    def worst(self) -> int:
        """By how many tokens the server's counts are away from ours, the worse of the two."""
        return max(abs(self.counted - self.told), abs(self.counted - self.cached))


async def compared(model: OllamaModel, number: int, chance: random.Random) -> Compared:
    """The prompt of this number."""
    kind, request = prompt(number, chance)
    count = await model.count(request)
    told, cached = [(await model.generate(request, lambda _text, _tokens: None)).prompt_tokens for _ in range(2)]
    return Compared(kind, count.tokens, count.exact, told, cached)


def summary(kind: str, rows: Sequence[Compared]) -> list[Any]:
    """All prompts of a kind as a row of the table."""
    counted = [row.counted for row in rows]
    equal = sum(row.counted == row.told for row in rows), sum(row.counted == row.cached for row in rows)
    estimated, worst = sum(not row.exact for row in rows), max(row.worst for row in rows)
    return [kind, len(rows), sum(counted), min(counted), max(counted), *equal, estimated, worst]


async def trial(times: int, seed: int, context: int) -> list[Compared]:
    """The comparison for so many prompts."""
    chance = random.Random(seed)
    with server() as url:
        async with served(url, context) as model:
            rows = []
            for number in range(times):
                rows.append(await compared(model, number, chance))
                if rows[-1].worst:
                    print(f"prompt {number}: {rows[-1]}", file=sys.stderr)
            return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--context", type=int, default=1024)
    given = parser.parse_args()
    rows = asyncio.run(trial(given.times, given.seed, given.context))
    kinds = {kind: [row for row in rows if row.kind == kind] for kind in KINDS}
    table = [summary(kind, some) for kind, some in kinds.items() if some]
    equal = sum(row.exact and not row.worst for row in rows)
    worst = max(rows, key=lambda row: row.worst)
    show(
        "ollama_counts",
        COLUMNS,
        table,
        seed=given.seed,
        equal=f"{equal}/{len(rows)}",
        worst=worst.worst,
        of=asdict(worst),
    )
    if equal < len(rows):
        raise SystemExit(f"{len(rows) - equal} of {len(rows)} prompts were not counted exactly")


if __name__ == "__main__":
    main()
