"""The commands in the order of an editor's week, as ``digest --help`` lists them."""

from typing import TYPE_CHECKING, Any

from typer.core import TyperGroup

if TYPE_CHECKING:
    from typer import Typer

PANELS = {
    "Getting started": ("demo", "init", "doctor"),
    "Any day": ("status", "gather", "sources", "regions", "classify", "why", "list", "hold", "rehearse"),
    "The draft": (
        *("draft", "refresh", "show", "diff", "pin", "drop", "move", "edit", "intro", "subject", "undo"),
        "skip",
    ),
    "Before approval": ("preview", "check", "test", "approve", "verify"),
    "The send and after": (
        *("send", "watch", "pause", "resume", "cancel", "report", "reconcile", "correct", "archive"),
    ),
    "Readers": ("subscribers",),
    "What runs by itself": ("run", "web", "worker"),
}
_PANEL_OF = {name: panel for panel, names in PANELS.items() for name in names}
_ORDER = {name: number for number, name in enumerate(_PANEL_OF)}


class InTheOrderOfTheWeek(TyperGroup):
    """A group whose commands stand as in ``PANELS``; others follow."""

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(super().list_commands(ctx), key=lambda name: _ORDER.get(name, len(_ORDER)))


def put_into_panels(app: "Typer") -> None:
    """Give every command of an app its panel."""
    for command in app.registered_commands:
        called = str(command.name or getattr(command.callback, "__name__", ""))
        command.rich_help_panel = _PANEL_OF.get(called, "More")
    for group in app.registered_groups:
        group.rich_help_panel = _PANEL_OF.get(group.name or "", "More")
