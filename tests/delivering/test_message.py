"""One mail as bytes."""

import email
import email.policy
from email.message import EmailMessage
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.delivering.message import build_message
from digest.model import marks
from digest.model.delivery import Handover, Recipient
from tests.builders.handovers import NOW, SENDER, handover, mail, recipient

ONCE = ("From", "To", "Subject", "Reply-To", "Date", "Message-ID", "List-Id", "MIME-Version", "Content-Type")


def read(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


def built(over: Handover | None = None, reader: Recipient | None = None) -> EmailMessage:
    return read(build_message(over or handover(), reader or recipient(), NOW))


def raw_headers(content: bytes) -> list[bytes]:
    return content.split(b"\r\n\r\n", 1)[0].split(b"\r\n")


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    assert part is not None
    return cast("str", part.get_content())


def test_text_comes_before_html_and_both_hold_the_readers_own_links() -> None:
    message = built()
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    for kind in ("plain", "html"):
        assert "https://meridian.example.org/unsubscribe/u-token000001" in body(message, kind)
        assert not any(mark in body(message, kind) for mark in marks.ALL)


def test_every_header_stands_once() -> None:
    message = built()
    assert {name: len(message.get_all(name, [])) for name in ONCE} == dict.fromkeys(ONCE, 1)


def test_a_long_unsubscribe_address_stays_on_one_line_and_unencoded() -> None:
    address = f"<https://meridian.example.org/unsubscribe/{'x' * 400}>, <mailto:leave@meridian.example.org?subject=x>"
    reader = recipient(headers={"List-Unsubscribe": address})
    assert f"List-Unsubscribe: {address}".encode() in raw_headers(build_message(handover(), reader, NOW))


@pytest.mark.parametrize(
    "subject",
    [
        "Hello\r\nBcc: everybody@example.org",
        "Hello\nBcc: everybody@example.org",
        "Hello\rBcc: everybody@example.org",
        "Hello\u2028Bcc: everybody@example.org",
        "Hällo\r\nBcc: everybody@example.org",
    ],
)
def test_no_text_can_bring_a_header_along(subject: str) -> None:
    over = handover(mail=mail(subject=subject), edition=subject, headers={"X-Note": subject})
    reader = recipient(name=subject, headers={"X-Own": subject, subject: "x"})
    content = build_message(over, reader, NOW)
    assert not any(line.lower().startswith(b"bcc") for line in raw_headers(content))
    assert read(content)["Subject"].startswith("H")


@pytest.mark.parametrize(
    "name",
    ["Jörg Ünal", "李雷", "Smith, Jane (Ms)", 'The "Post"', "=?utf-8?q?fake?=", "a.b@c", "J\\K"],
)
def test_names_of_any_kind_come_back_as_they_were(name: str) -> None:
    message = built(handover(sender=SENDER.__class__(name, SENDER.from_email, "", "")), recipient(name=name))
    assert message["From"].addresses[0].display_name == name
    assert message["To"].addresses[0].display_name == name
    assert message["To"].addresses[0].addr_spec == "reader000001@example.org"


@pytest.mark.parametrize(
    "subject", ["Öl, Gas und Wahlen", "世界の一週間" * 30, "x" * 1500, "=?x?= plain", "a " * 700]
)
def test_subjects_of_any_kind_come_back_and_no_line_is_too_long(subject: str) -> None:
    content = build_message(handover(mail=mail(subject=subject)), recipient(), NOW)
    assert read(content)["Subject"].replace(" ", "") == subject.replace(" ", "")
    assert max(map(len, content.split(b"\r\n"))) <= 998


def test_encoded_words_are_never_longer_than_rfc_2047_allows() -> None:
    content = build_message(handover(mail=mail(subject="Überschwemmungen " * 12)), recipient(), NOW)
    (line,) = [x for x in raw_headers(content) if x.startswith(b"Subject")]
    assert all(len(word) <= 75 for word in line.split()[1:])


def test_a_domain_beyond_ascii_is_written_in_ascii() -> None:
    message = built(reader=recipient(email="leser@zeitung-müller.example.org"))
    assert message["To"].addresses[0].addr_spec == "leser@xn--zeitung-mller-4ob.example.org"


def test_the_id_is_stable_for_an_attempt_and_reader_and_tells_neither() -> None:
    first, again, other = (
        built(handover(attempt=attempt))["Message-ID"] for attempt in ("a-17-1", "a-17-1", "a-17-2")
    )
    assert first == again != other
    assert first.endswith("@meridian.example.org>")
    assert "17" not in first.split("@")[0][:4]
    assert recipient().reader not in first


def test_the_date_is_the_clocks() -> None:
    assert built()["Date"].datetime == NOW


def test_a_list_id_gets_its_brackets() -> None:
    def of(text: str) -> str:
        return str(built(handover(sender=SENDER.__class__("A", "a@example.org", "", text)))["List-Id"])

    assert of("weekly.example.org") == "<weekly.example.org>"
    assert of("The Weekly <weekly.example.org>") == "The Weekly <weekly.example.org>"
    assert of("") == "None"


def test_headers_of_the_carriers_own_cannot_be_replaced() -> None:
    over = handover(
        headers={"From": "mallory@example.org", "Message-ID": "<x@example.org>", "X-Kind": "digest"}
    )
    message = built(over, recipient(headers={"to": "mallory@example.org", "precedence": "bulk"}))
    assert message.get_all("From") == ["The Meridian Post <weekly@meridian.example.org>"]
    assert message.get_all("To") == ["Reader 1 <reader000001@example.org>"]
    assert message.get_all("Precedence") == ["bulk"]
    assert message["X-Kind"] == "digest"


def test_marks_are_replaced_in_headers_too() -> None:
    over = handover(headers={"List-Help": f"<https://meridian.example.org/preferences/{marks.PREFERENCES}>"})
    assert built(over)["List-Help"] == "<https://meridian.example.org/preferences/p-token000001>"


def test_a_mail_without_html_is_text_alone() -> None:
    message = built(handover(mail=mail(html="")))
    assert message.get_content_type() == "text/plain"
    assert "u-token000001" in message.get_content()


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_body_survives_the_way(text: str, html: str) -> None:
    html = f"<p>{html}"
    content = build_message(handover(mail=mail(text=text, html=html)), recipient(), NOW)
    message = read(content)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert unified(body(message, "plain")) == unified(text)
    assert unified(body(message, "html")) == unified(html)


pieces = st.lists(
    st.sampled_from([*marks.ALL, " ", "\n", "\r\n", "=", ".", "é", "a b", "x" * 80]), max_size=12
)


@given(pieces, st.sampled_from(["u", "long" * 70]))
def test_marks_are_replaced_wherever_they_stand(parts: list[str], own: str) -> None:
    text = "".join(["x", *parts])
    reader = recipient(marks={marks.UNSUBSCRIBE: own, marks.PREFERENCES: f"p={own}"})
    content = build_message(handover(mail=mail(text=text)), reader, NOW)
    message = read(content)
    for mark, value in reader.marks.items():
        text = text.replace(mark, value)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 78
    assert unified(body(message, "plain")) == unified(text)


def unified(text: str) -> str:
    """Line ends of one kind, without those at the end: the last belongs to the boundary (RFC 2046)."""
    text = text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    return text.rstrip("\n")


def test_a_long_line_of_another_script_takes_the_shorter_encoding() -> None:
    content = build_message(handover(mail=mail(html="<p>" + "新聞" * 5000)), recipient(), NOW)
    assert b"Content-Transfer-Encoding: base64" in content
    assert len(content) < 45_000
