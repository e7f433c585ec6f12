"""Alembic migrations of the office's database; run through ``desktop.models.upgrade``."""
