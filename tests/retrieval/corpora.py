"""Small corpora, written as an editor would write them."""

from pathlib import Path

from retrieval.model import Answer, Hit
from retrieval.retriever import Retriever

SHIPPED = Path(__file__).parents[2] / "corpus"
SECOND = Path(__file__).parents[1] / "data" / "second" / "corpus"


def article(*blocks: str, language: str = "de", title: str = "Notiz", author: str = "Ida Falk") -> str:
    """Paragraphs and `## ` headings as an article in Markdown."""
    head = f'---\ntitle: "{title}"\nauthor: {author}\nlanguage: {language}\n---\n\n'
    return head + "\n\n".join(blocks) + "\n"


def translation(*blocks: str, title: str = "Report") -> str:
    return f"---\ntitle: {title}\ntranslator: Max Beispiel\n---\n\n" + "\n\n".join(blocks) + "\n"


def retriever_of(directory: Path, *blocks: str, **companions: str) -> Retriever:
    """One German article `a` with these blocks; companions as `en=…`, `questions=…` or `synonyms__de=…`."""
    write(directory, article(*blocks), **companions)
    return Retriever.load(directory)


def write(directory: Path, text: str, slug: str = "a", **companions: str) -> None:
    (directory / f"{slug}.md").write_text(text, encoding="utf-8")
    for name, content in companions.items():
        stem, _, language = name.partition("__")
        file = f"{stem}.{language}.txt" if language else f"{slug}.{name}.md"
        (directory / file).write_text(content, encoding="utf-8")


def numbers(found: Answer | tuple[Hit, ...]) -> list[int]:
    """The paragraph numbers of the hits, best first."""
    return [hit.passage.number for hit in (found.hits if isinstance(found, Answer) else found)]
