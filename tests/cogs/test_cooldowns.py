"""Members and channels are limited; a limit is announced once, then kept in silence."""

from cogs.cooldowns import Cooldowns, Wait
from settings import Rate

MIA, BEN, CHANNEL, OTHER_CHANNEL = 1, 2, 10, 11
MEMBER_RATE = Rate(5, 30)
CHANNEL_RATE = Rate(20, 60)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def never() -> bool:
    return False


def make(member: Rate = MEMBER_RATE, channel: Rate = CHANNEL_RATE) -> tuple[Cooldowns, Clock]:
    clock = Clock()
    return Cooldowns(member, channel, clock), clock


def test_a_member_may_ask_five_times_in_thirty_seconds() -> None:
    cooldowns, clock = make()
    for _ in range(5):
        assert cooldowns.spend(MIA, CHANNEL, never) is None
        clock.now += 2
    assert cooldowns.spend(MIA, CHANNEL, never) == Wait(20, of_channel=False, key=MIA)
    clock.now += 19.5
    assert cooldowns.spend(MIA, CHANNEL, never) == Wait(1, of_channel=False, key=MIA)
    clock.now += 0.5
    assert cooldowns.spend(MIA, CHANNEL, never) is None


def test_a_members_limit_counts_all_channels_and_leaves_others_alone() -> None:
    cooldowns, _ = make(member=Rate(1, 30))
    assert cooldowns.spend(MIA, CHANNEL, never) is None
    assert cooldowns.spend(MIA, OTHER_CHANNEL, never) is not None
    assert cooldowns.spend(BEN, CHANNEL, never) is None


def test_an_episode_is_announced_once() -> None:
    cooldowns, clock = make(member=Rate(1, 30))
    cooldowns.spend(MIA, CHANNEL, never)
    waits = [cooldowns.spend(MIA, CHANNEL, never) for _ in range(3)]
    assert [wait and cooldowns.begins_episode(wait) for wait in waits] == [True, False, False]
    clock.now += 30
    assert cooldowns.spend(MIA, CHANNEL, never) is None
    wait = cooldowns.spend(MIA, CHANNEL, never)
    assert wait == Wait(30, of_channel=False, key=MIA)
    assert cooldowns.begins_episode(wait)  # another one


def test_a_refusal_that_nobody_heard_begins_no_episode() -> None:
    cooldowns, _ = make(member=Rate(1, 30))
    cooldowns.spend(MIA, CHANNEL, never)
    cooldowns.spend(MIA, CHANNEL, never)
    wait = cooldowns.spend(MIA, CHANNEL, never)
    assert wait is not None
    assert cooldowns.begins_episode(wait)


def test_a_question_given_back_does_not_count() -> None:
    cooldowns, _ = make(member=Rate(1, 30), channel=Rate(1, 60))
    for _ in range(3):
        assert cooldowns.spend(MIA, CHANNEL, never) is None
        cooldowns.give_back(MIA, CHANNEL)
    assert cooldowns.spend(MIA, CHANNEL, never) is None
    assert cooldowns.spend(MIA, CHANNEL, never) is not None


def test_a_question_that_the_channel_did_not_count_gives_back_nobody_elses() -> None:
    cooldowns, clock = make(channel=Rate(1, 60))
    assert cooldowns.spend(MIA, CHANNEL, never) is None
    clock.now += 1
    assert cooldowns.spend(BEN, CHANNEL, lambda: True) is None  # a moderator
    cooldowns.give_back(BEN, CHANNEL)
    assert cooldowns.spend(3, CHANNEL, never) == Wait(59, of_channel=True, key=CHANNEL)


def test_a_channel_hears_twenty_questions_a_minute_from_all_members() -> None:
    cooldowns, _ = make()
    for member in range(20):
        assert cooldowns.spend(member, CHANNEL, never) is None
    assert cooldowns.spend(21, CHANNEL, never) == Wait(60, of_channel=True, key=CHANNEL)
    assert cooldowns.spend(21, OTHER_CHANNEL, never) is None


def test_a_channels_episode_is_announced_once_to_all() -> None:
    cooldowns, _ = make(channel=Rate(1, 60))
    cooldowns.spend(MIA, CHANNEL, never)
    waits = [cooldowns.spend(member, CHANNEL, never) for member in (BEN, MIA)]
    assert [wait and cooldowns.begins_episode(wait) for wait in waits] == [True, False]


def test_the_channels_limit_does_not_hold_for_the_exempt_but_their_own_does() -> None:
    cooldowns, _ = make(member=Rate(2, 30), channel=Rate(1, 60))
    assert cooldowns.spend(MIA, CHANNEL, lambda: True) is None
    assert cooldowns.spend(MIA, CHANNEL, lambda: True) is None
    assert cooldowns.spend(MIA, CHANNEL, lambda: True) == Wait(30, of_channel=False, key=MIA)


def test_questions_of_the_exempt_prolong_no_ones_wait() -> None:
    cooldowns, clock = make(channel=Rate(1, 60))
    cooldowns.spend(BEN, CHANNEL, never)
    clock.now += 59
    cooldowns.spend(MIA, CHANNEL, lambda: True)
    assert cooldowns.spend(BEN, CHANNEL, never) == Wait(1, of_channel=True, key=CHANNEL)


def test_a_refused_question_costs_neither_member_nor_channel() -> None:
    cooldowns, clock = make(member=Rate(1, 30), channel=Rate(2, 30))
    cooldowns.spend(MIA, CHANNEL, never)
    for _ in range(5):
        cooldowns.spend(MIA, CHANNEL, never)
    assert cooldowns.spend(BEN, CHANNEL, never) is None
    clock.now += 30
    assert cooldowns.spend(MIA, CHANNEL, never) is None


def test_what_is_over_is_forgotten() -> None:
    cooldowns, clock = make()
    for member in range(1001):
        cooldowns.spend(member, member, never)
    clock.now += 61
    cooldowns.spend(MIA, CHANNEL, never)
    assert len(cooldowns._members._times) == 1
    assert len(cooldowns._channels._times) == 1
