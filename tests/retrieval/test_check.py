"""Every problem of a corpus is named with its file, its line and the mend, all at once, and stops nothing else."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.corpus import Corpus
from retrieval.corpus_files import MAXIMUM_FILE_SIZE
from retrieval.model import Severity

HEAD = "---\ntitle: Titel\nauthor: Erika Muster\nlanguage: de\n---\n"
GOOD = HEAD + "Der erste Absatz steht hier.\n\n## Überschrift\n\nDer zweite Absatz steht hier.\n"
TRANSLATED = "---\ntitle: Title\ntranslator: Someone\n---\nThe first paragraph is here.\n\n## Heading\n\nThe second.\n"


def problems(directory: Path, severity: Severity | None = None) -> list[str]:
    corpus = Corpus.load(directory)
    shown = [p for p in corpus.problems if (p.severity is severity if severity else p.severity is not Severity.NOTE)]
    return [f"{problem.severity} {problem}" for problem in shown]


def check(directory: Path, name: str, content: str | bytes) -> list[str]:
    """The problems that one file brings into a folder with a good article, which must load all the same."""
    (directory / "good.md").write_text(GOOD, encoding="utf-8")
    (directory / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    found = problems(directory)
    assert any(article.slug == "good" for article in Corpus.load(directory).articles) is not (name == "good.md")
    return found


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", ["a.md: the file is empty"]),
        (b" \n\t\n", ["a.md: the file is empty"]),
        ("Nur Text.", ["a.md:1: there is no front matter; start the file with a line `---`"]),
        ("---\ntitle: T\n\nText", ["a.md:1: the front matter isn't closed"]),
        ("---\n---\nText.", ["a.md:1: .*no title", "a.md:1: .*no author", "a.md:1: .*no language"]),
        ("---\n- title\n---\nText.", ["a.md:2: the front matter isn't a list of fields"]),
        ("---\nnur ein Satz\n---\nText.", ["a.md:2: the front matter isn't a list of fields"]),
        (HEAD.replace("Titel", "Trump: Gipfel") + "Text.", ["a.md:2: .*can't be read: .*quotation marks"]),
        (HEAD.replace("Titel", '"offen') + "Text.", ["a.md:2: the front matter can't be read"]),
        (HEAD.replace("author:", "author") + "Text.", ["a.md:3: the front matter can't be read"]),
        (HEAD.replace("title: ", "title:") + "Text.", ["a.md:2: a space is missing after `title:`"]),
        (HEAD.replace("author: ", "author:") + "Text.", ["a.md:3: a space is missing after `author:`"]),
        (HEAD.replace("Titel", "“Trump: Gipfel”") + "Text.", ["a.md:2: .*can't be read: .*straight quotation marks"]),
        (HEAD.replace("Titel", "[a, b]") + "Text.", ["a.md:2: the field 'title' isn't text"]),
        (HEAD.replace("Titel", "") + "Text.", ["a.md:2: the title is empty"]),
        (HEAD.replace("Titel", "'?!'") + "Text.", ["a.md:2: the title is empty"]),
        (HEAD.replace("Titel", "x" * 201) + "Text.", ["a.md:2: the title has 201 characters, 200 are allowed"]),
        (HEAD.replace("Titel", "|\n  a\n  b") + "Text.", ["a.md:2: the title has a line break"]),
        (HEAD.replace("Titel", '"a\\u202eb"') + "Text.", ["a.md:2: the title has the control character U\\+202E"]),
        (HEAD.replace("Erika", "E" * 100) + "Text.", ["a.md:3: the author has 107 characters, 100 are allowed"]),
        (HEAD.replace("Erika", "&a Erika\nsource: *a") + "Text.", ["a.md:4: .*aliases"]),
        (HEAD.replace("Titel", "{a: " * 20 + "}" * 20) + "Text.", ["a.md:2: .*nested too deeply"]),
        (HEAD.replace("Titel", "T #" + "x" * 20_000) + "Text.", ["a.md:2: .*characters, 16384 are allowed"]),
        (HEAD.replace("author", "autor") + "T.", ["a.md:1: .*no author", "a.md:3: the field 'autor' is not known"]),
        (HEAD.replace("language", "author") + "T.", ["a.md:1: .*no language", "a.md:4: .*'author' stands twice"]),
        (HEAD.replace(": de", ": fr") + "Text.", ["a.md:4: the language 'fr' is not supported; supported are de, en"]),
        (HEAD + "\n", ["a.md: the article has no paragraph"]),
        (HEAD + "## Nur eine Überschrift\n", ["a.md: .*no paragraph", "a.md:6: the heading .* has no text"]),
        (HEAD.replace("Muster", "M\xfcster").encode("latin-1"), ["a.md:3: not UTF-8: byte 32 \\(0xFC\\)"]),
        (GOOD.encode("utf-16"), ["a.md:1: not UTF-8: byte 0 \\(0xFF\\)"]),
        (HEAD + "Text\x00.", ["a.md:6: has the control character U\\+0000"]),
        (HEAD + "Eins.\n\nZwei\u2028drei.", ["a.md:8: has the control character U\\+2028"]),
        (HEAD + "x" * MAXIMUM_FILE_SIZE, ["a.md: larger than 1024 KiB"]),
    ],
)  # fmt: skip
def test_an_article_that_cannot_be_served_is_named_with_line_and_mend(
    tmp_path: Path, content: str | bytes, expected: list[str]
) -> None:
    found = check(tmp_path, "a.md", content)
    assert len(found) == len(expected), found
    for line, pattern in zip(found, expected, strict=True):
        assert re.match(f"(error|warning) {pattern}", line), line
        assert ";" in line, "the mend is missing"
    assert any(line.startswith("error") for line in found)


def test_every_error_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    found = check(
        tmp_path, "a.md", "---\ntitle: ''\nlanguage: xx\nurl: nowhere\npublished: gestern\n---\n| a |\n|---|\n"
    )
    assert [line.split(":")[1].split()[0] for line in found] == ["the", "1", "2", "3", "4", "5", "7"]


@pytest.mark.parametrize(
    ("content", "pattern"),
    [
        ("Titel\nEin Absatz ohne den Namen dessen, der ihn schrieb.", "a.txt: there is no author line"),
        ("Titel\nVon Ida Falk | 12.02.2026\nDas ist der Absatz.", "a.txt:2: not taken as the author line: Von Ida"),
        ("Titel\nDie Lage\nVon Erika Muster\n" + "Das ist ein Satz. " * 20, "a.txt:3: not taken as the author line: "),
        ("Titel\nVon Erika Muster weiß ich, was geschah.\nDas ist der Absatz.", "a.txt: there is no author line"),
        ("T" * 201 + "\nVon Erika Muster\nDas ist der Absatz.", "a.txt:1: the title has 201 characters"),
        ("Titel\nVon Erika Muster", "a.txt: the article has no paragraph"),
        ("Title\nBy Erika Muster\nLorem ipsum dolor sit amet.", "a.txt: the language can't be told"),
    ],
)
def test_a_pasted_article_that_cannot_be_served_is_named(tmp_path: Path, content: str, pattern: str) -> None:
    found = [line for line in check(tmp_path, "a.txt", content) if line.startswith("error")]
    assert len(found) == 1
    assert re.match(f"error {pattern}.*;", found[0])


def test_two_files_of_one_slug_are_an_error_and_the_first_serves(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "a.txt").write_text("Titel\nVon Erika Muster\nDas ist ein anderer Text.")
    assert problems(tmp_path) == ["error a.txt: a.md has the same slug; remove one of them"]
    assert Corpus.load(tmp_path).passage_count == 2


@pytest.mark.parametrize(
    ("body", "pattern"),
    [
        ("One.\n\nTwo.\n", ":7: after paragraph 1 the translation has the paragraph „Two.“ where .* has {heading}"),
        ("One.\n", ":5: after paragraph 1 only the original goes on, with {heading}"),
        ("One.\n\n## H\n\nTwo.\n\nThree.\n", ":11: after paragraph 2 only the translation goes on, with .* „Three.“"),
        ("", ": after paragraph 0 only the original goes on"),
    ],
)  # fmt: skip
def test_a_translation_that_does_not_align_is_left_out_and_its_first_departure_named(
    tmp_path: Path, body: str, pattern: str
) -> None:
    found = check(tmp_path, "good.en.md", "---\ntitle: Title\ntranslator: Someone\n---\n" + body)
    assert len(found) == 1
    pattern = pattern.format(heading="the heading „Überschrift“ \\(line 8\\)")
    assert re.match(f"warning good.en.md{pattern}.*; align them one to one", found[0]), found
    assert Corpus.load(tmp_path).article("good").translation is None


GERMAN = "Der Gipfel fand in Alaska statt, und er endete nach drei Stunden, ohne dass man sich auf etwas geeinigt hat."
ENGLISH = (
    "The summit took place in Alaska, and it ended after three hours without anything that they had agreed on yet."
)


def test_an_article_whose_text_is_not_in_its_language_is_a_warning(tmp_path: Path) -> None:
    for text, count in ((ENGLISH, 1), (GERMAN, 0), ("The summit ended.", 0)):
        found = check(tmp_path, "a.md", HEAD + text)
        expected = "warning a.md:4: the language is 'de', but the text is in 'en'; correct the language"
        assert found == [expected] * count


def test_a_paragraph_that_was_not_translated_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"{HEAD}{GERMAN}\n\n{GERMAN}\n", encoding="utf-8")
    head = "---\ntitle: Title\ntranslator: Someone\n---\n"
    assert check(tmp_path, "a.en.md", f"{head}{ENGLISH}\n\n{GERMAN}\n") == [
        "warning a.en.md:7: this paragraph is in 'de', the translation in 'en'; translate it"
    ]


@pytest.mark.parametrize(
    ("original", "translated", "differing"),
    [
        ("Sie erhält 1.800 Pfund.", "She receives 1,080 pounds.", ("1,080", "1.800")),
        ("Er kam 2012, 2015 und 2020.", "He came in 2012, 2016 and 2020.", ("2016", "2015")),
        ("Es kostet 1.800 Pfund und 4,8 Prozent.", "It costs 1,800 pounds and 4.8 per cent.", None),
        ("Am 03.08.2025 um 17:30 Uhr.", "On 3 August 2025 at 5:30 pm.", None),
        ("Vier von 12.", "4 of 12.", None),
        ("4 von 12.", "Four of 12.", None),
        ("32 km aufwärts.", "20 miles (32 km) up.", None),
    ],
)
def test_a_number_that_is_another_in_the_translation_is_a_warning_with_both_and_their_lines(
    tmp_path: Path, original: str, translated: str, differing: tuple[str, str] | None
) -> None:
    (tmp_path / "a.md").write_text(f"{HEAD}Ein Absatz.\n\n{original}\n", encoding="utf-8")
    found = check(tmp_path, "a.en.md", f"---\ntitle: Title\ntranslator: Someone\n---\nOne.\n\n{translated}\n")
    told = "warning a.en.md:7: the translation has {} here, the original {} (line 8)"
    assert [line.split(";")[0] for line in found] == ([told.format(*differing)] if differing else [])


@pytest.mark.parametrize(
    ("name", "content", "pattern"),
    [
        ("good.en.md", TRANSLATED.replace("translator: Someone\n", ""), "good.en.md:1: .* has no translator"),
        ("good.de.md", TRANSLATED, "good.de.md: the article itself is in 'de'"),
        ("good.en.md", TRANSLATED.replace("title", "language: de\ntitle"), "good.en.md:2: the file's name says 'en'"),
        ("good.fr.md", TRANSLATED, "good.fr.md: a translation in 'fr' is left out; supported are de, en"),
        ("other.en.md", TRANSLATED, "other.en.md: a translation without its article; .* add other.md"),
        ("other.questions.md", "## x\n", "other.questions.md: a questions file without its article"),
        ("other.unanswered.md", "- x\n", "other.unanswered.md: a list of unanswered questions without its article"),
        ("synonyms.fr.txt", "a, b", "synonyms.fr.txt: a synonyms file in 'fr' is left out"),
        ("good.questions.md", b"\xff", "good.questions.md:1: not UTF-8: byte 0"),
        ("synonyms.de.txt", b"", "synonyms.de.txt: the file is empty"),
        ("notes.docx", b"x", "notes.docx: not a corpus file and left out"),
        ("Gipfel Alaska.md", GOOD, "Gipfel Alaska.md: not a corpus file and left out"),
        ("a\nb.md", GOOD, "a\\\\nb.md: not a corpus file and left out"),
    ],
)  # fmt: skip
def test_a_file_beside_the_articles_that_is_wrong_is_a_warning(
    tmp_path: Path, name: str, content: str | bytes, pattern: str
) -> None:
    found = check(tmp_path, name, content)
    assert len(found) == 1
    assert re.match(f"warning {pattern}", found[0]), found
    assert ";" in found[0], "the mend is missing"
    assert "\n" not in found[0]


@pytest.mark.parametrize("name", ["other.en.md", "other.questions.md", "other.unanswered.md", "good.de.md"])
def test_a_file_beside_no_article_may_be_renamed_and_is_never_to_be_removed(tmp_path: Path, name: str) -> None:
    (warning,) = check(tmp_path, name, TRANSLATED)
    assert "; rename " in warning
    assert "remove" not in warning


def test_questions_of_an_article_that_does_not_load_are_not_called_orphans(tmp_path: Path) -> None:
    (tmp_path / "a.questions.md").write_text("## Der erste Absatz steht\n- Was?\n", encoding="utf-8")
    found = check(tmp_path, "a.md", b"\xff")
    assert [line.split(":")[0] for line in found] == ["error a.md"]


def test_links_out_of_the_folder_dangling_links_folders_and_pipes_are_errors(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (tmp_path / "secret").write_text(GOOD, encoding="utf-8")
    (corpus / "a.md").symlink_to(tmp_path / "secret")
    (corpus / "b.md").symlink_to("missing")
    (corpus / "c.md").mkdir()
    (corpus / "d.md").symlink_to("d.md")
    os.mkfifo(corpus / "e.md")
    found = problems(corpus)
    assert [line.split(";")[0].split(" (")[0] for line in found] == [
        "error .: no article loads",
        "error a.md: a symbolic link out of the corpus folder",
        "error b.md: can't be read",
        "error c.md: a folder, not a text file",
        "error d.md: can't be read",
        "error e.md: a special file, not a text file",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_without_read_permission_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "a.md").chmod(0)
    assert problems(tmp_path, Severity.ERROR)[1].startswith("error a.md: can't be read (Permission denied)")


def test_a_folder_without_an_article_is_an_error_of_its_own(tmp_path: Path) -> None:
    assert problems(tmp_path) == ["error .: no article loads; put one here as slug.md or slug.txt"]
    assert Corpus.load(tmp_path).has_errors


def test_a_corpus_without_questions_gets_one_note_an_article(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    assert [line.split(";")[0] for line in problems(tmp_path, Severity.NOTE)] == [
        "note a.md: no questions file",
        "note b.md: no questions file",
    ]


def test_passages_without_questions_are_noted_by_language(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "a.questions.md").write_text("## Der zweite Absatz steht\n- Was ist das?\n", encoding="utf-8")
    assert problems(tmp_path, Severity.NOTE) == [
        "note a.md: no unanswered questions; write a.unanswered.md as README.md describes",
        "note a.questions.md: no questions in 'de' for paragraph 1 of 2",
        "note a.questions.md: no questions in 'en' for paragraph 1, 2 of 2",
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["a.md", "a.txt", "good.en.md", "good.questions.md", "good.unanswered.md", "synonyms.de.txt"]),
    data=st.binary(max_size=200),
)
def test_no_bytes_whatever_keep_the_rest_from_loading(tmp_path: Path, name: str, data: bytes) -> None:
    for old in tmp_path.iterdir():
        old.unlink()
    check(tmp_path, name, data)
