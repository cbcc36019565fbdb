"""What moderators see of the corpus: its status, and how a reload went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from retrieval.model import Article, Difference, Problem, ReloadReport, Severity
from ui import limits
from ui.escape import field
from ui.limits import length, shorten
from ui.reply import Reply
from ui.texts import text

_SEVERITIES = tuple(Severity)  # the gravest first
_IDS = 8
_PROBLEM = 300
_FOR_LINES = 500  # characters kept for what isn't a problem


def render_reload(report: ReloadReport, *, language: str) -> Reply:
    """What changed, which problems there are, how long it took, old and new version."""
    seconds = f"{report.seconds:.2f}".replace(".", text(language, "number.decimal"))
    old, new = field(report.old_version), field(report.new_version)
    if not report.swapped:
        head = [text(language, "corpus.kept", version=old, seconds=seconds)]
    elif not _changes(report.difference):
        version = new if old == new else f"{old} → {new}"  # synonyms, for example
        head = [text(language, "corpus.unchanged", seconds=seconds, version=version)]
    else:
        head = [text(language, "corpus.reloaded", seconds=seconds, old=old, new=new)]
        head += _difference(report.difference, language)
    return _with_problems(head, [], report.problems, language)


def render_status(
    articles: Sequence[Article],
    *,
    version: str,
    passage_count: int,
    problems: Sequence[Problem],
    refused: Sequence[Problem] = (),
    language: str,
) -> Reply:
    """Which articles are loaded, and what is wrong with them; or with what the last reload `refused`."""
    status = text(
        language,
        "corpus.status",
        version=field(version),
        articles=text(language, "corpus.articles", count=len(articles)),
        passages=text(language, "card.paragraphs", count=passage_count),
    )
    head = [status, text(language, "corpus.refused")] if refused else [status]
    lines = [
        f"- `{article.slug}` {field(article.title)}, {text(language, 'card.paragraphs', count=article.passage_count)}"
        for article in articles
    ]
    return _with_problems(head, lines, refused or problems, language)


def _with_problems(head: list[str], lines: list[str], problems: Iterable[Problem], language: str) -> Reply:
    """The head, then problems, gravest first, then the other lines: as many as fit, a few of both."""
    grave = sorted(problems, key=lambda problem: _SEVERITIES.index(problem.severity))
    told = [_problem(problem, language) for problem in grave] or [text(language, "corpus.clean")]
    room = limits.CONTENT - sum(length(line) + 1 for line in head)
    for_lines = min(_FOR_LINES, sum(length(line) + 1 for line in lines))

    def more(count: int) -> str:
        return text(language, "corpus.more", count=count)

    above = limits.fit(told, room - for_lines, more)
    below = limits.fit(lines, room - sum(length(line) + 1 for line in above), more)
    return Reply("\n".join([*head, *above, *below]))


def _problem(problem: Problem, language: str) -> str:
    severity = text(language, f"corpus.severity.{problem.severity}")
    told = f"{problem.place}: {problem.messages[language]}"
    return f"- {severity}: {field(shorten(told, _PROBLEM))}"


def _changes(difference: Difference) -> bool:
    return any(
        (
            difference.articles_added,
            difference.articles_removed,
            difference.articles_changed,
            difference.passages_added,
            difference.passages_removed,
            difference.passages_changed,
        )
    )


def _difference(difference: Difference, language: str) -> list[str]:
    return [
        *_counted(
            "corpus.articles_changed",
            difference.articles_added,
            difference.articles_removed,
            difference.articles_changed,
            language,
        ),
        *_counted(
            "corpus.passages_changed",
            difference.passages_added,
            difference.passages_removed,
            difference.passages_changed,
            language,
        ),
    ]


def _counted(
    key: str, added: Sequence[str], removed: Sequence[str], changed: Sequence[str], language: str
) -> list[str]:
    """How many of each, then their names."""
    lines = [text(language, key, added=len(added), removed=len(removed), changed=len(changed))]
    for kind, ids in (("added", added), ("removed", removed), ("changed", changed)):
        if ids:
            names = [field(name) for name in ids[:_IDS]] + [limits.ELLIPSIS] * (len(ids) > _IDS)
            name = text(language, f"corpus.change.{kind}")
            lines.append(f"- {text(language, 'corpus.named', name=name, ids=', '.join(names))}")
    return lines
