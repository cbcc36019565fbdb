"""Both article formats: what is text stays as it stands, what is left out is told."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.articles import ArticleText, read_article
from retrieval.findings import Findings
from retrieval.markdown import read_markdown
from retrieval.model import Severity
from retrieval.sentences import split_sentences

SHIPPED = Path(__file__).parents[2] / "corpus" / "gipfel-alaska-2025.md"
SEED = Path(__file__).parents[1] / "data" / "article.txt"
HEAD = "---\ntitle: Titel\nauthor: Erika Muster\nlanguage: de\n---\n"


def read(name: str, text: str) -> tuple[ArticleText, list[str]]:
    """The article, which must load, and all that was told about it."""
    findings = Findings(name)
    article = read_article(name, text, findings)
    assert article is not None, findings.problems
    return article, [f"{problem.severity} {problem}" for problem in findings.problems]


def paragraphs(markdown: str) -> list[str]:
    return [block.text for block in read_markdown(markdown, 1, Findings("a.md")) if not block.is_heading]


def told(markdown: str) -> list[str]:
    findings = Findings("a.md")
    read_markdown(markdown, 1, findings)
    return list(map(str, findings.problems))


def test_the_shipped_article_is_the_seed_word_for_word() -> None:
    seed = SEED.read_text(encoding="utf-8").split("\n")
    body = SHIPPED.read_text(encoding="utf-8").split("---\n", 2)[2]
    assert [block.removeprefix("## ") for block in body.strip().split("\n\n")] == seed[1:14]
    assert seed[14:] == ["Autor: Andreas M. Brucker", "Abonniere einfach den Newsletter unserer Chefredaktion!"]


def test_both_formats_of_the_seed_give_the_same_article() -> None:
    markdown, nothing = read("a.md", SHIPPED.read_text(encoding="utf-8"))
    pasted, _ = read("a.txt", SEED.read_text(encoding="utf-8"))
    assert nothing == []
    assert (markdown.title, markdown.author, markdown.language) == (pasted.title, pasted.author, pasted.language)
    assert [(b.text, b.is_heading) for b in markdown.blocks] == [(b.text, b.is_heading) for b in pasted.blocks]
    assert [b.text for b in pasted.blocks if b.is_heading] == [
        "Symbolik statt Substanz",
        "Kritik von Verbündeten und Betroffenen",
        "Der Gipfel im geopolitischen Kontext",
    ]
    assert sum(not b.is_heading for b in pasted.blocks) == 10


def test_a_pasted_article_reports_what_was_taken_as_what_and_what_was_dropped() -> None:
    _, report = read("seed.txt", SEED.read_text(encoding="utf-8"))
    assert report[0] == (
        "note seed.txt:1: taken as the title: Trumps Gipfeltreffen mit Russlands Präsident endet ohne Fortschritt"
        " im Ukraine-Konflikt"
    )
    assert "note seed.txt:3: taken as a heading: Symbolik statt Substanz" in report
    assert "note seed.txt:15: taken as the author: Andreas M. Brucker" in report
    assert "note seed.txt: taken as the language: de" in report
    dropped = [line for line in report if line.startswith("warning")]
    assert len(dropped) == 1
    assert dropped[0].startswith("warning seed.txt:16: dropped")
    assert dropped[0].endswith("Abonniere einfach den Newsletter unserer Chefredaktion!")


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Ein *kurzer*, **fetter**, ***beides*** und _guter_ Satz.", "Ein kurzer, fetter, beides und guter Satz."),
        ("Der `code --x` bleibt.", "Der code --x bleibt."),
        ('[Die *Quelle*](https://a.example "T") und <https://b.example>.', "Die Quelle und https://b.example."),
        ("Erste Zeile\nzweite Zeile  \ndritte\\\nvierte", "Erste Zeile zweite Zeile dritte vierte"),
        ("Müller &amp; Söhne &ndash; 5 &lt; 6", "Müller & Söhne – 5 < 6"),
        ("AT&T und a & b und &nichts;", "AT&T und a & b und &nichts;"),
        (r"Fünf \* sechs, \# und \_", "Fünf * sechs, # und _"),
        ("2 * 3 * 4 und snake_case_name", "2 * 3 * 4 und snake_case_name"),
        ("Leser*innen und Autor*innen", "Leser*innen und Autor*innen"),
        ("„Zitat“ – 'so' ... -- (c) +- \"x\"", "„Zitat“ – 'so' ... -- (c) +- \"x\""),
        ("Ein\u00a0fester und\u200b unsicht\u00adbarer", "Ein\u00a0fester und\u200b unsicht\u00adbarer"),
        ("Zer\u0308legt und zerlegt", "Zer\u0308legt und zerlegt"),
        ("Das ist <b>fett</b> und<br>neu", "Das ist fett und neu"),
        ("15. August 2025: Es beginnt.", "15. August 2025: Es beginnt."),
        ("2025. Ein Jahr.", "2025. Ein Jahr."),
        ("    Eingerückt wie von einer Website.", "Eingerückt wie von einer Website."),
        ("#Hashtag ist keine Überschrift", "#Hashtag ist keine Überschrift"),
    ],
)  # fmt: skip
def test_inline_markdown_goes_and_every_other_character_stays(markdown: str, text: str) -> None:
    assert paragraphs(markdown) == [text]


def test_an_address_that_is_too_long_once_encoded_is_left_out() -> None:
    head = "---\ntitle: T\nauthor: A\nlanguage: de\nurl: https://example.org/{}\n---\n\nEin Satz."
    for path, problems in (("ü" * 160, 1), ("u" * 160, 0)):
        text, told = read("a.md", head.format(path))
        assert (text.url is None, len(told)) == (bool(problems), problems)


@pytest.mark.parametrize("reference", ["&#10;", "&#x2028;", "&#13;"])
def test_a_character_reference_breaks_no_line(reference: str) -> None:
    assert paragraphs(f"Er sagte:{reference}— Jemand anders") == ["Er sagte: — Jemand anders"]


@pytest.mark.parametrize("item", ["1. <div>x</div>", "2.", "1. ```\n   code\n   ```"])
def test_the_number_of_an_empty_list_item_is_nobody_elses(item: str) -> None:
    assert paragraphs(f"{item}\n\nDie Fähre fuhr.")[-1] == "Die Fähre fuhr."


def test_list_items_and_quoted_paragraphs_are_passages() -> None:
    source = "- eins\n- zwei\n  weiter\n\n  Absatz im Punkt\n\n1. drei\n2. vier\n\n> Zitat\n> weiter\n>\n> zweiter\n"
    assert paragraphs(source) == [
        "eins", "zwei weiter", "Absatz im Punkt", "1. drei", "2. vier", "Zitat weiter", "zweiter",
    ]  # fmt: skip


def test_a_line_of_dashes_makes_no_heading_of_the_paragraph_above() -> None:
    blocks = read_markdown("Ein Absatz.\n---\nNoch einer.\n", 1, Findings("a.md"))
    assert [(block.text, block.is_heading) for block in blocks] == [("Ein Absatz.", False), ("Noch einer.", False)]


def test_tables_images_html_and_code_blocks_are_left_out_and_told_with_their_line() -> None:
    source = (
        "Vorher.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n![Bild](x.png)\n\nMit\nBild ![y](y.png) und <i>Tag</i>.\n\n"
        "<div>weg</div>\n\n```\ncode\n```\n\nNachher."
    )
    assert paragraphs(source) == ["Vorher.", "Mit Bild  und Tag.", "Nachher."]
    places = [
        re.match(r"a\.md:(\d+): (a table|an image|HTML|the HTML tag \S+|a code block)", line) for line in told(source)
    ]
    assert [place and place.groups() for place in places] == [
        ("3", "a table"),
        ("7", "an image"),
        ("10", "an image"),
        ("10", "the HTML tag <i>"),
        ("10", "the HTML tag </i>"),
        ("12", "HTML"),
        ("14", "a code block"),
    ]


@pytest.mark.parametrize("source", [">" * 30 + " weg", "".join(f"{' ' * i * 2}- Punkt {i}\n" for i in range(30))])
def test_what_is_nested_too_deeply_is_told(source: str) -> None:
    assert len(paragraphs(source)) < 30
    assert [line for line in told(source) if "nested too deeply" in line]


def test_blocks_know_their_line_in_the_file() -> None:
    article, _ = read("a.md", HEAD + "\nEins.\n\n## Zwei\n\nDrei\nvier.\n")
    assert [(block.line, block.text) for block in article.blocks] == [(7, "Eins."), (9, "Zwei"), (11, "Drei vier.")]


def test_optional_fields_are_read_as_written() -> None:
    head = (
        "---\ntitle: 1984\nauthor: 'O: N'\nlanguage: de-AT\npublished: 2025-08-16\n"
        "url: https://example.org/a?b=c\nsource: Zeitung\n---\n"
    )
    article, report = read("a.md", head + "Text hier.")
    assert report == []
    assert (article.title, article.author, article.language) == ("1984", "O: N", "de")
    assert (article.published, article.url, article.source) == ("2025-08-16", "https://example.org/a?b=c", "Zeitung")


@pytest.mark.parametrize(
    ("title", "taken", "told"),
    [
        ("Platz #1 geht", "Platz", "the title ends before the # and '#1 geht' is left out; put straight"),
        ("“Es reicht”", "“Es reicht”", "the quotation marks around the title are shown with it; remove them"),
    ],
)
def test_a_title_without_the_straight_quotation_marks_that_it_needs_is_told(title: str, taken: str, told: str) -> None:
    article, (warning,) = read("a.md", HEAD.replace("Titel", title) + "Text.")
    assert article.title == taken
    assert warning.startswith(f"warning a.md:2: {told}")
    for quoted in (f'"{title}"', f"'{title}' # so"):
        article, report = read("a.md", HEAD.replace("Titel", quoted).replace(": de", ": de # deutsch") + "Text.")
        assert (article.title, report) == (title, [])


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://example.org", "https://", "https://a b", "https://a>b", "example.org", "[x](y)"],
)
def test_an_address_that_is_not_http_is_left_out(url: str) -> None:
    article, report = read("a.md", HEAD.replace("---\n", f"---\nurl: {url!r}\n", 1) + "Text.")
    assert article.url is None
    assert len(report) == 1
    assert report[0].startswith("warning a.md:2: `url`")


def test_a_heading_that_repeats_the_title_or_has_no_text_is_left_out() -> None:
    article, report = read(
        "a.md", HEAD + "# Titel\n\nText.\n\n## Leer\n\n## Voll\n\nText zwei.\n\n##\n\nDrei.\n\n## Ende\n"
    )
    assert [block.text for block in article.blocks] == ["Text.", "Voll", "Text zwei.", "Drei."]
    assert [line.split(":")[1] for line in report] == ["6", "10", "16", "20"]


LONG = "Ein langer Absatz, der sicher länger als jede Überschrift ist und der mit einem Punkt endet."


def pasted(*lines: str) -> ArticleText:
    return read("a.txt", "\n".join(lines))[0]


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Von Erika Muster", "Erika Muster"),
        ("By Anna van der Berg", "Anna van der Berg"),
        ("Autorin: Dr. Erika M. Muster", "Dr. Erika M. Muster"),
        ("Author: Reuters staff", "Reuters staff"),
        ("AUTOR : Erika Muster und Max Muster", "Erika Muster und Max Muster"),
    ],
)
@pytest.mark.parametrize("place", ["under the title", "closing"])
def test_an_author_line_is_found_under_the_title_and_after_the_last_paragraph(
    line: str, author: str, place: str
) -> None:
    article = pasted("Titel", line, LONG, LONG) if place == "under the title" else pasted("Titel", LONG, LONG, line)
    assert article.author == author
    assert [block.text for block in article.blocks] == [LONG, LONG]


@pytest.mark.parametrize("line", ["Autorin: Erika Muster", "Von Erika Muster"])
def test_an_author_line_with_most_of_the_text_below_it_drops_nothing_but_is_an_error(line: str) -> None:
    findings = Findings("a.txt")
    assert read_article("a.txt", f"Titel\nEin Untertitel\n{line}\n{LONG}\n{LONG}", findings) is None
    assert [(problem.severity, problem.line) for problem in findings.problems if problem.severity != "note"] == [
        (Severity.ERROR, 3)
    ]


@pytest.mark.parametrize(
    "line", ["Von Bonn nach Berlin", "By the numbers", "Autor: das ist. ein Satz", "Von A B C D E F G"]
)
def test_a_line_that_only_begins_like_an_author_line_stays_text(line: str) -> None:
    article = pasted("Titel", "Autor: Erika Muster", LONG, line, LONG)
    assert line in [block.text for block in article.blocks]


def test_a_heading_that_begins_with_von_drops_nothing_below_it() -> None:
    article = pasted("Titel", "Autor: Erika Muster", LONG, "Von Angela Merkel", LONG * 3)
    assert [(block.text, block.is_heading) for block in article.blocks][1:] == [
        ("Von Angela Merkel", True),
        (LONG * 3, False),
    ]


def test_a_question_may_be_a_heading_but_a_short_sentence_is_none() -> None:
    article = pasted(
        "Titel", "Von Erika Muster", "Wie geht es weiter?", LONG, "So ist es.", LONG, "„Genug!“", LONG, "Schluss"
    )
    assert [block.text for block in article.blocks if block.is_heading] == ["Wie geht es weiter?"]


def test_a_pasted_paragraph_that_was_broken_into_lines_is_noted_once() -> None:
    _, report = read("a.txt", f"Titel\nVon Erika Muster\n{LONG}\nund weiter geht es hier.\nnoch weiter.\n{LONG}")
    noted = [line for line in report if "lower case" in line]
    assert [line.split(" lines")[0] for line in noted] == ["note a.txt:4: 2"]


def test_pasted_text_is_not_read_as_markdown() -> None:
    article = pasted(
        "Titel", "Von Erika Muster", "# 5 * 3 * 2 <b>und</b> &amp; der Rest der Zeile ist nicht kurz.", LONG
    )
    assert article.blocks[0].text == "# 5 * 3 * 2 <b>und</b> &amp; der Rest der Zeile ist nicht kurz."


def test_a_paragraph_that_does_not_end_like_a_sentence_is_noted_in_both_formats() -> None:
    cruft = [LONG.removesuffix("."), "Teilen Sie diesen Artikel", "Kommentare (37)"]
    told = ["Ein langer Absatz, der …", *cruft[1:]]
    ended = ["Es war „so.“", "„Wie?“ (Er schwieg …)", "Er sagte:"]
    noted = re.compile(r"note \S+:(\d+): taken as a paragraph though it doesn't end like a sentence: (.*?);")
    for name, lines, places in (
        ("a.md", [HEAD, *ended, "## Überschrift", *cruft, "- eins\n- zwei", "> Zitat"], ["16", "18", "20"]),
        ("a.txt", ["Titel", "", "Von Erika Muster", *ended, *cruft], ["13", "15", "17"]),
    ):
        _, report = read(name, "\n\n".join(lines))
        assert noted.findall("\n".join(report)) == list(zip(places, told, strict=True))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Am 15. August 2025 kam Dr. Müller. Er blieb!", "de", ["Am 15. August 2025 kam Dr. Müller.", "Er blieb!"]),
        ("1. Erster Punkt. Zweiter", "de", ["1. Erster Punkt.", "Zweiter"]),
        (
            "Im 18. und 19. Jahrhundert war er da. Ihr 3. Kind kam. Es war der 3.",
            "de",
            ["Im 18. und 19. Jahrhundert war er da.", "Ihr 3. Kind kam.", "Es war der 3."],
        ),
        ("Er wurde 3. Dann ging er.", "de", ["Er wurde 3.", "Dann ging er."]),
        ("Es endete am 15. Danach war Ruhe.", "de", ["Es endete am 15.", "Danach war Ruhe."]),
        ("  Rand.   Mitte?  ", "en", ["Rand.", "Mitte?"]),
        ("…", "en", ["…"]),
        ("Ende … 2025.", "de", ["Ende … 2025."]),
        ("Plan B\u00a0. Danach kam er.", "de", ["Plan B\u00a0. Danach kam er."]),
        ("", "de", []),
    ],
)
def test_sentences_are_spans_without_the_space_around_them(text: str, language: str, expected: list[str]) -> None:
    sentences = split_sentences(text, language)
    assert [sentence.text for sentence in sentences] == expected
    assert all(text[sentence.start : sentence.end] == sentence.text for sentence in sentences)


def test_a_paragraph_of_monstrous_length_is_one_sentence() -> None:
    text = "Das ist ein Satz. " * 2_000
    assert [sentence.text for sentence in split_sentences(text, "de")] == [text.strip()]


SPACES_AND_STOPS = st.sampled_from("aAB1. \n!?\u00a0\u2009\u202f\u2028\u3000\u0085…ä")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80) | st.text(SPACES_AND_STOPS, max_size=40))
def test_sentences_cover_every_letter_of_any_text(text: str) -> None:
    sentences = split_sentences(text, "de")
    assert all(text[s.start : s.end] == s.text and s.text.strip() == s.text != "" for s in sentences)
    assert all(a.end <= b.start for a, b in pairwise(sentences))
    assert "".join("".join(s.text.split()) for s in sentences) == "".join(text.split())


@given(st.text(alphabet=st.sampled_from('ab *_`[]()<>!&;#->1.\n\t|~\\"ä'), max_size=120))
def test_hostile_markdown_loads_or_is_refused_but_never_raises(body: str) -> None:
    findings = Findings("a.md")
    article = read_article("a.md", HEAD + body, findings)
    if article is None:
        assert any(problem.severity is Severity.ERROR for problem in findings.problems)
    else:
        assert any(not block.is_heading for block in article.blocks)
        assert all(block.text and "\n" not in block.text for block in article.blocks)
