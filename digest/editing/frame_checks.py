"""Checks of the edition as a whole: enough of it, from whom, under which subject."""

import re
from collections import Counter
from collections.abc import Iterator

from digest.editing.draft import LONGEST_SUBJECT
from digest.editing.proof import Proof, error, warning
from digest.model.article import Article
from digest.model.edition import Finding
from digest.model.wording import counted

# Notes to oneself. Not among them: a shop (TK Maxx), Roman numerals of games,
# and "todo", which is a plain word in the languages below.
PLACEHOLDER = re.compile(
    r"\bTK(?:TK|K)?\b(?![\s-]?Maxx)|\bTODO\b|(?<!Bowl )\bX{3,}\b(?! Olymp)|(?i:\blorem ipsum\b)"
)
TODO_IS_A_WORD = ("es", "gl", "pt")
YEAR = re.compile(r"(?:©|\(c\)|\bcopyright)\s*(?:\d{4}\s*[-–]\s*)?(\d{4})", re.IGNORECASE)


def volume(proof: Proof) -> Iterator[Finding]:
    """An empty edition is never mailed, a thin one is held."""
    count, wanted = len(proof.edition.placed()), proof.newsroom.selection.minimum
    if count == 0:
        text = f"{proof.edition.name} holds no article"
        yield error("volume", text, "Pin articles, widen the window, or digest skip with a reason.")
    elif count < wanted:
        text = f"{proof.edition.name} holds {count} of the {counted(wanted, 'article')} it needs"
        what = "Pin articles, widen the window, lower minimum in [selection], or digest skip with a reason."
        yield error("volume", text, what)


def sender(proof: Proof) -> Iterator[Finding]:
    """The law wants a postal address in every mail (CAN-SPAM, 15 U.S.C. 7704(a)(5)), carriers a sender."""
    look = proof.edition.look
    for key, value in (("postal_address", look.postal_address), ("from_email", look.from_email)):
        if not value.strip():
            what = f"Set {key} in [look] of newsroom.toml, then digest refresh."
            yield error("sender", f"{key} is missing", what)


def subject(proof: Proof) -> Iterator[Finding]:
    text = proof.edition.subject.strip()
    if not text:
        yield error("subject", "the subject is empty", "Give it one with digest subject.")
    elif len(text) > LONGEST_SUBJECT:
        said = f"the subject has {len(text)} characters; most clients show fewer than {LONGEST_SUBJECT}"
        yield warning("subject", said, "Shorten it with digest subject.")


def placeholders(proof: Proof) -> Iterator[Finding]:
    """TK, TODO, XXX, lorem ipsum: in anything a reader would see."""
    todo_is_a_word = proof.edition.look.language.lower().startswith(TODO_IS_A_WORD)
    for where, text, article in _texts(proof):
        for found in PLACEHOLDER.finditer(text):
            if found[0] == "TODO" and todo_is_a_word:
                continue
            said = f'the {where} holds the placeholder "{found[0]}"'
            yield error("placeholders", said, f"Finish the {where}.", article)
            break


def regions(proof: Proof) -> Iterator[Finding]:
    """The lead counts for its region."""
    have = Counter({s.region: len(s.articles) for s in proof.edition.sections})
    if proof.edition.lead and proof.edition.lead.filing.region:
        have[proof.edition.lead.filing.region] += 1
    for region in proof.newsroom.regions:
        if have[region.key] < region.min:
            said = f"{region.title} has {have[region.key]} of the {counted(region.min, 'article')} wanted"
            yield warning("regions", said, f"Pin one for {region.title}, or leave it so.")


def lead(proof: Proof) -> Iterator[Finding]:
    if proof.edition.lead is None and not proof.edition.is_empty:
        yield warning("lead", "the edition has no lead", "Pin one with digest pin.")


def years(proof: Proof) -> Iterator[Finding]:
    """A copyright line of another year than the edition's."""
    current = proof.edition.publish_at.year
    for where, text, article in _texts(proof):
        for found in YEAR.finditer(text):
            if int(found[1]) != current:
                said = f"the {where} says {found[0]}, and the edition is of {current}"
                yield warning("years", said, "Bring the year up to date.", article)


def _texts(proof: Proof) -> Iterator[tuple[str, str, Article | None]]:
    """(what it is, the text, the article it belongs to) for everything a reader would see."""
    edition, look = proof.edition, proof.edition.look
    yield from (("subject", edition.subject, None), ("preheader", edition.preheader, None))
    yield from (("intro", edition.intro, None), ("title in [look]", look.title, None))
    yield from (
        ("tagline in [look]", look.tagline, None),
        ("postal_address in [look]", look.postal_address, None),
    )
    for article in proof.articles():
        named = f'of "{article.title}"'
        yield f"title {named}", article.title, article
        yield f"dek {named}", article.dek, article
        yield f"summary {named}", article.summary, article
        yield f"kicker {named}", article.kicker, article
        if article.image:
            yield f"alt text {named}", article.image.alt, article
            yield f"caption {named}", article.image.caption, article
            yield f"credit {named}", article.image.credit, article
