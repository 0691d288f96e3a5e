"""Filing headlines: how fast, how soon it is ready, and how often it is right.

    [KEEPREADING_SHARED=DIR] python -m benchmarks.regions

With KEEPREADING_SHARED it also reads ``data/regions/*.jsonl`` there: headlines
with the region under which their publishers filed them.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from digest.classifying import Classifier, build_classifier
from digest.classifying.fitting import Example, learn
from digest.model.article import Article, Filing
from digest.newsroom import Newsroom, Selection

INVENTED = Path("tests/classifying/data/headlines.tsv")
UNSURE_BELOW = 0.5  # every guess is judged
KEYS = {region.title: region.key for region in Newsroom().regions}
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 1.01)
BOUNDS = (0.5, 0.7, 0.85, 0.9)
RUNS = 3
COLD = (
    "import time; from digest.newsroom import Newsroom; n = Newsroom(); t = time.process_time();"
    "from digest.classifying import build_classifier; build_classifier(n); print(time.process_time() - t)"
)

Case = tuple[str, Article]
Judged = tuple[str, Filing]


def main() -> None:
    classifier = build_classifier(Newsroom(selection=Selection(unsure_below=UNSURE_BELOW)))
    cold = min(_cold() for _ in range(RUNS))
    print(f"ready after {cold:.3f} s of processor time (more than 0.2 is too slow)")
    sets = dict(_sets())
    seconds = min(_seconds(lambda: judge(classifier, sets["invented"])) for _ in range(RUNS))
    print(f"{len(sets['invented']) / seconds:,.0f} headlines a second (fewer than 2,000 is too slow)")
    for name, cases in sets.items():
        tell(name, judge(classifier, cases))
    if "headlines.dev" in sets:
        halves(judge(classifier, sets["headlines.dev"]))
        learning(classifier, sets["headlines.dev"])


def _cold() -> float:
    done = subprocess.run([sys.executable, "-c", COLD], capture_output=True, text=True, check=True)
    return float(done.stdout)


def _seconds(does: Callable[[], object]) -> float:
    start = time.process_time()
    does()
    return time.process_time() - start


def _sets() -> Iterator[tuple[str, list[Case]]]:
    yield "invented", list(_invented())
    shared = os.environ.get("KEEPREADING_SHARED", "")
    for path in sorted(Path(shared, "data", "regions").glob("*.jsonl")) if shared else ():
        yield path.stem, list(_published(path))


def _invented() -> Iterator[Case]:
    for line in INVENTED.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            region, year, title, *dek = line.split("\t")
            yield region, _article(title, title, "".join(dek), datetime(int(year), 6, 1, tzinfo=UTC))


def _published(path: Path) -> Iterator[Case]:
    """Of one of the five regions; the address is left away, so that only the words count."""
    for line in path.read_text("utf-8").splitlines():
        told = json.loads(line)
        if told["region"] in KEYS and len(set(told.get("regions", ("one",)))) == 1:
            yield (
                KEYS[told["region"]],
                _article(told["id"], told["title"], told.get("summary") or told.get("body", "")),
            )


def _article(identity: str, title: str, dek: str = "", published: datetime | None = None) -> Article:
    return Article(identity=identity, url="", title=title, dek=dek, published=published)


def judge(classifier: Classifier, cases: Sequence[Case]) -> list[Judged]:
    return [(region, classifier.file(article)) for region, article in cases]


def tell(name: str, judged: Sequence[Judged]) -> None:
    """Accuracy and F1, then the share of right answers for each stretch of confidence."""
    print(f"\n{name}: {summary(judged)}")
    answers = [(f.confidence, (f.region or f.second) == region) for region, f in judged if f.confidence]
    for low, high in pairwise(EDGES):
        inside = [right for confidence, right in answers if low <= confidence < high]
        if inside:
            print(
                f"  {low:.2f} to {min(high, 1.0):.2f}  {len(inside):5}  right {sum(inside) / len(inside):.3f}"
            )
    for bound in BOUNDS:
        above = [right for confidence, right in answers if confidence >= bound]
        share = len(above) / len(judged)
        print(f"  unsure_below = {bound:.2f}: files {share:.3f}, right {sum(above) / max(1, len(above)):.3f}")


def summary(judged: Sequence[Judged]) -> str:
    right = sum(filing.region == region for region, filing in judged) / len(judged)
    macro = sum(f1(judged, key) for key in KEYS.values()) / len(KEYS)
    return f"{len(judged)} headlines, accuracy {right:.3f}, macro-F1 {macro:.3f}"


def f1(judged: Sequence[Judged], key: str) -> float:
    said = sum(filing.region == key for _, filing in judged)
    true = sum(region == key for region, _ in judged)
    both = sum(filing.region == region == key for region, filing in judged)
    return 2 * both / (said + true) if both else 0.0


def halves(judged: Sequence[Judged]) -> None:
    """What holds only for one half of the headlines was tuned to them."""
    mixed = random.Random(1).sample(judged, len(judged))
    print(f"\none half: {summary(mixed[::2])}\nthe other: {summary(mixed[1::2])}")


def learning(classifier: Classifier, cases: Sequence[Case]) -> None:
    """What a newsroom with so many filed articles would learn about the rest."""
    unsure = UNSURE_BELOW
    mixed = random.Random(3).sample(cases, len(cases))
    examples = []
    for region, article in mixed:
        filing = classifier.file_by_names(article)
        is_open = filing.region is None and filing.confidence < unsure
        examples.append(Example(article.id, classifier.terms(article), region, is_open, filing.region))
    print()
    for size in (300, 1000, 3000):
        start = time.process_time()
        learned, _ = learn(examples[:size])
        seconds = time.process_time() - start
        rest = [e for e in examples[size:] if e.is_open]
        told = [(learned.answer(e.terms), e) for e in rest]
        right = [answer.region == e.region for answer, e in told if answer]
        print(
            f"learned from {size}: of {len(rest)} others left open it answers {len(right)}, {sum(right)} rightly; "
            f"{seconds:.1f} s"
        )


if __name__ == "__main__":
    main()
