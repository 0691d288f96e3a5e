"""The web face: readers' own pages, the archive, the carrier's webhook.

Routes parse, call one function of the desk, and answer. No cookie, no script,
no login: a token in the address is all there is.
"""
