"""Checks of each article: its picture, its words, its address, its twin."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import escape
from itertools import combinations
from urllib.parse import parse_qsl, urlencode, urlsplit

from rapidfuzz.fuzz import token_set_ratio

from digest.editing.proof import Proof, error, warning
from digest.model.article import Article, Image
from digest.model.edition import Finding
from digest.model.wording import local_time

LOOK_ALIKE = 73.0  # best threshold on 46 pairs of one article under two headlines; 90 was merged before
ALIKE_TITLES = 60.0  # columns that share a dek, or an editor's note in it, have unlike titles
FEWEST_WORDS = 4
NUMBER = re.compile(r"\d+")
WEEK = timedelta(days=7)
WORD = re.compile(r"\w+")
SHORTENERS = frozenset({"bit.ly", "buff.ly", "goo.gl", "is.gd", "ow.ly", "t.co", "tinyurl.com", "t.ly"})


def credits_(proof: Proof) -> Iterator[Finding]:
    told = error if proof.newsroom.policy.require_credit else warning
    for article, image in _pictures(proof):
        if not image.credit.strip():
            what = "Give it with digest edit --credit, or take the picture out with digest edit --no-image."
            yield told("credits", f'the picture of "{article.title}" has no credit', what, article)


def alt_texts(proof: Proof) -> Iterator[Finding]:
    for article, image in _pictures(proof):
        if not image.alt.strip():
            said = f'the picture of "{article.title}" has no alt text'
            yield warning("alt texts", said, "Say what it shows with digest edit --alt.", article)


def pictures(proof: Proof) -> Iterator[Finding]:
    """Mail clients fetch a picture from the web or not at all."""
    for article, image in _pictures(proof):
        if not _is_web(image.url):
            said = f'the picture of "{article.title}" has no web address: {image.url[:60]}'
            yield error("pictures", said, "Take it out with digest edit --no-image.", article)


def duplicates(proof: Proof) -> Iterator[Finding]:
    """The same title or the same address twice."""
    titles: dict[str, Article] = {}
    addresses: dict[str, Article] = {}
    for article in proof.articles():
        same_title = titles.setdefault(_words(article.title), article)
        same_address = addresses.setdefault(_bare(article.url), article)
        if same_address is not article:
            said = f'"{article.title}" leads to the same address as "{same_address.title}"'
            yield error("duplicates", said, "Drop one of the two.", article)
        elif same_title is not article:
            said = f'two articles are titled "{article.title}"'
            yield error("duplicates", said, "Drop one of the two, or give one another title.", article)


def look_alikes(proof: Proof) -> Iterator[Finding]:
    """Two articles of one week whose words are much alike, and may tell the same."""
    for a, b in combinations(proof.articles(), 2):
        if _words(a.title) == _words(b.title) or _bare(a.url) == _bare(b.url):
            continue  # said by ``duplicates``
        one, other = _words(f"{a.title} {a.dek}"), _words(f"{b.title} {b.dek}")
        alike = token_set_ratio(one, other, score_cutoff=LOOK_ALIKE)
        if alike and _may_be_twins(a, b):
            said = f'"{a.title}" and "{b.title}" may tell the same: {alike:.0f} of 100'
            yield warning("look-alikes", said, "Read both; drop one if they do.", b)


def summaries(proof: Proof) -> Iterator[Finding]:
    for placed in proof.teasers():
        article = placed.article
        if not (article.summary.strip() or article.dek.strip()):
            said = f'"{article.title}" has no summary'
            yield warning("summaries", said, "Write one with digest edit --summary.", article)


def addresses(proof: Proof) -> Iterator[Finding]:
    """Each article leads to a web address: whole, safe, and its own."""
    for article in proof.articles():
        if not _is_web(article.url):
            said = f'"{article.title}" has no whole web address: {article.url[:60]}'
            yield error(
                "addresses", said, "Set base_url for its source, gather again and digest refresh.", article
            )
        elif _host(article.url) in SHORTENERS:
            said = f'"{article.title}" leads through the shortener {_host(article.url)}'
            yield warning("addresses", said, "Link the article itself: filters distrust shorteners.", article)


def links(proof: Proof) -> Iterator[Finding]:
    """Web addresses without https."""
    look = proof.edition.look
    everywhere = (("site", look.site), ("logo_url", look.logo_url), *look.socials)
    for name, url in everywhere:
        if _is_plain(url):
            yield warning(
                "links", f"the link {name} is not https", f"Give {name} in newsroom.toml with https."
            )
    for article in proof.articles():
        picture = article.image.url if article.image else ""
        for what, url in (("address", article.url), ("picture", picture)):
            if _is_plain(url):
                said = f'the {what} of "{article.title}" is not https'
                yield warning("links", said, "Ask for https at the source; browsers warn readers.", article)


def dates(proof: Proof) -> Iterator[Finding]:
    """An article that readers could not open yet."""
    for article in proof.articles():
        if article.published and article.published > proof.edition.publish_at:
            dated = local_time(article.published, proof.edition.window.zone)
            said = f'"{article.title}" is dated {dated}, after this edition goes out'
            yield warning("dates", said, "Look whether it is public; hold it if not.", article)


def _pictures(proof: Proof) -> Iterator[tuple[Article, Image]]:
    """Pictures that are shown: those of teasers, and any whose address stands in a mail."""
    shown = {placed.article.id for placed in proof.teasers()}
    for article in proof.articles():
        if article.image and (article.id in shown or _stands_in_mail(proof, article.image.url)):
            yield article, article.image


def _stands_in_mail(proof: Proof, url: str) -> bool:
    return any(url in mail.html or escape(url) in mail.html for mail in proof.mails.values())


def _may_be_twins(a: Article, b: Article) -> bool:
    """Of one week, with words enough to tell, titles alike, and not two parts of a series."""
    if a.published and b.published and abs(a.published - b.published) > WEEK:
        return False
    one, other = _words(a.title), _words(b.title)
    if min(len(one.split()), len(other.split())) < FEWEST_WORDS:
        return False
    numbers = set(NUMBER.findall(one)), set(NUMBER.findall(other))
    if all(numbers) and numbers[0] != numbers[1]:
        return False
    return token_set_ratio(one, other) >= ALIKE_TITLES


def _words(text: str) -> str:
    return " ".join(WORD.findall(text.casefold()))


def _bare(url: str) -> str:
    """For comparing: no scheme, www., campaign parameters, fragment and last slash."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    query = [(k, v) for k, v in parse_qsl(parts.query) if not k.lower().startswith(("utm_", "at_"))]
    tail = f"?{urlencode(sorted(query))}" if query else ""
    return parts.netloc.lower().removeprefix("www.") + parts.path.rstrip("/") + tail


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _is_plain(url: str) -> bool:
    return url.lower().startswith("http://")
