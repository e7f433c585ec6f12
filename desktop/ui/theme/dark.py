"""The dark theme, by choice; data only, for the theme package."""

from __future__ import annotations

from desktop.ui.theme.tokens import Tokens

TOKENS = Tokens(
    name="dark",
    high_contrast=False,
    is_dark=True,
    roles={
        "canvas": "#12181A",
        "surface": "#1B2326",
        "sunken": "#263034",
        "border": "#374348",
        "edge": "#8896A0",
        "text": "#F2F4F3",
        "muted": "#C6CFD2",
        "faint": "#A9B4B8",
        "accent": "#7ED0D8",
        "accent-hover": "#A2E0E6",
        "on-accent": "#05282D",
        "accent-soft": "#1E3E44",
        "accent-text": "#8FD9E0",
        "deep": "#0A2D33",
        "on-deep": "#FFFFFF",
        "deep-muted": "#C4DDE0",
        "focus": "#FFFFFF",
        "focus-gap": "#0B0F10",
    },
    states={
        "waiting": ("#CBD5DF", "#2B343C"),
        "called": ("#FFD98A", "#44340F"),
        "serving": ("#8FDDE4", "#153E45"),
        "hold": ("#D4C2F5", "#382D52"),
        "no_show": ("#E6C6B8", "#43312A"),
        "done": ("#A5E2B4", "#1C3F29"),
        "priority": ("#F9BFE1", "#4D1E3A"),
        "late": ("#FFB9B0", "#531F1B"),
        "offline": ("#D2D7DB", "#343A3F"),
    },
)
