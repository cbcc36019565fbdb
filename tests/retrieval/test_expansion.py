"""Questions are attached to exactly the passage they were written for; synonyms follow Solr's format."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.corpus import Corpus
from retrieval.expansion import SynonymRule, read_synonyms
from retrieval.findings import Findings
from retrieval.model import Severity

HEAD = "---\ntitle: Titel\nauthor: Erika Muster\nlanguage: de\n---\n"
ARTICLE = HEAD + (
    "Der Gipfel fand in Alaska statt. Er endete früh.\n\n"
    "## Folgen\n\n"
    "Die Kritik an dem „Treffen“ war *deutlich* zu\nhören. Viele schwiegen.\n\n"
    "Der Gipfel fand in Wien keinen Beifall.\n\n"
    "Kurz gesagt: nein.\n"
)


def attached(
    directory: Path, questions: str, article: str = ARTICLE
) -> tuple[dict[int, list[tuple[str, str]]], list[str]]:
    """Questions with their language by paragraph, and the warnings."""
    (directory / "a.md").write_text(article, encoding="utf-8")
    (directory / "a.questions.md").write_text(questions, encoding="utf-8")
    corpus = Corpus.load(directory)
    found = {p.number: [(q.text, q.language) for q in corpus.questions(p.id)] for p in corpus.passages()}
    warnings = [str(problem) for problem in corpus.problems if problem.severity is Severity.WARNING]
    return {number: questions for number, questions in found.items() if questions}, warnings


def test_questions_belong_to_the_passage_with_the_opening_words_of_their_heading(tmp_path: Path) -> None:
    found, warnings = attached(
        tmp_path,
        "<!-- written by hand -->\n"
        "## Der Gipfel fand in Alaska …\n\n- Wo war das?\n* Where was it?\n\n"
        "# Die Kritik an  dem „Treffen“ war deutlich zu hören.\n+ Wer schwieg?\n"
        "# Der Gipfel fand in Wien... ###\n- Wien?\n"
        "## Kurz gesagt: nein.\n-   Also   was?  \n",
    )
    assert warnings == []
    assert found == {
        1: [("Wo war das?", "de"), ("Where was it?", "en")],
        2: [("Wer schwieg?", "de")],
        3: [("Wien?", "de")],
        4: [("Also   was?", "de")],
    }


@pytest.mark.parametrize("opening", ['Die Kritik an dem "Treffen"', "Die *Kritik* an dem ‚Treffen‘ war **deutlich**"])
def test_quotation_and_markdown_marks_make_no_difference_to_opening_words(tmp_path: Path, opening: str) -> None:
    sentence = "## Der Gipfel fand in Alaska\n### *Er* endete\n- Wann?\n"
    found, warnings = attached(tmp_path, f"{sentence}## {opening}\n- Wer schwieg?\n")
    assert found == {1: [("Wann?", "de")], 2: [("Wer schwieg?", "de")]}
    assert warnings == []


def test_a_question_of_names_alone_has_the_language_of_the_one_before_it(tmp_path: Path) -> None:
    found, _ = attached(tmp_path, "## Der Gipfel fand in Alaska\n- Alaska\n- Where was it?\n- Trump Putin\n")
    assert found[1] == [("Alaska", "de"), ("Where was it?", "en"), ("Trump Putin", "en")]


def unanswered(directory: Path, listed: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Questions with their language, and the warnings, beside one question that is answered."""
    (directory / "a.unanswered.md").write_text(listed, encoding="utf-8")
    _, warnings = attached(directory, "## Der Gipfel fand in Alaska\n- Wo war das?\n")
    return [(q.text, q.language) for q in Corpus.load(directory).unanswered("a")], warnings


def test_unanswered_questions_are_read_whatever_headings_part_them(tmp_path: Path) -> None:
    listed = "<!-- by hand -->\n- Alaska\n\n## Essen\n- What did they eat?\n* Trump Lachs\n### Reise\n+ Wer flog mit?\n"
    found, warnings = unanswered(tmp_path, listed)
    assert warnings == []
    assert found == [
        ("Alaska", "de"),
        ("What did they eat?", "en"),
        ("Trump Lachs", "en"),
        ("Wer flog mit?", "de"),
    ]


@pytest.mark.parametrize(
    ("line", "warning"),
    [
        ("Was gab es zu essen?", "not a question: 'Was gab es zu essen?'; write `- ` before it"),
        ("- wer   flog mit", "this question stands on line 1 already; remove one"),
        ("- ???", "a question without a word is left out; write one or remove the line"),
        (f"- {'Wo ' * 200}", "a question of more than 500 characters is left out; shorten it"),
        ("- wo war das", "a paragraph answers this by the questions file; keep it in one of the two"),
    ],
)
def test_a_line_that_is_no_unanswered_question_is_left_out_and_named(tmp_path: Path, line: str, warning: str) -> None:
    found, warnings = unanswered(tmp_path, f"- Wer flog mit?\n{line}\n- Was kostete es?\n")
    assert [question for question, _ in found] == ["Wer flog mit?", "Was kostete es?"]
    assert warnings == [f"a.unanswered.md:2: {warning}"]


@pytest.mark.parametrize(
    ("questions", "warning"),
    [
        ("## Der Gipfel fand in\n- Wo?\n", "1: these opening words fit a#1 and a#3 and all questions below"),
        ("## Der Gipfel war in Alaska\n- Wo?\n", "1: no passage begins with „Der Gipfel war in Alaska“"),
        ("## der gipfel fand in alaska\n- Wo?\n", "1: no passage begins with"),
        ("## Der Gipfel fand in Alas\n- Wo?\n", "1: no passage begins with"),
        ("## Die Kritik\n- Wo?\n", "1: too few opening words and all questions below them are left out; "),
        ("##\n- Wo?\n", "1: "),
        ("## Der Gipfel fand in Alaska\nWo?\n", "2: neither a heading nor a question: 'Wo?'"),
        ("## Der Gipfel fand in Alaska\n-Wo?\n", "2: neither a heading nor a question"),
        ("- Wo?\n- Wie?\n", "1: all questions above the first heading are left out"),
        ("## Der Gipfel fand in Alaska\n\n## Kurz gesagt: nein.\n- Wo?", "1: no question stands under this heading"),
        ("## Kurz gesagt: nein.\n\n", "1: no question stands under this heading"),
        ("## Kurz gesagt: nein.\n- Wo?\n- wo ?\n", "3: this question stands on line 2 already"),
        ("## Kurz gesagt: nein.\n- Wo?\n## Der Gipfel fand in Alaska\n- wo\n", "4: this question is listed under a#4"),
    ],
)  # fmt: skip
def test_what_cannot_be_attached_to_one_passage_is_left_out_with_its_line(
    tmp_path: Path, questions: str, warning: str
) -> None:
    found, warnings = attached(tmp_path, questions)
    assert any(line.startswith(f"a.questions.md:{warning}") for line in warnings), warnings
    assert all("; " in line for line in warnings)
    assert sum(map(len, found.values())) <= 1


def test_a_heading_without_a_space_after_its_marks_is_one(tmp_path: Path) -> None:
    questions = "## Kurz gesagt: nein.\n- Also was?\n##Der Gipfel fand in Alaska\n- Wo?\n###Er endete\n- Wann?\n"
    assert attached(tmp_path, questions) == ({1: [("Wo?", "de"), ("Wann?", "de")], 4: [("Also was?", "de")]}, [])


def test_a_changed_text_never_hands_its_questions_to_another_passage(tmp_path: Path) -> None:
    questions = "## Der Gipfel fand in Alaska statt\n- Wo war das?\n## Der Gipfel fand in Wien\n- Wien?\n"
    before, _ = attached(tmp_path, questions)
    assert before == {1: [("Wo war das?", "de")], 3: [("Wien?", "de")]}
    moved = ARTICLE.replace(
        "Der Gipfel fand in Alaska statt.", "Neu hier ist dies.\n\nDer Gipfel fand in Alaska statt."
    )
    assert attached(tmp_path, questions, moved)[0] == {2: [("Wo war das?", "de")], 4: [("Wien?", "de")]}
    changed = ARTICLE.replace("Der Gipfel fand in Alaska statt.", "Der Gipfel war in Alaska.")
    found, warnings = attached(tmp_path, questions, changed)
    assert found == {3: [("Wien?", "de")]}
    assert [line.split(" and")[0] for line in warnings] == [
        "a.questions.md:1: no passage begins with „Der Gipfel fand in Alaska statt“"
    ]


def test_two_headings_may_lead_to_the_same_passage(tmp_path: Path) -> None:
    found, warnings = attached(
        tmp_path, "## Kurz gesagt: nein.\n- Wo war das?\n## Kurz gesagt: nein.\n- Where was it?\n"
    )
    assert found == {4: [("Wo war das?", "de"), ("Where was it?", "en")]}
    assert warnings == []


def test_questions_may_name_the_sentence_that_answers_them(tmp_path: Path) -> None:
    questions = (
        "## Der Gipfel fand in Alaska\n- Was war?\n### Er endete …\n- Wann war Schluss?\n### Der Gipfel fand\n- Wo?\n"
        "## Die Kritik an dem „Treffen“ war\n- Und dann?\n"
    )
    assert attached(tmp_path, questions)[1] == []
    named = [(q.text, q.sentence) for id_ in ("a#1", "a#2") for q in Corpus.load(tmp_path).questions(id_)]
    assert named == [("Was war?", None), ("Wann war Schluss?", 1), ("Wo?", 0), ("Und dann?", None)]


@pytest.mark.parametrize("words", ["Er begann früh", "Viele schwiegen", "E"])
def test_a_heading_that_fits_no_sentence_is_left_out_with_its_questions(tmp_path: Path, words: str) -> None:
    found, warnings = attached(tmp_path, f"## Der Gipfel fand in Alaska\n- Was war?\n### {words}\n- Wer schwieg?\n")
    assert found == {1: [("Was war?", "de")]}
    (warning,) = warnings
    assert warning.startswith(f"a.questions.md:3: no single sentence of a#1 begins with „{words}“")


def test_a_sentence_that_changed_takes_no_questions_of_others_along(tmp_path: Path) -> None:
    questions = "## Der Gipfel fand in Alaska\n### Er begann früh\n- Wann?\n### Er endete früh.\n- Wann war Schluss?\n"
    found, warnings = attached(tmp_path, questions)
    assert found == {1: [("Wann war Schluss?", "de")]}
    assert [line.split(": ")[0] for line in warnings] == ["a.questions.md:2"]


@pytest.mark.parametrize(("above", "line"), [("Kurz gesagt: nein.", 2), ("Lang gesagt: ja.", 1)])
def test_questions_on_a_sentence_that_changed_move_to_no_paragraph(tmp_path: Path, above: str, line: int) -> None:
    found, warnings = attached(tmp_path, f"## {above}\n### Der Gipfel fand in Alaska\n- Wo?\n")
    assert found == {}
    assert [told.split(": ")[0] for told in warnings] == [f"a.questions.md:{line}"]  # where to mend it


@pytest.mark.parametrize(("first", "second", "lines"), [("##", "##", [3]), ("###", "###", [3, 5]), ("#", "##", [3])])
def test_a_paragraph_that_changed_gives_the_one_before_it_no_questions(
    tmp_path: Path, first: str, second: str, lines: list[int]
) -> None:
    questions = (
        f"{first} Der Gipfel fand in Alaska\n- Wo?\n{second} Sie endete früh.\n- Wie?\n### Er endete früh.\n- Wann?\n"
    )
    found, warnings = attached(tmp_path, questions)
    assert found == {1: [("Wo?", "de")]}
    assert [told.split(": ")[0] for told in warnings] == [f"a.questions.md:{line}" for line in lines]


def test_synonyms_are_groups_of_equals_or_map_one_way() -> None:
    findings = Findings("synonyms.de.txt")
    rules = read_synonyms(
        "# a, comment\n\nTreffen, Gipfel,  das  Treffen\nSelenski , Zelensky => Selenskyj\na\\, b => c\\=>d\n",
        findings,
    )
    group = ("Treffen", "Gipfel", "das Treffen")
    assert rules == (
        SynonymRule(group, group),
        SynonymRule(("Selenski", "Zelensky"), ("Selenskyj",)),
        SynonymRule(("a, b",), ("c=>d",)),
    )
    assert findings.problems == []


@pytest.mark.parametrize("line", ["allein", "a, , b", "a,", "=> b", "a =>", "a => b => c", ",", "a, a"])
def test_a_line_of_synonyms_that_cannot_be_read_is_left_out_with_its_number(line: str) -> None:
    findings = Findings("synonyms.de.txt")
    assert read_synonyms(f"a, b\n{line}\nc, d\n", findings) == (
        SynonymRule(("a", "b"), ("a", "b")),
        SynonymRule(("c", "d"), ("c", "d")),
    )
    assert [(problem.severity, problem.line) for problem in findings.problems] == [(Severity.WARNING, 2)]


def test_synonyms_are_loaded_by_language_and_empty_where_no_file_is(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "synonyms.en.txt").write_text("summit, meeting\n", encoding="utf-8")
    rule = SynonymRule(("summit", "meeting"), ("summit", "meeting"))
    assert dict(Corpus.load(tmp_path).synonyms) == {"de": (), "en": (rule,)}


def test_the_shipped_questions_and_synonyms_load_without_a_warning() -> None:
    corpus = Corpus.load(Path(__file__).parents[2] / "corpus")
    assert [str(problem) for problem in corpus.problems if problem.severity is not Severity.NOTE] == []
    assert all(corpus.synonyms.values())
    for passage in corpus.passages():
        languages = [question.language for question in corpus.questions(passage.id)]
        assert min(languages.count("de"), languages.count("en")) >= 80, passage.id
