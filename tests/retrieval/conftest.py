import pytest

from retrieval.retriever import Retriever
from tests.retrieval.corpora import SECOND


@pytest.fixture(scope="session")
def second() -> Retriever:
    """An article in English with a German translation."""
    return Retriever.load(SECOND)
