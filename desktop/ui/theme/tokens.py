"""The shape of a theme: role colours and state colours; data only, for the theme package."""

from __future__ import annotations

from dataclasses import dataclass

ROLES: tuple[str, ...] = (
    "canvas", "surface", "sunken", "border", "edge", "text", "muted", "faint", "accent", "accent-hover",
    "on-accent", "accent-soft", "accent-text", "deep", "on-deep", "deep-muted", "focus", "focus-gap",
)  # fmt: skip

STATES: tuple[str, ...] = (
    "waiting", "called", "serving", "hold", "no_show", "done", "priority", "late", "offline",
)  # fmt: skip

STATE_ICONS: dict[str, str] = {
    "waiting": "clock",
    "called": "megaphone",
    "serving": "desk",
    "hold": "pause",
    "no_show": "person-x",
    "done": "check-circle",
    "priority": "heart",
    "late": "warning",
    "offline": "plug-off",
}

# Shown by the roles of another state, each with its own icon.
STATE_ALIASES: dict[str, tuple[str, str]] = {
    "ready": ("done", "check-circle"),
    "break": ("hold", "cup"),
    "collect": ("serving", "hand-over"),
    "returned": ("hold", "repeat"),
    "booked": ("waiting", "calendar"),
    "cancelled": ("offline", "x"),
    "unserved": ("offline", "clock"),
    "idle": ("waiting", "check-circle"),
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme: every role and, for every state, (text, fill) as #RRGGBB.

    Attributes:
        name: the theme's id: light, dark, black or white.
        high_contrast: lines are 2 px (kiosk 4) and pills have a frame.
        roles: role name to colour.
        states: state name to (text colour, fill colour).
    """

    name: str
    high_contrast: bool
    is_dark: bool
    roles: dict[str, str]
    states: dict[str, tuple[str, str]]
