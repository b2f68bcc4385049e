"""The context budget: tokens are counted before a request is sent and compared with what the server evaluated.

Nothing is cut silently. Parts of a prompt that may go are dropped from the end of their ranking, and named.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.errors import BadAnswer, BudgetError
from core.ports import Answer, ChatModel, Count, Request


@dataclass(frozen=True, slots=True)
class Fitted:
    """A request that fits, its count, and how many of the ranked parts had to be dropped from the end."""

    request: Request
    count: Count
    dropped: int


async def fit(model: ChatModel, build: Callable[[Sequence[str]], Request], parts: Sequence[str] = ()) -> Fitted:
    """Build the request with as many of ``parts`` (best first) as the context holds.

    Raises BudgetError when it does not fit even with none of them.
    """
    for kept in range(len(parts), -1, -1):
        request = build(parts[:kept])
        count = await model.count(request)
        if count.tokens + request.answer <= model.abilities.context:
            return Fitted(request, count, len(parts) - kept)
    raise BudgetError(
        f"The prompt needs {count.tokens} tokens and {request.answer} for the answer, "
        f"but {request.role.name} has a context of {model.abilities.context}.",
        "Shorten the problem statement, or use a model with a larger context (--model).",
    )


def verify(count: Count, answer: Answer) -> None:
    """Raise BadAnswer when the server evaluated fewer tokens than were sent: it cut the prompt."""
    if count.exact and answer.prompt_tokens < count.tokens:
        raise BadAnswer(
            f"The model server evaluated {answer.prompt_tokens} of {count.tokens} prompt tokens: it cut the prompt.",
            "Raise the server's context length for this model.",
        )
