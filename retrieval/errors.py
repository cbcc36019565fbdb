"""What can go wrong in the engine. Messages are whole sentences for an operator; data stands in attributes."""

from __future__ import annotations

from pathlib import Path

from retrieval.model import Problem


class RetrievalError(Exception):
    """The family's head."""


class CorpusUnreadableError(RetrievalError):
    """The corpus folder itself can't be read."""

    def __init__(self, directory: Path, reason: str) -> None:
        super().__init__(f"{directory}: the corpus folder can't be read ({reason})")
        self.directory = directory


class EmptyCorpusError(RetrievalError):
    """No article loads, so there is nothing to quote."""

    def __init__(self, directory: Path, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{directory}: no article loads; `python -m retrieval check` says why")
        self.directory = directory
        self.problems = problems


class ReloadRunningError(RetrievalError):
    """Another reload has not finished yet."""

    def __init__(self) -> None:
        super().__init__("a reload is already running")


class UnknownArticleError(RetrievalError):
    """No article has this slug."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"no article is called {slug!r}")
        self.slug = slug


class UnknownSectionError(RetrievalError):
    """The article has no section of this heading."""

    def __init__(self, slug: str, heading: str) -> None:
        super().__init__(f"the article {slug!r} has no section {heading!r}")
        self.slug = slug
        self.heading = heading
