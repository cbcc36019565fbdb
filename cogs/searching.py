"""Where a search runs: beside the event loop, unless it is over before a thread would wake."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from retrieval.corpus import Corpus

P = ParamSpec("P")
T = TypeVar("T")

# Passages. Waking a thread and coming back costs a few tenths of a millisecond, in which some tens of passages are
# searched; a large corpus would hold up everything else that the bot has to answer.
_SMALL = 100


async def run_search(corpus: Corpus, search: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
    if corpus.passage_count <= _SMALL:
        return search(*args, **options)
    return await asyncio.to_thread(search, *args, **options)
