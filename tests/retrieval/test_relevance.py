"""What the engine reaches on the test questions of two articles, and on sentences marked for summaries, doesn't fall.

The limits stand two or three points beside what was reached. Lowering a floor or raising a ceiling needs a reason in
the commit. `python -m benchmarks.quality` shows every figure, with intervals, beside the targets and other engines.
"""

from __future__ import annotations

import shutil
import statistics
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.figures import Figure, ask, ranking_figures, verdict_figures
from benchmarks.measures import Target
from benchmarks.questions import in_language, read_questions
from benchmarks.summaries import MarkedArticle, mean_overlaps, read_others, read_shipped, sentences_of
from retrieval.corpus import Corpus
from retrieval.engine import Engine
from retrieval.retriever import Retriever
from tests.retrieval.corpora import SECOND, SHIPPED

DATA = Path(__file__).parents[1] / "data"
SETS = {
    "shipped": (SHIPPED, DATA / "gipfel-alaska-2025.questions.jsonl"),
    "second": (SECOND, DATA / "second" / "wendlemouth-tide-mill.questions.jsonl"),
}
LANGUAGES = ("de", "en")
LIMITS = {  # in German, in English
    ("shipped", "R@1"): (Target("≥", 0.945), Target("≥", 0.92)),
    ("shipped", "R@3"): (Target("≥", 0.98), Target("≥", 0.98)),
    ("shipped", "R@1, typo"): (Target("≥", 0.97), Target("≥", 0.97)),
    ("shipped", "answerable: answer"): (Target("≥", 0.865), Target("≥", 0.855)),
    ("shipped", "answerable: none"): (Target("≤", 0.05), Target("≤", 0.055)),
    ("shipped", "answerable, answered: right passage"): (Target("≥", 0.95), Target("≥", 0.945)),
    ("shipped", "unanswerable: answer"): (Target("≤", 0.075), Target("≤", 0.035)),
    ("shipped", "unanswerable: none"): (Target("≥", 0.81), Target("≥", 0.895)),
    ("shipped", "off topic: answer"): (Target("≤", 0.02), Target("≤", 0.02)),
    ("shipped", "off topic: none"): (Target("≥", 0.955), Target("≥", 0.975)),
    ("shipped", "about the article: article"): (Target("≥", 0.70), Target("≥", 0.85)),
    ("shipped", "right passage: bold has the answer"): (Target("≥", 0.945), Target("≥", 0.95)),
    ("second", "R@1"): (Target("≥", 0.92), Target("≥", 0.955)),
    ("second", "R@3"): (Target("≥", 0.975), Target("≥", 0.97)),
    ("second", "R@1, typo"): (Target("≥", 0.97), Target("≥", 0.95)),
    ("second", "answerable: answer"): (Target("≥", 0.775), Target("≥", 0.77)),
    ("second", "answerable: none"): (Target("≤", 0.055), Target("≤", 0.06)),
    ("second", "answerable, answered: right passage"): (Target("≥", 0.945), Target("≥", 0.975)),
    ("second", "unanswerable: answer"): (Target("≤", 0.10), Target("≤", 0.07)),
    ("second", "unanswerable: none"): (Target("≥", 0.765), Target("≥", 0.765)),
    ("second", "off topic: answer"): (Target("≤", 0.02), Target("≤", 0.04)),
    ("second", "off topic: none"): (Target("≥", 0.935), Target("≥", 0.88)),
    ("second", "about the article: article"): (Target("≥", 0.75), Target("≥", 0.70)),
    ("second", "right passage: bold has the answer"): (Target("≥", 0.94), Target("≥", 0.925)),
}


@pytest.fixture(scope="module")
def figures() -> dict[tuple[str, str, str], Figure]:
    """By set, language and name."""
    found = {}
    for set_, (corpus, file) in SETS.items():
        engine = Engine(Corpus.load(corpus))
        questions = read_questions(file, "test")
        for language in LANGUAGES:
            outcomes = ask(engine, in_language(questions, language))
            for figure in (*ranking_figures(outcomes, {}), *verdict_figures(outcomes, {})):
                found[set_, language, figure.name] = figure
    return found


@pytest.mark.parametrize(("set_", "name"), LIMITS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_relevance_keeps_within_its_limits(
    figures: dict[tuple[str, str, str], Figure], set_: str, language: str, name: str
) -> None:
    limit = LIMITS[set_, name][LANGUAGES.index(language)]
    value = figures[set_, language, name].estimate.value
    assert limit.is_reached(value), f"{name} of {set_} in {language!r} is {value:.3f}, limit {limit}"


@pytest.mark.parametrize("set_", SETS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_measuring_sets_have_enough_of_each_kind(set_: str, language: str) -> None:
    kinds = Counter(question.kind for question in in_language(read_questions(SETS[set_][1], "test"), language))
    assert sum(kinds[kind] for kind in ("direct", "paraphrase", "typo", "vague")) >= 150
    assert kinds["typo"] >= 40
    assert kinds["on_topic"] >= 50
    assert kinds["off_topic"] >= 50
    assert kinds["article"] >= 10


@pytest.mark.parametrize("set_", SETS)
def test_few_questions_of_the_measuring_sets_are_listed_by_coincidence(set_: str) -> None:
    corpus = Corpus.load(SETS[set_][0])
    listed = {question.text for passage in corpus.passages() for question in corpus.questions(passage.id)}
    listed |= {question.text for article in corpus.articles for question in corpus.unanswered(article.slug)}
    folded = {text.casefold().rstrip("?!. ") for text in listed}
    questions = read_questions(SETS[set_][1], "test")
    alike = [question for question in questions if question.text.casefold().rstrip("?!. ") in folded]
    assert len(alike) <= 0.08 * len(questions)


def recall_at_1(corpus: Path, set_: str, language: str) -> float:
    """On the development questions."""
    questions = in_language(read_questions(SETS[set_][1], "dev"), language)
    figures = {figure.name: figure for figure in ranking_figures(ask(Engine(Corpus.load(corpus)), questions), {})}
    return figures["R@1"].estimate.value


@pytest.mark.parametrize("language", ["de", "en"])
def test_an_article_without_questions_is_found_beside_one_with_many(tmp_path: Path, language: str) -> None:
    """Alone, by its text, it reaches .61 in German and .62 in English."""
    shutil.copytree(SHIPPED, tmp_path, dirs_exist_ok=True)
    for file in SECOND.glob("*.md"):
        if len(file.suffixes) == 1 or file.suffixes[0] == ".de":
            shutil.copy(file, tmp_path)
    assert recall_at_1(tmp_path, "second", language) >= 0.6


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("set_", SETS)
def test_two_articles_with_many_questions_leave_each_other_theirs(tmp_path: Path, set_: str, language: str) -> None:
    """Each alone reaches .97 to 1.00."""
    for corpus in (SHIPPED, SECOND):
        shutil.copytree(corpus, tmp_path, dirs_exist_ok=True)
    assert recall_at_1(tmp_path, set_, language) >= 0.94


MARKED_SETS = ("shipped", "others")  # the summariser's weights were chosen on both
# Precision at 3; five of the others have no questions file.
ON_TOPIC = {("shipped", "dev"): 0.85, ("shipped", "test"): 0.66, ("others", "dev"): 0.56}


@pytest.fixture(scope="module")
def marked_sets() -> dict[str, list[MarkedArticle]]:
    return {"shipped": read_shipped(Retriever.load(SHIPPED)), "others": read_others()}


@pytest.fixture(params=MARKED_SETS)
def marked(request: pytest.FixtureRequest, marked_sets: dict[str, list[MarkedArticle]]) -> list[MarkedArticle]:
    return marked_sets[request.param]


def test_marked_sentences_stand_in_their_articles(marked: list[MarkedArticle]) -> None:
    for each in marked:
        sentences = set(sentences_of(each.retriever.corpus, each.article))
        assert {text for slots in each.slots.values() for slot in slots for text in slot} <= sentences
        assert all(relevant <= sentences for topics in each.topics.values() for relevant in topics.values())


def test_summaries_have_more_of_the_marked_sentences_than_the_lead_or_textrank(marked: list[MarkedArticle]) -> None:
    ours, *baselines = mean_overlaps(marked).values()
    for count, overlap in ours.items():
        assert overlap > max(baseline[count] for baseline in baselines), count


@pytest.mark.parametrize(("name", "split"), ON_TOPIC)
def test_sentences_on_a_topic_are_on_it(marked_sets: dict[str, list[MarkedArticle]], name: str, split: str) -> None:
    shares = [share for marked in marked_sets[name] for share in marked.topic_precisions(split)]
    assert statistics.mean(shares) >= ON_TOPIC[name, split]
