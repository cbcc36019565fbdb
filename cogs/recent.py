"""Which answer belongs to which question, for as long as an edit or a deletion should reach it."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

_KEPT = 300
_LIFETIME = 3600.0  # seconds; Discord limits edits of messages that are older than an hour


@dataclass(slots=True)
class RecentAnswer:
    """Ids only. The lock is held while the answer is sent, edited or deleted, so that those can't overtake each other.

    `answer_id` is None until it is sent, `edited_at` the question's last edit that was seen.
    """

    asked_at: float
    answer_id: int | None = None
    edited_at: datetime | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class RecentAnswers:
    """The last few hundred, by the question's message id; whenever another comes, those older than an hour go."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._answers: OrderedDict[int, RecentAnswer] = OrderedDict()

    def add(self, question_id: int, edited_at: datetime | None) -> RecentAnswer:
        answer = self._answers[question_id] = RecentAnswer(self._clock(), edited_at=edited_at)
        while len(self._answers) > _KEPT or self._is_over(next(iter(self._answers.values()))):
            self._answers.popitem(last=False)
        return answer

    def get(self, question_id: int) -> RecentAnswer | None:
        answer = self._answers.get(question_id)
        return None if answer is None or self._is_over(answer) else answer

    def forget(self, question_id: int) -> None:
        self._answers.pop(question_id, None)

    def _is_over(self, answer: RecentAnswer) -> bool:
        return self._clock() - answer.asked_at > _LIFETIME
