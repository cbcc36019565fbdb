from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from playground.markdown import to_plain
from retrieval.model import Difference, Problem, ReloadReport, Severity
from tests.ui.samples import article, hostile, hostile_line
from ui.corpus import render_reload, render_status
from ui.limits import CONTENT, length
from ui.texts import LANGUAGES

NOTHING = Difference((), (), (), (), (), ())
WARNING = Problem(Severity.WARNING, "a.md", 3, {"de": "ein Bild bleibt weg", "en": "an image is left out"})
ERROR = Problem(Severity.ERROR, "b_c.md", None, {"de": "kein Titel", "en": "no title"})

problems = st.lists(
    st.builds(
        Problem,
        st.sampled_from(Severity),
        hostile_line,
        st.one_of(st.none(), st.integers(1)),
        st.fixed_dictionaries(dict.fromkeys(LANGUAGES, hostile)),
    ),
    max_size=5,
).map(lambda found: tuple(found) * 8)  # many, of which few have to be drawn
ids = st.lists(hostile_line, max_size=4).map(lambda found: tuple(found) * 3)


def test_a_reload_reports_what_changed() -> None:
    difference = Difference(("neu",), (), ("alt",), ("neu#1", "neu#2"), (), ("alt#4",))
    report = ReloadReport(True, "aaa", "bbb", difference, (WARNING,), 0.314)
    assert to_plain(render_reload(report, language="de").content) == (
        "Neu geladen in 0,31 s: aaa → bbb\n"
        "Artikel: 1 neu, 0 entfernt, 1 geändert\n• neu: neu\n• geändert: alt\n"
        "Absätze: 2 neu, 0 entfernt, 1 geändert\n• neu: neu#1, neu#2\n• geändert: alt#4\n"
        "• Warnung: a.md:3: ein Bild bleibt weg"
    )


def test_a_reload_with_an_error_says_that_the_old_version_serves_on_and_names_errors_first() -> None:
    report = ReloadReport(False, "aaa", "bbb", NOTHING, (WARNING, ERROR), 1.0)
    lines = to_plain(render_reload(report, language="en").content).split("\n")
    assert lines[0].startswith("Nothing changed: an error stands in the new version’s way, and the old one (aaa)")
    assert lines[1] == "• Error: b_c.md: no title"
    assert lines[2] == "• Warning: a.md:3: an image is left out"


def test_a_reload_without_a_change_says_so() -> None:
    content = render_reload(ReloadReport(True, "aaa", "aaa", NOTHING, (), 0.5), language="en").content
    assert content == "Reloaded in 0.50 s. No article or paragraph has changed. Version: aaa\nNo problems."


def test_a_reload_that_changed_only_what_helps_to_find_names_both_versions() -> None:
    content = render_reload(ReloadReport(True, "aaa", "bbb", NOTHING, (), 0.5), language="en").content
    assert "aaa → bbb" in content


def test_the_status_names_version_articles_and_problems() -> None:
    reply = render_status([article()], version="aaa", passage_count=4, problems=[ERROR], language="de")
    assert to_plain(reply.content) == (
        "Stand aaa: 1 Artikel, 4 Absätze\n• Fehler: b_c.md: kein Titel\n• probe Ein Titel, 4 Absätze"
    )


def test_many_problems_leave_room_for_the_articles() -> None:
    content = render_status(
        [article()], version="aaa", passage_count=4, problems=[WARNING] * 100, language="en"
    ).content
    assert article().slug in content
    assert length(content) <= CONTENT


@given(st.builds(Difference, ids, ids, ids, ids, ids, ids), problems, st.booleans())
def test_reports_fit_whatever_happened(difference: Difference, found: tuple[Problem, ...], swapped: bool) -> None:  # noqa: FBT001 - hypothesis passes it
    report = ReloadReport(swapped, "aaa", "bbb", difference, found, 12.5)
    assert length(render_reload(report, language="de").content) <= CONTENT


def test_problems_that_do_not_fit_are_counted() -> None:
    content = render_status([], version="aaa", passage_count=0, problems=[WARNING] * 100, language="de").content
    assert length(content) <= CONTENT
    assert f"… und {100 - content.count('Warnung')} weitere Zeilen" in content
