"""The light theme, the default; data only, for the theme package."""

from __future__ import annotations

from desktop.ui.theme.tokens import Tokens

TOKENS = Tokens(
    name="light",
    high_contrast=False,
    is_dark=False,
    roles={
        "canvas": "#F3F2EE",
        "surface": "#FFFFFF",
        "sunken": "#E9E7E1",
        "border": "#D3CFC6",
        "edge": "#767066",
        "text": "#1B2225",
        "muted": "#42494E",
        "faint": "#5A6064",
        "accent": "#0B5561",
        "accent-hover": "#08434D",
        "on-accent": "#FFFFFF",
        "accent-soft": "#DDECEE",
        "accent-text": "#094C57",
        "deep": "#0A3D46",
        "on-deep": "#FFFFFF",
        "deep-muted": "#CFE3E5",
        "focus": "#111111",
        "focus-gap": "#FFFFFF",
    },
    states={
        "waiting": ("#3C4855", "#E8ECF0"),
        "called": ("#5E3B00", "#FFE9AE"),
        "serving": ("#0A4F5A", "#D9ECEE"),
        "hold": ("#523886", "#ECE5F7"),
        "no_show": ("#5F4034", "#F2E8E3"),
        "done": ("#1C5430", "#DDF0E1"),
        "priority": ("#7E1B59", "#F9E2EF"),
        "late": ("#8F1818", "#FCE3DF"),
        "offline": ("#33393F", "#E0E2E5"),
    },
)
