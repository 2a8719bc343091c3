"""Alembic's environment of the catalogue."""
