"""Under which name a newsroom's editions are kept, and what comes of changing it."""

from digest.desk.desk import Desk
from digest.errors import BadInput
from digest.store import history


def orphaned(desk: Desk) -> str:
    """What to do when the database holds another publication's editions and none of this one; else nothing.

    That is what a newsroom looks like that was renamed: what it mailed would be
    mailed again. A ``key`` in newsroom.toml says that it is meant.
    """
    if desk.newsroom.key:
        return ""
    with desk.store.read() as connection:
        known = history.publications(connection)
    if not known or desk.publication in known:
        return ""
    old = max(known, key=lambda name: known[name])
    return (
        f'this database holds editions of "{old}" and none of "{desk.publication}": was the newsroom renamed? '
        f'Put key = "{old}" at the top of newsroom.toml to go on with them; '
        f'if it is another publication, key = "{desk.publication}"'
    )


def require_known_name(desk: Desk) -> None:
    """Raises BadInput when a first draft would start the history anew by mistake."""
    said = orphaned(desk)
    if said:
        raise BadInput(said)
