"""High contrast on black; data only, for the theme package."""

from __future__ import annotations

from desktop.ui.theme.tokens import Tokens

TOKENS = Tokens(
    name="black",
    high_contrast=True,
    is_dark=True,
    roles={
        "canvas": "#000000",
        "surface": "#000000",
        "sunken": "#1C1C1C",
        "border": "#FFFFFF",
        "edge": "#FFFFFF",
        "text": "#FFFFFF",
        "muted": "#FFFFFF",
        "faint": "#E0E0E0",
        "accent": "#FFD60A",
        "accent-hover": "#FFE566",
        "on-accent": "#000000",
        "accent-soft": "#332B00",
        "accent-text": "#FFD60A",
        "deep": "#000000",
        "on-deep": "#FFFFFF",
        "deep-muted": "#FFFFFF",
        "focus": "#00E5FF",
        "focus-gap": "#000000",
    },
    states={
        "waiting": ("#FFFFFF", "#000000"),
        "called": ("#000000", "#FFD60A"),
        "serving": ("#8DF3FF", "#000000"),
        "hold": ("#DCC4FF", "#000000"),
        "no_show": ("#FFC09F", "#000000"),
        "done": ("#9CFFAE", "#000000"),
        "priority": ("#FFADE0", "#000000"),
        "late": ("#FFB0A8", "#000000"),
        "offline": ("#DADADA", "#000000"),
    },
)
