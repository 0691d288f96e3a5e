"""What the columns of a list mean, and which system wrote it."""

import pytest

from subscribers.errors import NotAList
from subscribers.headings import layout_of, name_says_left
from subscribers.suppression import Reason

EXPORTS = [
    ("keepreading", "email,name,regions,status,confirmed_at,source,consent"),
    ("mailchimp", "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,REGION,LEID,EUID,NOTES,TAGS"),
    ("substack", "email,active_subscription,expiry,email_disabled,prefer_digests,created_at"),
    ("substack", "email,expiry,email_disabled,prefer_digests,stripe_connected_customer_id,type"),
    (
        "ghost",
        "id,email,name,note,subscribed_to_emails,complimentary_plan,created_at,deleted_at,labels,tiers",
    ),
    ("buttondown", "id,secondary_id,email,notes,subscriber_type,subscription_date,unsubscription_date,tags"),
    ("beehiiv", "email,First Name,Last Name,status,tier,created_at,unsubscribed_at"),
    ("listmonk", "email,name,attributes"),
    ("keila", "Email,First name,Last name,Data,External ID"),
    ("curated", "Email Address,Subscribed at,UTM Source"),
    ("mailpoet", "Email,First name,Last name,List status,Global status,List"),
    ("wordpress", "user_login,user_email,display_name,role"),
    ("plain", "E-Mail;"),
    ("plain", "Your e-mail address (required),City"),
    ("plain", "Work Email"),
]


@pytest.mark.parametrize(("system", "header"), EXPORTS, ids=[f"{s}-{i}" for i, (s, _) in enumerate(EXPORTS)])
def test_an_export_is_known_by_its_columns(system: str, header: str) -> None:
    columns = header.strip(";").split(",")
    layout = layout_of(columns)
    assert layout.format == system
    assert "mail" in columns[layout.email].lower()


@pytest.mark.parametrize(
    ("header", "why"),
    [
        pytest.param(
            "post_id,post_date,email_sent_at,title", 'called email; the file has "post_id"', id="posts"
        ),
        pytest.param("id,email,subject,slug", 'a list of posts or forms.*"subject"', id="mails"),
        pytest.param("name,city", 'the file has "name", "city"', id="no address"),
        pytest.param("ada@example.org", "put a line with the names of the columns first", id="no header"),
        pytest.param("a,b,c,d,e,f,g,h,i", r", \.\.\.$", id="many columns"),
    ],
)
def test_what_is_no_list_is_refused_by_what_is_missing(header: str, why: str) -> None:
    with pytest.raises(NotAList, match=why) as caught:
        layout_of(header.split(","))
    assert "@" not in str(caught.value)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("Email Address,UNSUB_TIME,LEID,EUID", Reason.UNSUBSCRIBED),
        ("Email Address,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE", Reason.BOUNCED),
        ("Email Address,LEID,EUID", None),
    ],
)
def test_a_whole_file_of_those_who_left_is_known_by_its_columns(header: str, reason: Reason | None) -> None:
    assert layout_of(header.split(",")).all_left == reason


@pytest.mark.parametrize(
    ("heading", "reason"),
    [
        ("Date Unsubscribed", Reason.UNSUBSCRIBED),
        ("opt_out_date", Reason.UNSUBSCRIBED),
        ("Hard Bounce", Reason.BOUNCED),
        ("complaint-date", Reason.COMPLAINED),
        ("EMAIL_BLACKLISTED", Reason.IMPORTED),
        ("deleted_at", Reason.IMPORTED),
        ("unsubscribe link", None),
        ("bounce rate", None),
        ("city", None),
    ],
)
def test_a_column_that_says_someone_left_is_believed(heading: str, reason: Reason | None) -> None:
    layout = layout_of(["email", heading])
    assert dict(layout.left).get(1) == reason


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("unsubscribed_members_export_1a2b.csv", True),
        ("cleaned.csv", True),
        ("nonsubscribed_members.csv", True),
        ("my-blocklist-2026.csv", True),
        ("subscribed_members_export.csv", False),
        ("readers.csv", False),
    ],
)
def test_a_files_name_may_say_that_all_have_left(name: str, says: bool) -> None:
    assert name_says_left(name) is says
