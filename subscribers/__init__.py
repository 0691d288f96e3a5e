"""Readers: addresses, consent, preferences, suppressions, tokens, exchange.

A leaf: it imports nothing of ``digest`` and never opens a database, it is
handed a connection. Region keys are plain strings here.
"""
