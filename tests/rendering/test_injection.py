"""Whatever stands in an article, a look or an editor's line, a mail stays inert and whole."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from digest.errors import RenderError
from digest.model import marks
from digest.model.delivery import Mail
from digest.model.edition import Correction, Edition, Section
from digest.rendering.renderer import Renderer
from tests.builders.editions import SITE, a_look, a_placed, an_article, an_edition, an_image
from tests.standins.mail_reader import read_normally, unbalanced

RENDERER = Renderer()

PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "closing the text": "</mj-text><mj-raw><script>alert(1)</script></mj-raw><mj-text>",
    "closing the mail": "</mj-body></mjml><script>",
    "a quote": '" onmouseover="alert(1)" x="',
    "a single quote": "' onmouseover='alert(1)' x='",
    "a backslash and a quote": '\\" onerror=alert(1) \\',
    "a javascript address": "javascript:alert(1)",
    "a hidden javascript address": "\x01java\tscript:alert(1)",
    "a data address": "data:text/html;base64,PHNjcmlwdD4=",
    "an address that breaks out": 'https://x.example.org/"><img src=x onerror=alert(1)>',
    "a picture": "<img src=x onerror=alert(1)>",
    "a frame": "<iframe src=https://x.example.org></iframe>",
    "a style": "</style><style>*{display:none}</style>",
    "a comment": "--><![endif]--><!--[if mso]><script>",
    "a template": "{{ 7*7 }}{% raw %}{# x #}",
    "entities": "&lt;script&gt;&#60;script&#62;&amp;#60;script&#x3e;",
    "CDATA": "]]><![CDATA[<script>]]><?xml ?>",
    "control characters": "a\x00b\x08c\x1bd\x7fe\ud800f\uffff",
    "odd characters": "\u00a0\u200d\u00ad\u200f\u202e\u0301ُ\\u{a0}",
    "our places": '<kr-part no="0"></kr-part><kr-late no="0"></kr-late>',
    "a place in words": "%(names)s {names} {title} {count}",
    "a link": '<a href="https://x.example.org">sign in</a><base href="https://x.example.org">',
    "a form": '<form action="https://x.example.org"><input name="a"><button>b</button></form>',
    "our marks": f"{marks.UNSUBSCRIBE} {marks.PREFERENCES} -kr-unsub\x00scribe-token-",
    "lines": "a\r\nBcc: x@example.org\n\n<b>b</b>",
}

ARTICLE = ("url", "title", "dek", "summary", "kicker", "kind", "language")
IMAGE = ("url", "alt", "caption", "credit")
LOOK = (
    *("publication", "title", "tagline", "language", "site", "postal_address", "public_url", "read_more"),
    *("logo_url", "latest_title"),
)
COLOURS = ("accent", "accent_dark", "paper", "ink")
EDITION = ("name", "subject", "preheader", "intro")


def small(**over: Any) -> Edition:
    placed = a_placed()
    section = Section("europe", "Europe", (placed,), more=1)
    return replace(an_edition(sections=(section,), lead=None, latest=()), **over)


def in_an_article(**over: Any) -> Edition:
    placed = a_placed(an_article(**over))
    return small(
        lead=placed, sections=(Section("europe", "Europe", (placed, placed), more=1),), latest=(placed,)
    )


def in_a_region(text: str) -> Edition:
    placed = a_placed(an_article(kicker=""), region_title=text)
    return small(sections=(Section(text, text, (placed,), more=1),))


def _article(name: str) -> Callable[[str], Edition]:
    return lambda text: in_an_article(**{name: text})


def _image(name: str) -> Callable[[str], Edition]:
    return lambda text: in_an_article(image=an_image(**{name: text}))


def _look(name: str) -> Callable[[str], Edition]:
    return lambda text: small(look=a_look(**{name: text}))


def _edition(name: str) -> Callable[[str], Edition]:
    return lambda text: small(**{name: text})


def where_nothing_shows(text: str) -> Edition:
    look = a_look(from_name=text, from_email=text, reply_to=text, list_id=text)
    return small(lead=a_placed(an_article(identity=text, guid=text, categories=(text,))), look=look)


def _correction(name: str) -> Callable[[str], Edition]:
    dull = Correction("The harbour reopens", "It has been open all along.", SITE)
    return lambda text: small(corrections=(replace(dull, **{name: text}), dull))


def in_a_series(text: str) -> Edition:
    placed = a_placed(an_article(kind=text, kicker=""))
    return small(look=a_look(series=(text,)), sections=(Section("europe", "Europe", (a_placed(), placed)),))


PLACES: dict[str, Callable[[str], Edition]] = {
    **{f"article.{name}": _article(name) for name in ARTICLE},
    "article.authors": lambda text: in_an_article(authors=(text, text)),
    **{f"image.{name}": _image(name) for name in IMAGE},
    "region": in_a_region,
    "not shown": where_nothing_shows,
    **{f"look.{name}": _look(name) for name in LOOK},
    "look.colours": lambda text: small(look=a_look(**dict.fromkeys(COLOURS, text))),
    "look.socials": lambda text: small(look=a_look(socials=((text, text), (text, f"{SITE}/{text}")))),
    **{f"edition.{name}": _edition(name) for name in EDITION},
    **{f"correction.{name}": _correction(name) for name in ("title", "text", "url")},
    "look.series": in_a_series,
    "look.region_pages": lambda text: small(look=a_look(region_pages=(("europe", text), (text, SITE)))),
    "look.sign_up_url": _look("sign_up_url"),
    "look.masthead": lambda text: small(look=a_look(masthead=text, logo_url=f"{SITE}/logo.png")),
    "look.title on a band": lambda text: small(look=a_look(masthead="band", title=text, tagline=text)),
}
MAY_REFUSE = {"look.public_url"}
CARRY_ADDRESSES = {
    "article.url",
    "image.url",
    "look.site",
    "look.logo_url",
    "look.public_url",
    "look.socials",
    "look.sign_up_url",
    "look.region_pages",
    "correction.url",
}
CHANGE_THE_TAGS = {
    *CARRY_ADDRESSES,
    "edition.intro",
    "look.publication",
    "look.title",
    "look.title on a band",
    "look.series",
    "article.dek",
    "article.summary",
}


@cache
def mail(place: str, payload: str) -> Mail | None:
    try:
        return RENDERER.mail(PLACES[place](payload))
    except RenderError:
        assert place in MAY_REFUSE
        return None


def active(html: str) -> list[str]:
    """Whatever a client could run, fetch from elsewhere than http(s), or submit."""
    found = []
    for name, attributes in read_normally(html).tags:
        if name in {
            "script",
            "iframe",
            "frame",
            "object",
            "embed",
            "form",
            "input",
            "button",
            "svg",
            "base",
            "link",
        }:
            found.append(name)
        found += [key for key in attributes if key.startswith("on")]
        for key in ("href", "src", "background", "action"):
            if key in attributes and not re.match(r"https?://[^/\s]", attributes[key], re.IGNORECASE):
                found.append(f"{key}={attributes[key]}")
    return found


@pytest.mark.parametrize("place", PLACES)
def test_nothing_gets_out_of_its_place(place: str) -> None:
    faults = {payload: faults_of(found) for payload in PAYLOADS if (found := mail(place, PAYLOADS[payload]))}

    assert {payload: found for payload, found in faults.items() if found} == {}
    assert len(faults) == len(PAYLOADS) or place in MAY_REFUSE


def faults_of(mail: Mail) -> list[str]:
    (mail.html + mail.text + mail.subject).encode()
    escapes = re.findall(r'\\"|\\u\{(?!a0\})', mail.html)  # the battery itself writes one \u{a0}
    unfit = re.findall(r"[\x00-\x08\x0b-\x1f\x7f]", mail.html + mail.text)
    lines = re.findall("\n", mail.subject + mail.preheader)
    return [*active(mail.html), *unbalanced(mail.html), *escapes, *unfit, *lines]


@pytest.mark.parametrize("place", PLACES)
def test_only_the_templates_own_marks_stand_in_a_mail(place: str) -> None:
    dull = RENDERER.mail(small())
    found = mail(place, PAYLOADS["our marks"])
    if found is None:
        return

    for mark in marks.ALL:
        assert found.html.count(mark) == dull.html.count(mark) == 1
        assert found.text.count(mark) == dull.text.count(mark) == 1
        assert mark not in found.subject + found.preheader


@pytest.mark.parametrize("payload", ["closing the text", "a quote", "a comment", "entities"])
@pytest.mark.parametrize("place", sorted(PLACES.keys() - CHANGE_THE_TAGS))
def test_the_mail_has_the_very_tags_it_has_with_a_dull_text(place: str, payload: str) -> None:
    found, dull = mail(place, PAYLOADS[payload]), mail(place, "dull")

    assert found is not None
    assert dull is not None
    assert read_normally(found.html).names == read_normally(dull.html).names


@pytest.mark.parametrize(
    "place", ["article.title", "article.summary", "article.kicker", "image.caption", "edition.intro"]
)
@pytest.mark.parametrize(
    "payload", ["script", "a template", "entities", "a quote", "a backslash and a quote"]
)
def test_readers_see_the_text_as_it_was_written(place: str, payload: str) -> None:
    found = mail(place, PAYLOADS[payload])

    assert found is not None
    assert " ".join(PAYLOADS[payload].split()) in read_normally(found.html).text
