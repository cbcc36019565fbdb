"""The corpus that comes with the bot: it loads without a complaint and has what finding needs."""

from collections import Counter
from pathlib import Path

import pytest

from retrieval.corpus import Corpus
from retrieval.language import SUPPORTED_LANGUAGES
from retrieval.model import Severity

ROOT = Path(__file__).parents[1]
QUESTIONS_A_PASSAGE = 80
UNANSWERED_QUESTIONS = 1000


@pytest.fixture(
    scope="module", params=[ROOT / "corpus", ROOT / "tests" / "data" / "second" / "corpus"], ids=["shipped", "second"]
)
def corpus(request: pytest.FixtureRequest) -> Corpus:
    return Corpus.load(request.param)


@pytest.fixture(scope="module")
def shipped() -> Corpus:
    return Corpus.load(ROOT / "corpus")


def test_it_loads_without_an_error_or_a_warning(corpus: Corpus) -> None:
    assert [str(problem) for problem in corpus.problems if problem.severity is not Severity.NOTE] == []


def test_every_file_of_it_is_used(shipped: Corpus) -> None:
    (article,) = shipped.articles
    used = {f"{article.slug}{end}" for end in (".md", ".en.md", ".questions.md", ".unanswered.md")}
    used |= {f"synonyms.{language}.txt" for language in SUPPORTED_LANGUAGES} | {"README.md"}
    assert {path.name for path in (ROOT / "corpus").iterdir()} == used


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
def test_every_passage_has_eighty_questions_a_language(corpus: Corpus, language: str) -> None:
    counts = {
        passage.id: sum(question.language == language for question in corpus.questions(passage.id))
        for passage in corpus.passages()
    }
    assert {id_: count for id_, count in counts.items() if count < QUESTIONS_A_PASSAGE} == {}


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
def test_every_article_has_a_thousand_unanswered_questions_a_language(corpus: Corpus, language: str) -> None:
    for article in corpus.articles:
        listed = corpus.unanswered(article.slug)
        assert sum(question.language == language for question in listed) >= UNANSWERED_QUESTIONS


def test_no_question_is_of_two_passages(corpus: Corpus) -> None:
    texts = Counter(q.text.casefold() for passage in corpus.passages() for q in corpus.questions(passage.id))
    assert [text for text, count in texts.items() if count > 1] == []


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
def test_synonyms_load_and_no_word_is_in_two_groups_of_equals(corpus: Corpus, language: str) -> None:
    rules = corpus.synonyms[language]
    assert len(rules) > 10
    groups = Counter(entry for rule in rules if rule.sources == rule.targets for entry in set(rule.sources))
    assert [entry for entry, count in groups.items() if count > 1] == []


def test_every_passage_is_translated(corpus: Corpus) -> None:
    for article in corpus.articles:
        assert article.translation is not None
        assert len(article.translation.headings) == len(article.sections)
    assert [passage.id for passage in corpus.passages() if passage.translation is None] == []


def test_the_translation_has_as_many_sentences(shipped: Corpus) -> None:
    """So that the sentence in bold is the same in both."""
    counts = {
        p.id: (len(p.sentences), len(p.translation.sentences if p.translation else ())) for p in shipped.passages()
    }
    assert {id_: count for id_, count in counts.items() if count[0] != count[1]} == {}
