"""The corpus: passages by id, number and digest; its version; what changed from one to the next."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from retrieval.corpus import Corpus
from retrieval.errors import CorpusUnreadableError, UnknownArticleError
from retrieval.model import Difference, Severity

SHIPPED = Path(__file__).parents[2] / "corpus"
SLUG = "gipfel-alaska-2025"
HEAD = "---\ntitle: Titel\nauthor: Erika Muster\nlanguage: de\n---\n"
NOTHING = Difference((), (), (), (), (), ())


def write(directory: Path, **files: str) -> Corpus:
    """A corpus of the files given as `slug_md=…`; a double underscore is a dot within the name."""
    for name, text in files.items():
        stem, _, suffix = name.rpartition("_")
        (directory / f"{stem.replace('__', '.')}.{suffix}").write_text(text, encoding="utf-8")
    return Corpus.load(directory)


@pytest.fixture(scope="module")
def shipped() -> Corpus:
    return Corpus.load(SHIPPED)


def test_the_shipped_corpus_loads_without_errors_or_warnings(shipped: Corpus) -> None:
    assert [str(problem) for problem in shipped.problems if problem.severity is not Severity.NOTE] == []
    assert not shipped.has_errors


def test_the_shipped_article_has_its_author_sections_and_passages(shipped: Corpus) -> None:
    article = shipped.article(SLUG)
    assert article.author == "Andreas M. Brucker"
    assert [(section.heading, section.first, section.last) for section in article.sections] == [
        ("", 1, 1),
        ("Symbolik statt Substanz", 2, 3),
        ("Kritik von Verbündeten und Betroffenen", 4, 6),
        ("Der Gipfel im geopolitischen Kontext", 7, 10),
    ]
    assert shipped.passage_count == article.passage_count == 10


def test_the_shipped_translation_is_aligned_with_sections_and_passages(shipped: Corpus) -> None:
    article = shipped.article(SLUG)
    assert article.translation is not None
    assert article.translation.language == "en"
    assert len(article.translation.headings) == len(article.sections)
    assert article.translation.headings[:2] == ("", "Symbolism instead of substance")
    translations = [passage.translation for passage in shipped.passages()]
    assert [t is not None and len(t.sentences) for t in translations] == [
        len(passage.sentences) for passage in shipped.passages()
    ]


def test_passages_are_found_by_id_ordinal_digest_and_article(shipped: Corpus) -> None:
    for ordinal, passage in enumerate(shipped.passages()):
        assert passage.id == f"{SLUG}#{ordinal + 1}"
        assert shipped.passage(passage.id) is shipped.passage_at(ordinal) is shipped.find(passage.digest) is passage
    assert list(shipped.passages(SLUG)) == list(shipped.passages())
    for unknown in (f"{SLUG}#0", f"{SLUG}#11", SLUG, "other#1", ""):
        assert shipped.passage(unknown) is None
    assert shipped.find("0" * 12) is None
    assert shipped.questions("other#1") == ()


def test_an_unknown_article_is_an_error(shipped: Corpus) -> None:
    with pytest.raises(UnknownArticleError):
        shipped.article("other")
    with pytest.raises(UnknownArticleError):
        shipped.passages("other")


def test_articles_stand_in_the_order_of_their_slugs(tmp_path: Path) -> None:
    corpus = write(
        tmp_path, b_md=HEAD + "B eins.\n\nB zwei.", a_md=HEAD + "A eins.", c_txt="T\nVon Erika Muster\nDas ist es."
    )
    assert [article.slug for article in corpus.articles] == ["a", "b", "c"]
    assert [passage.id for passage in corpus.passages()] == ["a#1", "b#1", "b#2", "c#1"]
    assert [passage.text for passage in corpus.passages("b")] == ["B eins.", "B zwei."]


def test_a_digest_names_slug_text_and_occurrence(tmp_path: Path) -> None:
    corpus = write(tmp_path, a_md=HEAD + "Gleich.\n\nGleich.\n\nAnders.", b_md=HEAD + "Gleich.")
    digests = [passage.digest for passage in corpus.passages()]
    assert len(set(digests)) == 4
    assert all(len(digest) == 12 and int(digest, 16) >= 0 for digest in digests)
    moved = write(tmp_path, a_md=HEAD + "Neu.\n\n## H\n\nGleich.\n\nAnders.\n\nGleich.")
    assert [moved.passage(f"a#{n}") for n in (2, 4, 3)] == [moved.find(digest) for digest in digests[:3]]


def test_the_version_follows_names_and_contents_of_corpus_files_only(tmp_path: Path) -> None:
    first = write(tmp_path, a_md=HEAD + "Text.").version
    assert Corpus.load(tmp_path).version == first
    (tmp_path / "README.md").write_text("about")
    assert Corpus.load(tmp_path).version == first
    second = write(tmp_path, synonyms__de_txt="a, b\n").version
    third = write(tmp_path, a_md=HEAD + "Text!").version
    (tmp_path / "a.md").rename(tmp_path / "b.md")
    assert len({first, second, third, Corpus.load(tmp_path).version}) == 4


def test_the_shipped_corpus_does_not_differ_from_itself(shipped: Corpus) -> None:
    assert shipped.difference(Corpus.load(SHIPPED)) == NOTHING


def test_a_paragraph_put_in_before_others_is_the_only_passage_added(tmp_path: Path) -> None:
    old = write(tmp_path, a_md=HEAD + "Eins.\n\nZwei.\n\nDrei.")
    new = write(tmp_path, a_md=HEAD + "Neu.\n\nEins.\n\nZwei anders.\n\nDrei.")
    assert old.difference(new) == Difference((), (), ("a",), ("a#1",), (), ("a#3",))
    assert new.difference(old) == Difference((), (), ("a",), (), ("a#1",), ("a#2",))


def test_a_paragraph_that_moved_is_no_change_of_a_passage(tmp_path: Path) -> None:
    old = write(tmp_path, a_md=HEAD + "Eins.\n\nZwei.\n\nDrei.")
    new = write(tmp_path, a_md=HEAD + "Drei.\n\nEins.\n\nZwei.")
    assert old.difference(new) == Difference((), (), ("a",), (), (), ())


def test_articles_added_and_removed_bring_their_passages(tmp_path: Path) -> None:
    old = write(tmp_path, a_md=HEAD + "Eins.\n\nZwei.")
    (tmp_path / "a.md").unlink()
    new = write(tmp_path, b_md=HEAD + "Eins.")
    assert old.difference(new) == Difference(("b",), ("a",), (), ("b#1",), ("a#1", "a#2"), ())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", HEAD.replace("Erika", "Emma") + "Ein erster Satz hier."),
        ("a.en.md", "---\ntitle: Title\ntranslator: T\n---\nA first sentence here."),
        ("a.questions.md", "## Ein erster Satz hier.\n- Was ist das?\n"),
        ("a.unanswered.md", "- Was ist das?\n"),
    ],
)
def test_author_translation_and_questions_change_the_article_but_no_passage(
    tmp_path: Path, name: str, text: str
) -> None:
    old = write(tmp_path, a_md=HEAD + "Ein erster Satz hier.")
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert old.difference(Corpus.load(tmp_path)) == Difference((), (), ("a",), (), (), ())


def test_two_sections_of_the_same_heading_stay_two(tmp_path: Path) -> None:
    body = "## H\n\nEins.\n\n## H\n\nZwei.\n"
    corpus = write(tmp_path, a_md=HEAD + body, a__en_md="---\ntitle: T\ntranslator: T\n---\n" + body.replace("H", "K"))
    assert [(s.heading, s.first, s.last) for s in corpus.article("a").sections] == [("H", 1, 1), ("H", 2, 2)]
    translation = corpus.article("a").translation
    assert translation is not None
    assert translation.headings == ("K", "K")


def test_line_ends_and_byte_order_mark_make_no_difference_to_the_text(tmp_path: Path) -> None:
    text = HEAD + "Eins\nweiter.\n\n## Überschrift\n\nZwei.\n"
    for name, data in (
        ("lf", text),
        ("crlf", text.replace("\n", "\r\n")),
        ("bom", "\ufeff" + text),
        ("cr", text.replace("\n", "\r")),
    ):
        (tmp_path / f"{name}.md").write_bytes(data.encode())
    corpus = Corpus.load(tmp_path)
    assert not corpus.has_errors
    assert {tuple(p.text for p in corpus.passages(a.slug)) for a in corpus.articles} == {("Eins weiter.", "Zwei.")}


def test_a_missing_folder_or_a_file_in_its_place_cannot_be_loaded(tmp_path: Path) -> None:
    with pytest.raises(CorpusUnreadableError):
        Corpus.load(tmp_path / "missing")
    (tmp_path / "file").write_text("x")
    with pytest.raises(CorpusUnreadableError):
        Corpus.load(tmp_path / "file")


def test_a_folder_behind_a_symbolic_link_and_links_within_it_load(tmp_path: Path) -> None:
    real = tmp_path / "real"
    shutil.copytree(SHIPPED, real)
    (real / "data").mkdir()
    (real / f"{SLUG}.md").rename(real / "data" / "text")
    (real / f"{SLUG}.md").symlink_to("data/text")
    (tmp_path / "link").symlink_to(real)
    corpus = Corpus.load(tmp_path / "link")
    assert corpus.passage_count == 10
    assert [str(problem).split(":")[0] for problem in corpus.problems if problem.severity is not Severity.NOTE] == [
        "data"
    ]


def test_the_examples_of_the_corpus_readme_load_as_they_stand_there(tmp_path: Path) -> None:
    readme = (SHIPPED / "README.md").read_text(encoding="utf-8")
    markdown, translation, questions, unanswered = re.findall(r"```markdown\n(.*?)```", readme, re.DOTALL)
    pasted, _prompt, _prompt_for_unanswered, synonyms = re.findall(r"```text\n(.*?)```", readme, re.DOTALL)
    files = {
        "a.md": markdown,
        "a.de.md": translation,
        "a.questions.md": questions,
        "a.unanswered.md": unanswered,
        "b.txt": pasted,
        "synonyms.en.txt": synonyms,
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    corpus = Corpus.load(tmp_path)
    assert [str(problem) for problem in corpus.problems if problem.severity is not Severity.NOTE] == []
    for slug in ("a", "b"):
        assert [section.heading for section in corpus.article(slug).sections] == ["", "A heading"]
    assert corpus.article("a").translation is not None
    sentences = [[question.sentence for question in corpus.questions(passage.id)] for passage in corpus.passages("a")]
    assert sentences == [[None, None, None, 1], [None]]
    assert [question.language for question in corpus.unanswered("a")] == ["en", "de", "en"]
    assert len(corpus.synonyms["en"]) == 2
