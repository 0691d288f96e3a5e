"""Keepreading: the weekly newsletter desk for a newsroom that covers the world by region."""

__version__ = "0.1.0"
