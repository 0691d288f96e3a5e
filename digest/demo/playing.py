"""Plays the demo newsroom's last four weeks with a clock that stands where it is put."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from digest.app import App, open_app
from digest.demo.articles import DEMO_NOW
from digest.demo.folder import DemoPlan, build_demo
from digest.demo.site import write_feeds
from digest.desk.approving import approve, check
from digest.desk.changing import change
from digest.desk.drafting import InHand, draft, local
from digest.desk.gather import gather
from digest.desk.previewing import embed_pictures, preview
from digest.desk.sending import Sent, send
from digest.desk.verifying import verify
from digest.editing.changes import Hold, Pin, SetIntro
from digest.model.edition import Reason
from subscribers.exchange import ImportReport, import_csv

PUBLIC_URL = "https://weekly.harborhinterland.example.org"
EDITOR, SECOND = "Mara Lindqvist", "Teo Adeyemi"
TRY_NEXT = ("status", "show", "why", "preview --text", "report")
INTRO = (
    "Good morning. Four harbors, two river treaties and a railway that changed its mind: this week’s pieces "
    "are about who gets to decide what crosses a line on a map.\n\n"
    "If you read only one, read the lead; if you read two, write to us about the second."
)


def play(folder: Path) -> Iterator[str]:
    """Build the newsroom, play it from gather to send, and tell what happened, line by line."""
    plan = build_demo(folder, public_url=PUBLIC_URL)
    app = open_app(plan.newsroom)
    yield f"{app.newsroom.name}, an invented weekly, is set up in {folder}/"
    yield f"readers    {_readers(app.at(plan.gathers[0]), plan)}"
    for moment in plan.gathers[:-1]:
        yield _past_week(app, plan, moment)
    yield from _this_week(app, plan)
    app.store.close()


def _readers(app: App, plan: DemoPlan) -> str:
    known = {text.casefold(): r.key for r in app.newsroom.regions for text in (r.key, r.title)}
    with app.store.begin() as connection, plan.subscribers.open("rb") as file:
        report: ImportReport = import_csv(
            connection, file, known_regions=known, source="subscribers.csv", now=app.now(), dry_run=False
        )
    set_aside = f"; set aside: {len(report.rejected)}" if report.rejected else ""
    return (
        f"{report.rows} rows: {report.mailable} mailable, {report.unconfirmed} unconfirmed, "
        f"{report.suppressed} suppressed{set_aside}"
    )


def _past_week(app: App, plan: DemoPlan, moment: datetime) -> str:
    """One earlier edition, approved as it was drafted."""
    write_feeds(plan.site, as_of=moment)
    then = app.at(moment)
    gather(then.desk, moment)
    hand = draft(then.desk, moment)
    accept = tuple({f.check for f in check(then.desk, moment)[1] if f.severity == "error"})
    approve(then.desk, moment, EDITOR, hand.row.name, accept)
    sent = _send(app, hand.row.publish_at, hand.row.name)
    return (
        f"{hand.row.name}   {len(hand.draft.edition.placed())} articles to {sent.accounts.submitted} readers"
    )


def _this_week(app: App, plan: DemoPlan) -> Iterator[str]:
    write_feeds(plan.site, as_of=DEMO_NOW)
    desk = app.at(plan.draft_at).desk
    found = gather(desk, plan.draft_at)
    yield f"gather     {len(found)} sources, {sum(g.seen for g in found)} articles seen, {sum(g.new for g in found)} new"
    hand = draft(desk, plan.draft_at)
    reasons = ", ".join(f"{n} {reason}" for reason, n in hand.draft.reasons().items())
    yield f"draft      {hand.row.name}: {len(hand.draft.verdicts)} considered = {reasons}"
    hand = _edit(app, hand, plan.draft_at)
    yield f"edit       {len(hand.changes)} changes by {EDITOR}; digest undo takes the last one back"
    findings = check(desk, plan.approve_at)[1]
    errors = sum(f.severity == "error" for f in findings)
    yield f"check      {errors} errors, {len(findings) - errors} warnings"
    approval = approve(desk, plan.approve_at, SECOND, hand.row.name)
    yield (
        f"approve    by {SECOND}: {approval.readers} readers, {len(approval.variants)} variants, "
        f"{local(desk, approval.row.publish_at)}, sha256 {approval.hash[:12]}"
    )
    verified = verify(app.at(plan.send_at).desk, plan.send_at - timedelta(minutes=15))
    yield f"verify     {verified.checked} articles looked at again, {len(verified.drift)} changed"
    sent = _send(app, plan.send_at, hand.row.name)
    yield f"send       {sent.row.state.value} through the outbox, {local(desk, plan.send_at)}"
    yield from _accounts(sent)
    _set_clock(plan, plan.send_at + timedelta(minutes=10))
    yield from _to_open(app, plan, sent)


def _edit(app: App, hand: InHand, now: datetime) -> InHand:
    """What an editor does on a Thursday: an intro, a pin, a hold."""
    desk = app.at(now).desk
    cut = [v for v in hand.draft.verdicts if v.reason is Reason.REGION_CAP]
    last = hand.draft.edition.sections[-1].articles[-1].article
    following = f"{hand.row.name[:6]}{int(hand.row.name[6:]) + 1:02d}"
    hand = change(desk, now, SetIntro(text=INTRO, by=EDITOR, at=now))
    if cut:
        hand = change(desk, now, Pin(article=cut[0].article_id, by=EDITOR, at=now))
    return change(desk, now, Hold(article=last.id, until=following, by=EDITOR, at=now))


def _send(app: App, now: datetime, name: str) -> Sent:
    return send(app.at(now).desk, lambda: now, name=name)


def _set_clock(plan: DemoPlan, now: datetime) -> None:
    """The commands that a visitor tries next see the demo right after the send."""
    lines = plan.env.read_text("utf-8").splitlines()
    moved = [f"DIGEST_NOW={now.isoformat()}" if line.startswith("DIGEST_NOW=") else line for line in lines]
    plan.env.write_text("\n".join(moved) + "\n", "utf-8")


def _accounts(sent: Sent) -> Iterator[str]:
    sums = sent.accounts
    yield ""
    yield (
        f"  {sums.due} due = {sums.submitted} submitted + {sums.withdrawn} withdrawn + {sums.refused} refused "
        f"+ {sums.uncertain} uncertain + {sums.pending} pending"
    )
    excluded = ", ".join(f"{n} {reason}" for reason, n in sums.excluded.items())
    yield f"  {sums.candidates} known = {sums.due} due + {sum(sums.excluded.values())} excluded ({excluded})"
    yield f"  {sums.batches} batches, {sums.variants} variants"


def _to_open(app: App, plan: DemoPlan, sent: Sent) -> Iterator[str]:
    folder = plan.folder
    shown = preview(app.at(plan.send_at).desk, name=sent.row.name)
    page = folder / f"preview-{sent.row.name}.html"
    page.write_text(embed_pictures(shown.mail.html, app.newsroom, app.base), "utf-8")
    (folder / f"preview-{sent.row.name}.txt").write_text(shown.mail.text, "utf-8")
    some = next(iter(sorted((plan.outbox / sent.row.name).rglob("*.eml"))), plan.outbox)
    yield ""
    yield f"open       {page}"
    yield f"           {some}"
