"""The REST API by subject; each module lists its routes."""
