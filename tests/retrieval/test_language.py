"""A question's language is told from few words, and never guessed from names alone."""

from __future__ import annotations

import pytest

from retrieval.language import detect_language

GERMAN = """
Wo war das?
Wer hat gewonnen?
wann trafen sie sich
Was sagte Putin?
Selenskyj Reaktion
Reaktion der NATO
Wie lange dauerten die Gespräche?
wie lang ging das treffen
Gab es eine Feuerpause?
gibts einen deal
Warum Alaska?
warum ausgerechnet anchorage
Welche Flugzeuge flogen über Putin?
Was fordert Russland?
was will putin eigentlich
Kritik der Verbündeten
Wer schrieb den Artikel?
Wovon handelt der Text?
Worum geht es?
Und Putin?
und was ist mit Trump
Haben sie sich geeinigt?
Ergebnis des Gipfels
Gipfel Ergebnisse
Friedensabkommen Ukraine
Waffenstillstand ja oder nein
Was meinten die Republikaner?
Wie reagierte Kiew?
wie reagirte kiew
War Selenskyj dabei?
Ist ein Dreiertreffen geplant?
Wann war der Gipfel
Wo fand das Trefen statt
wo fand das treffn stat
Mit welchem Auto sind sie gefahren?
welches auto
Was für ein Bomber war das?
Entmilitarisierung der Ukraine
Aussenpolitik Trumps
Trumps Außenpolitik
Wer ist Andreas M. Brucker?
Kannst du das zusammenfassen?
Zusammenfassung bitte
Erklär mir das Dilemma
Welche Rolle spielt Saudi-Arabien?
Rehabilitierung Putins
Was haben Militärs gesagt
Sicherheitsberater Warnung
Truppenrückzug
NATO-Mitgliedschaft
Was kritisiert Selenskyj?
Wie viele Stunden?
Wieviel kostet das
Wie heißt der Stützpunkt?
wie heisst die militärbasis
Hat Trump nachgegeben?
Wie geht es weiter?
Gibt es Hoffnung auf Frieden?
Rezept für Apfelkuchen
Wie wird das Wetter morgen?
Hauptstadt von Frankreich
koennen sich die beiden einigen
Was gibts neues
Wann wurde Trump wiedergewählt?
""".strip().splitlines()

ENGLISH = """
Who came to Alaska?
Where was it?
when did they meet
What did Putin say?
Zelensky reaction
NATO response
How long were the talks?
how long did it take
Was there a ceasefire?
any deal
Why Alaska?
why anchorage of all places
Which planes flew over?
What does Russia want?
what is putin after
Criticism by allies
Who wrote the article?
What is this about?
And Putin?
and what about Trump
Did they agree on anything?
Outcome of the summit
summit results
peace agreement Ukraine
ceasefire yes or no
What did Republicans think?
How did Kyiv react?
how did kyiv raect
Was Zelenskyy there?
Is a three-way meeting planned?
When was the summit
Where did teh meeting happen
whre was the meting
Which car did they ride in?
the beast limousine
What kind of bomber was it?
demilitarisation of Ukraine
Trump's foreign policy
Who is Andreas M. Brucker?
Can you summarise it?
summary please
Explain the dilemma
What role does Saudi Arabia play?
Putin's rehabilitation
What did ex-military people say
security advisers warning
troop withdrawal
NATO membership
What does Zelensky criticise?
How many hours?
how much does it cost
What's the base called?
whats the name of the military base
Did Trump give in?
What happens next?
Is there any hope for peace?
Recipe for apple pie
What will the weather be like tomorrow?
capital of France
could both of them come to terms
isn't that dangerous
When was Trump re-elected?
wheres anchorage
tell me more
""".strip().splitlines()

UNDECIDED = [
    "",
    "?!",
    "Trump Putin",
    "Donald Trump",
    "Alaska",
    "F-22",
    "2025",
    "NATO",
    "Anchorage Alaska",
    "🙂",
    "Путин",
]


@pytest.mark.parametrize(("language", "questions"), [("de", GERMAN), ("en", ENGLISH)])
def test_short_questions_are_told_and_never_mistaken_for_the_other_language(
    language: str, questions: list[str]
) -> None:
    detected = {question: detect_language(question) for question in questions}
    assert len(questions) >= 60
    assert {q: found for q, found in detected.items() if found not in {language, None}} == {}
    undecided = [question for question, found in detected.items() if found is None]
    assert len(undecided) <= 0.03 * len(questions), undecided


@pytest.mark.parametrize("text", UNDECIDED)
def test_names_alone_tell_no_language_and_give_the_fallback(text: str) -> None:
    assert detect_language(text) is None
    assert detect_language(text, fallback="en") == "en"


def test_the_fallback_does_not_overrule_the_words() -> None:
    assert detect_language("Wo fand das Treffen statt?", fallback="en") == "de"


def test_decomposed_umlauts_and_capitals_are_read_like_others() -> None:
    assert detect_language("U\u0308BERFLU\u0308GE") == "de"
    assert detect_language("WHERE WAS IT") == "en"


def test_a_foreign_name_does_not_turn_a_sentence_round() -> None:
    assert detect_language("Wie oft reist Doctor Who alleine?") != "en"
    assert detect_language("Where was Friedrich Ratzel born?") != "de"
