"""How a file's state looks: data and one function, without Qt, for presenters and views."""

from __future__ import annotations

STATES: dict[str, tuple[str, str | None, str]] = {
    "returned": ("returned", None, "finding.state.returned"),
    "received": ("waiting", "file", "finding.state.received"),
    "verified": ("serving", "file-check", "finding.state.verified"),
    "in_process": ("serving", "gear", "finding.state.in_process"),
    "waiting_signature": ("serving", "pen", "finding.state.waiting_signature"),
    "ready": ("collect", None, "finding.state.ready"),
    "collected": ("done", None, "finding.state.collected"),
    "archived": ("done", "database", "finding.state.archived"),
    "refused": ("no_show", "x", "finding.state.refused"),
    "cancelled": ("offline", "x", "finding.state.cancelled"),
    "uncollected": ("hold", "shelf", "finding.state.uncollected"),
}
"""A file's state -> (look of the theme, icon where not the look's own, code of its word)."""


def state_look(state: str) -> tuple[str, str | None]:
    """The theme's look of a file's state, and its icon where it is not the look's own."""
    look, icon, _code = STATES.get(state, ("idle", None, ""))
    return look, icon
