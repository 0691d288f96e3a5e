"""Alembic's folder: forward only, one file per step."""
