"""By what kind of evidence an article was filed, for counting."""

from digest.model.article import Filing

RULES = ("section feed", "kicker", "tag", "address")
LEARNED, WORDS, UNSURE, ELSEWHERE, NOTHING = "learned", "words", "unsure", "elsewhere", "no evidence"
KINDS = (*RULES, WORDS, LEARNED, UNSURE, ELSEWHERE, NOTHING)


def kind_of(filing: Filing) -> str:
    """One of KINDS, by the first piece of evidence."""
    first = filing.evidence[0] if filing.evidence else ""
    if filing.region is None:
        return next((kind for kind in (UNSURE, ELSEWHERE) if first.startswith(kind)), NOTHING)
    if filing.confidence == 1.0:
        return next((rule for rule in RULES if first.startswith(f"{rule} ")), WORDS)
    return LEARNED if first.startswith(f"{LEARNED} from") else WORDS
