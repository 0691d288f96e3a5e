"""How long 64 variants of an edition take, joined and each from nothing.

    python -m benchmarks.variants [--articles 40] [--rounds 5] [--json]

CPU seconds, the best of the rounds, the two alternating. Compare the ratio
between machines, not the seconds. The mails are compared byte for byte first.
"""

import argparse
import gc
import json
import time
from collections.abc import Callable
from itertools import combinations

from digest.model.edition import Edition, Placed, Section
from digest.rendering.renderer import Renderer
from tests.builders.editions import a_placed, an_article, an_edition, an_image

REGIONS = ("africa", "americas", "asia-pacific", "europe", "middle-east", "polar")
SENTENCE = "The ministers agreed on the wording, and on little else, before the last ferry left the island. "


def an_edition_of(articles: int) -> Edition:
    """Six regions of the same size, each article with a picture, two authors and a summary of 290 characters."""
    each = articles // len(REGIONS)
    sections = tuple(
        Section(region, region.title(), tuple(_placed(region, n) for n in range(each))) for region in REGIONS
    )
    return an_edition(sections=sections)


def _placed(region: str, number: int) -> Placed:
    article = an_article(
        slug=f"{region}-{number}",
        title=f"{region.title()}: what the harbour towns will not say, part {number}",
        summary=SENTENCE * 3,
        authors=("Ana Ruiz", "Ida Holm"),
        image=an_image(url=f"https://news.example.org/pictures/{region}-{number}.jpg"),
    )
    return a_placed(article, region=region)


def cpu_seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def measure(articles: int, rounds: int) -> dict[str, float]:
    """Seconds for the 64 variants both ways, and how many times faster joining is."""
    renderer, edition = Renderer(), an_edition_of(articles)
    choices = [frozenset(c) for size in range(len(REGIONS) + 1) for c in combinations(REGIONS, size)]
    joined = [renderer.mail(edition, choice) for choice in choices]
    if joined != [renderer.mail_from_nothing(edition, choice) for choice in choices]:
        raise SystemExit("the joined mails are not those made from nothing")
    times: dict[str, list[float]] = {"joined": [], "from_nothing": []}
    for _ in range(rounds):
        renderer.mail(an_edition())  # another edition: nothing is kept of this one
        times["joined"].append(cpu_seconds(lambda: [renderer.mail(edition, c) for c in choices]))
        times["from_nothing"].append(
            cpu_seconds(lambda: [renderer.mail_from_nothing(edition, c) for c in choices])
        )
    best = {name: min(found) for name, found in times.items()}
    return {
        "variants": len(choices),
        "articles": articles,
        **best,
        "ratio": best["from_nothing"] / best["joined"],
    }


def main() -> None:
    """Print the figures, one line or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found = measure(given.articles, given.rounds)
    if given.json:
        print(json.dumps(found))
    else:
        print(
            f"{found['variants']} variants of {found['articles']} articles: joined {found['joined']:.3f} s, "
            f"each from nothing {found['from_nothing']:.3f} s: {found['ratio']:.1f} times"
        )


if __name__ == "__main__":
    main()
