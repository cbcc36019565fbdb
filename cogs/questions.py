"""Does a message ask something? Judged from its form alone: what it asks about is the engine's business."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

_WORD = re.compile(r"\w+")
_QUESTION_MARK = re.compile(r"[?？؟](?!\w)")
_CLAUSE_END = re.compile(r"[,.:;!?]")

# A bare verb opens a question only with something after it to ask about: "Hat Trump gewonnen", not "ist cool".
_SHORTEST_VERB_QUESTION = 3
# How far before a mention a word such as "frag" still belongs to it: "frag doch mal den @Bot".
_POINTING_REACH = 4


@dataclass(frozen=True, slots=True)
class Wording:
    """How a language's speakers open questions, and what they say to a bot without asking anything. Casefolded."""

    question_words: frozenset[str]
    opening_verbs: frozenset[str]
    prepositions: frozenset[str]  # before a question word: "seit wann"
    lead_ins: frozenset[str]  # before a question: "und wo …", "hello, who …"
    pointing: frozenset[str]  # "frag mal @Bot" sends another member to the bot
    thanks: frozenset[str]
    chatter: frozenset[str]  # a message of nothing but these (and the sets above) asks nothing
    small_talk: frozenset[tuple[str, ...]]  # a message that is one of these asks nothing either
    help_requests: frozenset[tuple[str, ...]]  # … or what the bot can do


def _words(text: str) -> frozenset[str]:
    return frozenset(text.casefold().split())


def _phrases(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(phrase.split()) for phrase in text.casefold().split(", "))


WORDINGS = (
    Wording(  # German
        question_words=_words(
            "wo wer was wann wie warum wieso weshalb weswegen wen wem wessen welche welcher welches welchen welchem "
            "wohin woher womit wofür wozu worüber woran worum worauf wodurch wovon wieviel wieviele inwiefern inwieweit"
        ),
        opening_verbs=_words(
            "hat haben hatte hatten ist sind war waren gab gibt kam kamen wird werden wurde wurden kann können konnte "
            "soll sollte will wollte wollten muss musste darf stimmt traf trafen sagte "
            "nenn nenne erklär erkläre erklar erzähl erzähle beschreib beschreibe zeig zeige fass fasse zitier zitiere"
        ),
        prepositions=_words("ab an auf aus bei bis durch für gegen in mit nach seit über um unter von vor zu zwischen"),
        lead_ins=_words(
            "und aber also oder denn hey hi hallo moin servus mal eigentlich sag sagt ey na ok okay bitte kurze frage "
            "weiß weiss jemand ne eine noch guten gute morgen tag abend leute"
        ),
        pointing=_words("frag frage fragt fragen fragst gefragt probier probiert nutz nutzt benutz benutzt schreib"),
        thanks=_words("danke dank dankeschön merci vielen"),
        chatter=_words(
            "ja nein jo nö dir dafür antwort hilfe info sehr echt so super toll cool gut guter gute klasse prima geil "
            "spitze stark recht du bist hast der die das er bot ist war nice nett perfekt genau stimmt lieb wieder "
            "gemacht alles klar passt nacht bis bald später tschüss ciao haha lol xd gruß grüße schön schöne hat "
            "zusammen"
        ),
        small_talk=_phrases(
            "wie gehts, wie geht s, wie geht es, wie geht es dir, wie gehts dir, wie geht s dir, wie läufts, was geht, "
            "was geht ab, alles gut bei dir, wie war dein tag, wie war euer tag, was machst du gerade"
        ),
        help_requests=_phrases(
            "hilfe, was kannst du, was kannst du alles, was kann der bot, was machst du, was tust du, wer bist du, "
            "was bist du, wie funktionierst du, wie funktioniert das, wie funktioniert der bot, wie frage ich dich, "
            "wie kann ich dich fragen, wie benutze ich dich, befehle"
        ),
    ),
    Wording(  # English
        question_words=_words("where who whom whose what when why which how whats wheres whos"),
        opening_verbs=_words(
            "did does do is are was were has have had can could will would should may might am isn didn doesn wasn "
            "tell explain describe show name list summarise summarize quote give"
        ),
        prepositions=_words("about after at before by during for from in of on since through to under until with"),
        lead_ins=_words(
            "and but so or hey hi hello yo ok okay please well does do anyone anybody know someone quick question "
            "can you tell me us good morning evening folks"
        ),
        pointing=_words("ask asks asked asking try tried use used using ping tag"),
        thanks=_words("thanks thank thx ty cheers tysm"),
        chatter=_words(
            "yes no yep nope you u very much a lot so that that's s the it its is are was were good great nice awesome "
            "cool best bot job work well done right correct love wow amazing perfect exactly helpful answer help bye "
            "goodbye night later see lol haha gg lmao i your for this again really there worries"
        ),
        small_talk=_phrases(
            "how are you, how are you doing, how are you today, how s it going, hows it going, what s up, whats up, "
            "sup, how do you do, how was your day, how is everyone, is that true, is this true, for real"
        ),
        help_requests=_phrases(
            "help, help me, what can you do, what do you do, who are you, what are you, how do you work, "
            "how does this work, how does this bot work, how does the bot work, what is this bot, how do i use you, "
            "how do i use this, how do i ask you, commands"
        ),
    ),
)


def _together(name: str) -> frozenset[Any]:
    return frozenset().union(*(getattr(wording, name) for wording in WORDINGS))


_QUESTION_WORDS = _together("question_words")
_OPENING_VERBS = _together("opening_verbs")
_PREPOSITIONS = _together("prepositions")
_LEAD_INS = _together("lead_ins") | _together("thanks")
_POINTING = _together("pointing")
_THANKS = _together("thanks")
_SMALL_TALK = _together("small_talk")
_HELP_REQUESTS = _together("help_requests")
_CHATTER = _together("chatter") | _LEAD_INS


def words(text: str) -> list[str]:
    """The words as they are compared: without letter case, in composed form."""
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def has_question_mark(text: str) -> bool:
    return _QUESTION_MARK.search(text) is not None


def is_chatter(text: str) -> bool:
    """Whether a text is only a greeting, small talk, thanks or praise, or has no words at all."""
    return all(word in _CHATTER for word in words(text)) or _is_one_of(_SMALL_TALK, text)


def asks_for_help(text: str) -> bool:
    """Whether a text asks what the bot can do."""
    return _is_one_of(_HELP_REQUESTS, text)


def is_worth_a_search(text: str) -> bool:
    """Whether a text may ask about the articles: it is neither chatter nor asks for help."""
    return not (is_chatter(text) or asks_for_help(text))


def asks(text: str) -> bool:
    """Whether a text would be read as a question by someone who isn't addressed."""
    return has_question_mark(text) or _opens_a_question(text)


def asks_bot(before: str, after: str) -> bool:
    """Whether a message asks the bot something, given what stands before and after its mention.

    Where the bot is addressed ("@Bot …", "hey @Bot …", "… @Bot: …") keywords are enough; where it is only spoken
    of ("frag mal @Bot", "das sagt auch @Bot") they are not.
    """
    text = f"{before} {after}"
    if is_chatter(text):
        return False
    addressed = after.lstrip().startswith(":") or all(word in _LEAD_INS for word in words(before))
    if addressed:
        return asks(text) or asks(after) or not (_is_thanks(text) or _points_at_bot("", after))
    return _opens_a_question(after, by_verb=False) or (asks(text) and not _points_at_bot(before, after))


def _is_one_of(phrases: frozenset[tuple[str, ...]], text: str) -> bool:
    """With or without something before it as in "hey, …"."""
    found = words(text)
    while found:
        if tuple(found) in phrases:
            return True
        if found[0] not in _LEAD_INS:
            return False
        found = found[1:]
    return False


def _opens_a_question(text: str, *, by_verb: bool = True) -> bool:
    if text.rstrip().endswith("!"):
        return False
    found = words(text)
    for position, word in enumerate(found):
        following = found[position + 1 :]
        if word in _QUESTION_WORDS:
            return len(found) > 1
        if word in _PREPOSITIONS and following and following[0] in _QUESTION_WORDS:
            return True
        if by_verb and word in _OPENING_VERBS and len(following) + 1 >= _SHORTEST_VERB_QUESTION:
            return True
        if word not in _LEAD_INS:
            return False
    return False


def _is_thanks(text: str) -> bool:
    return next(iter(words(text)), "") in _THANKS


def _points_at_bot(before: str, after: str) -> bool:
    clause_before = words(_CLAUSE_END.split(before)[-1])[-_POINTING_REACH:]
    clause_after = words(_CLAUSE_END.split(after)[0])[:1]
    return any(word in _POINTING for word in clause_before + clause_after)
