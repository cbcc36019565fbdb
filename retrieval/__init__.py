"""The search engine: pure, synchronous, usable without Discord; see `python -m retrieval --help`."""
