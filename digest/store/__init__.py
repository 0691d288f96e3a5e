"""The database: tables, queries, migrations. The only SQL under ``digest/``.

One file per table family. Every function takes a connection that is already
in a transaction; ``database.Store`` opens those and turns what an operator can
mend into ``StoreError``. All times are aware UTC.
"""
