"""What holds for every text."""

import re

from hypothesis import given
from hypothesis import strategies as st

from digest.classifying import build_classifier
from digest.classifying.explaining import explain
from digest.classifying.gazetteer import load_gazetteer
from digest.classifying.matching import Finder
from digest.model.article import Article
from digest.newsroom import Newsroom, Region

CLASSIFIER = build_classifier(Newsroom())
FINDER = Finder(load_gazetteer())
KEYS = {region.key for region in Newsroom().regions} | {None}

places = st.sampled_from(
    [
        "Kenya",
        "Nairobi",
        "Brazil",
        "Lima",
        "Tokyo",
        "Paris",
        "Iran",
        "Gaza",
        "Georgia",
        "US",
        "NATO",
        "Moscow",
    ]
)
fillers = st.sampled_from(["votes", "and", "in", "talks", "as", "minister", "after", "floods", ":", "near"])
titles = st.lists(st.one_of(places, fillers), max_size=10).map(" ".join)
neutral = st.sampled_from(["slowly", "again", "apparently", "spoons", "quietly", "1914"])


@given(titles, titles, neutral)
def test_an_unrelated_word_changes_nothing(title: str, dek: str, word: str) -> None:
    before = CLASSIFIER.file_words(f"{title} says", dek)
    after = CLASSIFIER.file_words(f"{title} says {word}", f"{dek} {word}")
    assert after == before


@given(st.text(max_size=80), st.text(max_size=120))
def test_confidence_runs_from_nought_to_one_whatever_the_text(title: str, dek: str) -> None:
    filing = CLASSIFIER.file_words(title, dek)
    assert 0.0 <= filing.confidence <= 1.0
    assert filing.region in KEYS
    assert filing.second in KEYS


@given(titles, titles)
def test_a_filed_article_is_sure_enough_and_has_evidence(title: str, dek: str) -> None:
    filing = CLASSIFIER.file_words(title, dek)
    unsure = Newsroom().selection.unsure_below
    assert (filing.region is not None) == (filing.confidence >= unsure)
    assert filing.evidence or filing.confidence == 0
    assert filing.second is None or filing.second != filing.region


@given(titles)
def test_names_are_found_as_they_stand_and_in_order(title: str) -> None:
    place = 0
    for mention in FINDER.find(title):
        place = title.index(mention.name, place) + len(mention.name)


@given(titles, titles)
def test_the_same_words_are_always_filed_the_same(title: str, dek: str) -> None:
    assert build_classifier(Newsroom()).file_words(title, dek) == CLASSIFIER.file_words(title, dek)


wild = st.text(st.characters(), max_size=60)  # surrogates and controls too
quoted = re.compile(r"(?:^|, )(?:title: |dek: )?([^,]+?)(?: \([^()]*\))?(?=, |$)")


@given(wild, wild, wild, st.lists(wild, max_size=3), wild)
def test_no_text_brings_it_down(title: str, dek: str, kicker: str, tags: list[str], url: str) -> None:
    piece = Article(identity=url, url=url, title=title, dek=dek, kicker=kicker, categories=tuple(tags))
    assert 0.0 <= CLASSIFIER.file(piece).confidence <= 1.0
    assert CLASSIFIER.terms(piece) == CLASSIFIER.terms(piece)
    explain(CLASSIFIER, Newsroom(), title, dek)


@given(titles, titles)
def test_evidence_quotes_words_of_the_text(title: str, dek: str) -> None:
    filing = CLASSIFIER.file_words(title, dek)
    words = [text for text in filing.evidence if not text.startswith(("unsure", "elsewhere", "also"))]
    for text in words:
        for name in quoted.findall(text):
            assert name in f"{title} {dek}"


@given(titles, titles, st.permutations(Newsroom().regions))
def test_the_order_of_regions_decides_nothing(title: str, dek: str, regions: list[Region]) -> None:
    other = build_classifier(Newsroom(regions=tuple(regions)))
    assert other.file_words(title, dek) == CLASSIFIER.file_words(title, dek)
