"""What of an edition one group of readers gets."""

from dataclasses import replace

from digest.errors import RenderError
from digest.model.edition import Edition


def variant_of(edition: Edition, regions: frozenset[str] | None) -> Edition:
    """The shared front, the sections of these regions (None: of all) and Latest.

    Raises RenderError when no article is left: an empty mail is never made.
    """
    kept = tuple(s for s in edition.sections if s.articles and (regions is None or s.region in regions))
    variant = replace(edition, sections=kept)
    if variant.is_empty:
        raise RenderError(
            f"{edition.name}: there is no article to mail. Pin one, or skip the edition with `digest skip`."
        )
    return variant
