"""High contrast on white; data only, for the theme package."""

from __future__ import annotations

from desktop.ui.theme.tokens import Tokens

TOKENS = Tokens(
    name="white",
    high_contrast=True,
    is_dark=False,
    roles={
        "canvas": "#FFFFFF",
        "surface": "#FFFFFF",
        "sunken": "#EDEDED",
        "border": "#000000",
        "edge": "#000000",
        "text": "#000000",
        "muted": "#000000",
        "faint": "#2B2B2B",
        "accent": "#003A44",
        "accent-hover": "#000000",
        "on-accent": "#FFFFFF",
        "accent-soft": "#DFF1F3",
        "accent-text": "#003A44",
        "deep": "#FFFFFF",
        "on-deep": "#000000",
        "deep-muted": "#000000",
        "focus": "#C2005D",
        "focus-gap": "#FFFFFF",
    },
    states={
        "waiting": ("#000000", "#FFFFFF"),
        "called": ("#FFFFFF", "#000000"),
        "serving": ("#00404A", "#FFFFFF"),
        "hold": ("#432A78", "#FFFFFF"),
        "no_show": ("#55311F", "#FFFFFF"),
        "done": ("#0B4520", "#FFFFFF"),
        "priority": ("#6B0F49", "#FFFFFF"),
        "late": ("#7D0C0C", "#FFFFFF"),
        "offline": ("#2B2B2B", "#FFFFFF"),
    },
)
