"""An answer is remembered for an hour, and only the last few hundred are."""

from cogs.recent import RecentAnswers


def test_an_answer_is_forgotten_after_an_hour() -> None:
    now = [0.0]
    recent = RecentAnswers(lambda: now[0])
    answer = recent.add(1, None)
    now[0] = 3600.0
    assert recent.get(1) is answer
    now[0] = 3600.1
    assert recent.get(1) is None


def test_what_is_forgotten_is_kept_no_longer() -> None:
    now = [0.0]
    recent = RecentAnswers(lambda: now[0])
    for question_id in (1, 2):
        recent.add(question_id, None)
    now[0] = 3601.0
    recent.add(3, None)
    now[0] = 0.0
    assert recent.get(1) is None
    assert recent.get(2) is None
    assert recent.get(3) is not None


def test_only_the_last_few_hundred_are_kept() -> None:
    recent = RecentAnswers(lambda: 0.0)
    for question_id in range(301):
        recent.add(question_id, None)
    assert recent.get(0) is None
    assert recent.get(1) is not None
    assert recent.get(300) is not None


def test_a_forgotten_answer_is_gone() -> None:
    recent = RecentAnswers(lambda: 0.0)
    recent.add(1, None)
    recent.forget(1)
    recent.forget(2)
    assert recent.get(1) is None
