"""The accounts of a send, told to a person or to a program."""

from typing import TYPE_CHECKING, Any

from digest.cli.output import counts, emit, say, warn

if TYPE_CHECKING:
    from digest.desk.reconciling import Reconciled
    from digest.model.delivery import Accounts
    from digest.store.editions import EditionRow


def accounts_json(row: "EditionRow", sums: "Accounts") -> dict[str, Any]:
    return {
        "edition": row.name,
        "state": row.state.value,
        "candidates": sums.candidates,
        "due": sums.due,
        "submitted": sums.submitted,
        "withdrawn": sums.withdrawn,
        "refused": sums.refused,
        "uncertain": sums.uncertain,
        "pending": sums.pending,
        "excluded": sums.excluded,
        "batches": sums.batches,
        "variants": sums.variants,
    }


def tell_accounts(row: "EditionRow", sums: "Accounts", *, as_json: bool, head: str = "") -> None:
    if as_json:
        emit(accounts_json(row, sums))
        return
    say(f"{head}{row.name} ({row.state.value}): {sums.due:,} due = {identity(sums)}")
    say(
        f"  {sums.candidates:,} candidates = {sums.due:,} due + {sum(sums.excluded.values()):,} excluded ({counts(sums.excluded)})"
    )
    say(f"  {sums.batches} batches, {sums.variants} variants")


def identity(sums: "Accounts") -> str:
    """The parts of ``due``, as they add up."""
    parts = ("submitted", "withdrawn", "refused", "uncertain", "pending")
    return " + ".join(f"{getattr(sums, p):,} {p}" for p in parts)


def tell_if_sent(row: "EditionRow") -> None:
    if row.state.value == "sent" and row.ended_at is not None:
        warn(
            f"{row.name} was sent already, done {row.ended_at:%Y-%m-%d %H:%M} UTC; nothing is handed over again"
        )


def tell_reconciled(done: "Reconciled", *, as_json: bool, decided: bool) -> None:
    """What could be settled, and what waits; without a decision also how to decide."""
    if as_json:
        waiting = [
            {"batch": b.no, "readers": b.readers, "attempt": b.attempt, "detail": b.detail}
            for b in done.waiting
        ]
        emit({**accounts_json(done.row, done.accounts), "settled": done.settled, "waiting": waiting})
        return
    say(f"{done.row.name}: {done.settled} batches settled, {len(done.waiting)} still uncertain")
    for one in done.waiting:
        say(
            f"  batch {one.no}: {one.readers} readers, since {one.started_at:%Y-%m-%d %H:%M} UTC: {one.detail}"
        )
    if done.waiting and not decided:
        say(
            "  --accept counts them as submitted, --resend hands them over again, --batch N decides on one alone; "
            "the carrier's own log may tell"
        )
