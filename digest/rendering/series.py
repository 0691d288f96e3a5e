"""Which articles of a named series leave their region for a band of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from digest.model.edition import Placed

MOST = 2  # of one series in one region: more would empty the region


@dataclass(frozen=True, slots=True)
class Apart:
    """``series`` has articles by the name of their series; ``left`` are the others, in order."""

    left: tuple[Placed, ...]
    series: dict[str, tuple[Placed, ...]]


def apart(articles: Sequence[Placed], names: Sequence[str], *, keeps_some: bool = True) -> Apart:
    """What is set apart depends on these articles alone, so a region is the same in every variant.

    A region that would be left without any article keeps them all
    (``keeps_some``): it is what its readers asked for.
    """
    known = {name.casefold(): name for name in reversed(names)}
    series: dict[str, tuple[Placed, ...]] = {}
    left = []
    for placed in articles:
        name = known.get(placed.article.kind.strip().casefold())
        if name is None or len(series.get(name, ())) == MOST:
            left.append(placed)
        else:
            series[name] = (*series.get(name, ()), placed)
    return Apart(tuple(left), series) if left or not keeps_some else Apart(tuple(articles), {})
