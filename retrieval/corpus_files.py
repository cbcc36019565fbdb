"""The corpus folder: which file is what, and its text."""

from __future__ import annotations

import hashlib
import re
import stat
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from retrieval.errors import CorpusUnreadableError
from retrieval.findings import Findings
from retrieval.language import SUPPORTED_LANGUAGES
from retrieval.model import Problem

MAXIMUM_FILE_SIZE = 1 << 20  # bytes
_VERSION_LENGTH = 8

_SLUG = r"(?P<slug>[a-z0-9-]+)"
_LANGUAGE = r"(?P<language>[a-z]{2,3})"
_CONTROL_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")


class Kind(StrEnum):
    """What a file's name says it is."""

    ARTICLE = "article"
    TRANSLATION = "translation"
    QUESTIONS = "questions"
    UNANSWERED = "unanswered"
    SYNONYMS = "synonyms"


_NAMES = (
    (Kind.SYNONYMS, re.compile(rf"synonyms\.{_LANGUAGE}\.txt")),
    (Kind.QUESTIONS, re.compile(rf"{_SLUG}\.questions\.md")),
    (Kind.UNANSWERED, re.compile(rf"{_SLUG}\.unanswered\.md")),
    (Kind.TRANSLATION, re.compile(rf"{_SLUG}\.{_LANGUAGE}\.md")),
    (Kind.ARTICLE, re.compile(rf"{_SLUG}\.(?:md|txt)")),
)


class CorpusFile(NamedTuple):
    """A file's text: line feeds only, no byte order mark."""

    name: str
    kind: Kind
    slug: str
    language: str
    text: str


class CorpusFolder(NamedTuple):
    """What could be read, by name; `unreadable` are the slugs of articles that couldn't."""

    files: tuple[CorpusFile, ...]
    unreadable: frozenset[str]
    problems: tuple[Problem, ...]
    version: str


def read_folder(directory: Path) -> CorpusFolder:
    """Every file of the corpus. Raises CorpusUnreadableError only if the folder itself can't be listed."""
    try:
        root = directory.resolve()
        paths = sorted(directory.iterdir(), key=lambda path: path.name)
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of symbolic links
        raise CorpusUnreadableError(directory, _reason(error)) from error
    files: list[CorpusFile] = []
    unreadable: set[str] = set()
    problems: list[Problem] = []
    fingerprint = hashlib.sha256()
    for path in paths:
        findings = Findings(_printable(path.name))
        kind, slug, language = _classify(path.name, findings)
        if kind is not None:
            data = _read(path, root, findings)
            fingerprint.update(f"{path.name}\0{len(data)}\0".encode() + data)
            text = _decode(data, findings) if not findings.has_errors else None
            if text is not None:
                files.append(CorpusFile(path.name, kind, slug, language, text))
            elif kind is Kind.ARTICLE:
                unreadable.add(slug)
        problems.extend(findings.problems if kind is Kind.ARTICLE else findings.softened())
    return CorpusFolder(tuple(files), frozenset(unreadable), tuple(problems), fingerprint.hexdigest()[:_VERSION_LENGTH])


def _classify(name: str, findings: Findings) -> tuple[Kind | None, str, str]:
    if name == "README.md":
        return None, "", ""
    for kind, pattern in _NAMES:
        match = pattern.fullmatch(name)
        if match is None:
            continue
        found = match.groupdict("")
        language = found.get("language", "")
        if language and language not in SUPPORTED_LANGUAGES:
            supported = ", ".join(SUPPORTED_LANGUAGES)
            findings.warning(None, f"language_not_supported_{kind}", language=language, supported=supported)
            return None, "", ""
        return kind, found.get("slug", ""), language
    findings.warning(None, "file_unexpected")
    return None, "", ""


def _read(path: Path, root: Path, findings: Findings) -> bytes:
    """At most the allowed size, from a regular file inside the folder; b"" with an error otherwise."""
    try:
        if not path.resolve(strict=True).is_relative_to(root):
            findings.error(None, "file_outside")
            return b""
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            findings.error(None, "file_is_folder" if stat.S_ISDIR(status.st_mode) else "file_is_special")
            return b""
        with path.open("rb") as file:
            data = file.read(MAXIMUM_FILE_SIZE + 1)
    except (OSError, RuntimeError) as error:
        findings.error(None, "file_unreadable", reason=_reason(error))
        return b""
    if len(data) > MAXIMUM_FILE_SIZE:
        findings.error(None, "file_too_large", maximum=MAXIMUM_FILE_SIZE // 1024)
        return b""
    return data


def _decode(data: bytes, findings: Findings) -> str | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        findings.error(line, "file_not_utf8", place=error.start, byte=data[error.start])
        return None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        findings.error(None, "file_empty")
        return None
    bad = _CONTROL_CHARACTER.search(text)
    if bad is not None:
        line = text.count("\n", 0, bad.start()) + 1
        findings.error(line, "control_character", code=ord(bad.group()))
        return None
    return text


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _printable(name: str) -> str:
    """A file's name fit for one line: what isn't printable (line breaks, undecodable bytes) is escaped."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)
