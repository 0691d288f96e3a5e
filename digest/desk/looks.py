"""How an edition made today presents itself."""

from digest.desk.desk import Desk
from digest.model.edition import Look


def look_of(desk: Desk) -> Look:
    """How an edition drafted now presents itself; part of what is approved."""
    room, table = desk.newsroom, desk.newsroom.look
    return Look(
        publication=room.name,
        title=table.title or room.name,
        tagline=table.tagline,
        language=room.language,
        site=room.site,
        postal_address=table.postal_address,
        from_name=table.from_name or room.name,
        from_email=table.from_email,
        reply_to=table.reply_to or table.from_email,
        list_id=_list_id(desk),
        public_url=desk.settings.public_url,
        accent=table.accent,
        accent_dark=table.accent_dark,
        paper=table.paper,
        ink=table.ink,
        serif=table.serif,
        logo_url=table.logo_url,
        socials=tuple((s.name, s.url) for s in table.socials),
        read_more=table.read_more,
        latest_title=table.latest_title,
        masthead=table.masthead,
        series=tuple(s.name for s in room.series),
        region_pages=tuple((r.key, r.url) for r in room.regions if r.url),
        sign_up_url=table.sign_up_url,
        tracking=room.policy.tracking,
    )


def _list_id(desk: Desk) -> str:
    table = desk.newsroom.look
    domain = table.from_email.rpartition("@")[2] or "localhost"
    return table.list_id or f"weekly.{domain}"


def changed_keys(old: Look, new: Look) -> tuple[str, ...]:
    """The keys in which two looks differ, in the order of the fields."""
    return tuple(key for key in old.__slots__ if getattr(old, key) != getattr(new, key))
