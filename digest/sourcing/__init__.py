"""Sourcing: what newsrooms publish, fetched politely and read into articles."""
