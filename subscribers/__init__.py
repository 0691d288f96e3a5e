"""Readers: addresses, consent, preferences, suppressions, tokens, exchange.

A leaf: it imports nothing of ``digest`` and never opens the newsroom's
database, it is handed a connection; only a dry run of an import keeps a scratch
database of its own, gone when it ends. Region keys are plain strings here.
"""
