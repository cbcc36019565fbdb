"""Which messages are meant for the bot, and what they ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.triggers import Action, Decision, Incoming, Place, decide, question_text
from ui import limits

BOT = 800000000000000001
BEN = 800000000000000002
AT_BOT = f"<@{BOT}>"
AT_BEN = f"<@{BEN}>"
IGNORED = Decision(Action.IGNORE)


def in_guild(content: str, *mentioned: int, place: Place = Place.GUILD) -> Decision:
    return decide(Incoming(content, BOT, place, mentioned_ids=frozenset(mentioned)))


def mention(content: str) -> Decision:
    """`@Bot` in the text is the bot's mention."""
    return in_guild(content.replace("@Bot", AT_BOT), BOT)


def reply_to_bot(content: str, *mentioned: int, has_attachments: bool = False) -> Decision:
    return decide(
        Incoming(
            content,
            BOT,
            Place.GUILD,
            mentioned_ids=frozenset(mentioned),
            is_reply=True,
            replied_author_id=BOT,
            has_attachments=has_attachments,
        )
    )


@pytest.mark.parametrize(
    ("content", "question"),
    [
        ("@Bot Wo fand das Treffen statt?", "Wo fand das Treffen statt?"),
        ("@Bot Wo war das Treffen", "Wo war das Treffen"),
        ("Wo war das Treffen @Bot", "Wo war das Treffen"),
        ("Wo war @Bot das Treffen?", "Wo war das Treffen?"),
        ("@Bot Selenskyj Reaktion", "Selenskyj Reaktion"),
        ("@Bot: Ort des Treffens", "Ort des Treffens"),
        ("Kurze Frage an @Bot: Ort des Treffens", "Kurze Frage an : Ort des Treffens"),
        ("Hey @Bot, wie lange dauerte es", "Hey , wie lange dauerte es"),
        ("hallo @Bot Ergebnisse Gipfel", "hallo Ergebnisse Gipfel"),
        ("Seit wann regiert Putin, @Bot", "Seit wann regiert Putin,"),
        ("Hat Trump etwas erreicht @Bot", "Hat Trump etwas erreicht"),
        ("frag mal @Bot wo das Treffen war", "frag mal wo das Treffen war"),
        ("frag mal @Bot: wo war das?", "frag mal : wo war das?"),
        ("Was hat Putin gefragt, @Bot?", "Was hat Putin gefragt, ?"),
        ("@Bot danke und wann war das", "danke und wann war das"),
        ("Danke @Bot! Und wer war dabei?", "Danke ! Und wer war dabei?"),
        ("@Bot erklär mir die Lage", "erklär mir die Lage"),
        ("weiß jemand wo das war @Bot", "weiß jemand wo das war"),
        ("@Bot where was the meeting", "where was the meeting"),
        ("Where was the meeting @Bot", "Where was the meeting"),
        ("@Bot Zelensky reaction", "Zelensky reaction"),
        ("did Trump get a deal @Bot", "did Trump get a deal"),
        ("@Bot, what's the result", "what's the result"),
        ("@Bot où était la rencontre ?", "où était la rencontre ?"),
        ("@Bot\nWo war\n das?", "Wo war das?"),
        (f"@Bot was sagt {AT_BEN} dazu?", "was sagt dazu?"),
        (f"Wer war dabei? {AT_BEN} @Bot", "Wer war dabei?"),
    ],
)
def test_a_mention_that_asks_is_a_question(content: str, question: str) -> None:
    assert mention(content) == Decision(Action.ASK, question)


@pytest.mark.parametrize(
    "content",
    [
        "@Bot danke",
        "Danke @Bot!",
        "danke dir @Bot für die Antwort",
        "@Bot danke für die Auskunft",
        "@Bot vielen Dank, hat geholfen",
        "frag mal @Bot",
        "frag doch mal den @Bot",
        "Hat schon jemand @Bot gefragt?",
        "kannst du @Bot fragen?",
        "das sagt auch @Bot",
        "der @Bot ist neu hier",
        "@Bot ist cool",
        "@Bot hat recht",
        "guter Bot @Bot",
        "hallo @Bot",
        "@Bot 👍",
        "@Bot lol",
        "@Bot thanks",
        "thank you so much @Bot!",
        "ask @Bot",
        "you could ask @Bot about this",
        "have you tried @Bot?",
        "@Bot is great",
        "good bot @Bot",
        f"{AT_BEN} frag mal @Bot",
        "seht euch das an: https://example.org/?q=1 @Bot",
    ],
)
def test_a_mention_that_is_no_question_is_left_alone(content: str) -> None:
    assert mention(content) == IGNORED


@pytest.mark.parametrize("content", ["@Bot", "  @Bot \n", "@Bot ?", "@Bot???", "@Bot @Bot"])
def test_an_empty_mention_gets_the_short_help(content: str) -> None:
    assert mention(content) == Decision(Action.HELP)


def test_the_mention_in_its_old_form_counts() -> None:
    assert in_guild(f"<@!{BOT}> Wer war dabei?", BOT) == Decision(Action.ASK, "Wer war dabei?")


@pytest.mark.parametrize(
    "content", ["@everyone Wo fand das Treffen statt?", "@here wer war dabei?", "<@&42> Wo war das?"]
)
def test_everyone_here_and_other_roles_are_not_the_bot(content: str) -> None:
    assert decide(Incoming(content, BOT, Place.GUILD, mentions_group=True)) == IGNORED


def test_a_question_that_mentions_nobody_is_not_for_the_bot() -> None:
    assert in_guild("Wo fand das Treffen statt?") == IGNORED


def test_a_question_for_someone_else_is_not_for_the_bot() -> None:
    assert in_guild(f"{AT_BEN} Wo fand das Treffen statt?", BEN) == IGNORED


def test_a_mention_in_code_which_discord_does_not_count_is_none() -> None:
    assert in_guild(f"`{AT_BOT} Wo war das?`") == IGNORED


@pytest.mark.parametrize("place", list(Place))
def test_bots_webhooks_and_system_messages_are_never_answered(place: Place) -> None:
    message = Incoming(f"{AT_BOT} Wo war das?", BOT, place, from_member=False, mentioned_ids=frozenset({BOT}))
    assert decide(message) == IGNORED


def test_the_bots_own_role_gets_the_hint() -> None:
    assert decide(Incoming("<@&77> Wo war das?", BOT, Place.GUILD, mentions_bot_role=True)) == Decision(
        Action.ROLE_HINT
    )


def test_the_bot_and_its_role_mentioned_together_is_a_mention() -> None:
    message = Incoming(
        f"<@&77> {AT_BOT} Wo war das?", BOT, Place.GUILD, mentioned_ids=frozenset({BOT}), mentions_bot_role=True
    )
    assert decide(message) == Decision(Action.ASK, "Wo war das?")


@pytest.mark.parametrize("content", ["Und Putin?", "Selenskyj", "und wann"])
def test_a_pinging_reply_to_the_bot_asks_on(content: str) -> None:
    assert reply_to_bot(content, BOT) == Decision(Action.ASK, content)


@pytest.mark.parametrize("content", ["danke", "👍", "haha gut"])
def test_a_pinging_reply_that_is_no_question_is_left_alone(content: str) -> None:
    assert reply_to_bot(content, BOT) == IGNORED


def test_a_reply_without_its_ping_is_left_alone() -> None:
    assert reply_to_bot("Und Putin?") == IGNORED


def test_a_pinging_reply_that_addresses_someone_else_is_left_alone() -> None:
    assert reply_to_bot(f"{AT_BEN} wusstest du das?", BOT, BEN) == IGNORED


def test_a_reply_whose_text_discord_withholds_gets_the_hint() -> None:
    assert reply_to_bot("", BOT) == Decision(Action.WITHHELD_HINT)


def test_a_reply_of_a_sticker_alone_is_left_alone() -> None:
    assert reply_to_bot("", BOT, has_attachments=True) == IGNORED


@pytest.mark.parametrize("content", ["Wo war das Treffen?", "Selenskyj", f"{AT_BOT} Wer?"])
def test_a_direct_message_is_a_question(content: str) -> None:
    question = content.removeprefix(AT_BOT).strip()
    assert in_guild(content, place=Place.DIRECT) == Decision(Action.ASK, question)


@pytest.mark.parametrize("content", ["", "👍", "hallo", "Danke!"])
def test_a_direct_message_without_a_question_gets_the_short_help(content: str) -> None:
    assert in_guild(content, place=Place.DIRECT) == Decision(Action.HELP)


@pytest.mark.parametrize(
    "content",
    [
        "Wo war das Treffen?",
        "Wo war das Treffen",
        "und wer war dabei",
        "Weiß jemand wo das war",
        "In welcher Stadt war das",
        "does anyone know where it was",
        "Did Trump meet Putin",
        "Gab es eine Einigung?!",
    ],
)
def test_in_answer_channels_questions_are_answered_unasked(content: str) -> None:
    assert in_guild(content, place=Place.ANSWER_CHANNEL) == Decision(Action.VOLUNTEER, content)


@pytest.mark.parametrize(
    "content",
    [
        "Das Treffen war in Anchorage.",
        "Was für ein Tag!",
        "schaut mal https://example.org/?a=b",
        "ist cool",
        "warum",
        "???",
        "",
        "danke",
        "Selenskyj Reaktion",
    ],
)
def test_in_answer_channels_other_messages_are_left_alone(content: str) -> None:
    assert in_guild(content, place=Place.ANSWER_CHANNEL) == IGNORED


def test_in_answer_channels_messages_to_someone_else_are_left_alone() -> None:
    question = "Wo war das Treffen?"
    channel = Place.ANSWER_CHANNEL
    assert in_guild(f"{AT_BEN} {question}", BEN, place=channel) == IGNORED
    assert decide(Incoming(f"@everyone {question}", BOT, channel, mentions_group=True)) == IGNORED
    assert decide(Incoming(question, BOT, channel, is_reply=True, replied_author_id=BEN)) == IGNORED
    assert decide(Incoming(question, BOT, channel, is_reply=True)) == IGNORED  # Discord doesn't say to whom


def test_in_answer_channels_a_quiet_reply_to_the_bot_is_answered() -> None:
    message = Incoming("Und wer war dabei?", BOT, Place.ANSWER_CHANNEL, is_reply=True, replied_author_id=BOT)
    assert decide(message) == Decision(Action.VOLUNTEER, "Und wer war dabei?")


def test_in_answer_channels_a_mention_is_a_mention() -> None:
    assert in_guild(f"{AT_BOT} Selenskyj", BOT, place=Place.ANSWER_CHANNEL) == Decision(Action.ASK, "Selenskyj")


def test_a_forum_post_asks_with_its_title_and_text() -> None:
    message = Incoming("Ich finde es nicht.", BOT, Place.ANSWER_CHANNEL, title="Wo war das Treffen?")
    assert decide(message) == Decision(Action.VOLUNTEER, "Wo war das Treffen? Ich finde es nicht.")


def test_a_mention_in_a_forum_post_asks_with_its_title() -> None:
    message = Incoming(AT_BOT, BOT, Place.GUILD, mentioned_ids=frozenset({BOT}), title="Ort des Treffens")
    assert decide(message) == Decision(Action.ASK, "Ort des Treffens")


def test_markup_is_no_part_of_the_question() -> None:
    content = f"{AT_BOT} Was <:pepe:123456789012345678> sagt <#42> <@&7> um <t:1755264000:R> dazu?"
    assert question_text(content) == "Was sagt um dazu?"
    assert question_text("@everyone Was sagt er? @here") == "Was sagt er?"
    assert question_text("Was sagt jemand@hereford.example?") == "Was sagt jemand@hereford.example?"


def test_a_question_that_is_too_long_is_cut_after_a_word() -> None:
    assert question_text("Wie lange? " + "Treffen " * 100).endswith(" Treffen")


@given(st.text(), st.text())
def test_at_most_500_characters_are_searched(content: str, title: str) -> None:
    assert len(question_text(content, title)) <= limits.QUESTION


@given(st.text(), st.sets(st.sampled_from([BOT, BEN])), st.sampled_from(Place), st.booleans())
def test_whatever_is_written_what_is_asked_has_words(
    content: str,
    mentioned: set[int],
    place: Place,
    is_reply: bool,  # noqa: FBT001 - hypothesis passes it
) -> None:
    decision = decide(Incoming(content, BOT, place, mentioned_ids=frozenset(mentioned), is_reply=is_reply))
    asked = decision.action in {Action.ASK, Action.VOLUNTEER}
    assert bool(decision.question) is asked
