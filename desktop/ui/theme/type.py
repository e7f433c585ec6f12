"""Type by role: size in pixels at scale 1.0 (pt at 96 dpi x 4/3), weight, tabular figures; data only."""

from __future__ import annotations

from dataclasses import dataclass

FAMILY = "Atkinson Hyperlegible Next"
FALLBACK = "Noto Sans"

REGULAR, MEDIUM, SEMIBOLD, BOLD = 400, 500, 600, 700


@dataclass(frozen=True, slots=True)
class TypeRole:
    """How one role of text is set: size in pt at 96 dpi, weight 400 to 700, figures of one width."""

    size_pt: float
    weight: int = REGULAR
    tabular: bool = False


TYPE: dict[str, TypeRole] = {
    # staff windows
    "caption": TypeRole(10.5),
    "caption_strong": TypeRole(10.5, SEMIBOLD),
    "body": TypeRole(12),
    "label": TypeRole(12, SEMIBOLD),
    "minutes": TypeRole(12, SEMIBOLD, tabular=True),
    "tabular": TypeRole(12, tabular=True),
    "heading": TypeRole(13.5, SEMIBOLD),
    "lead": TypeRole(13.5),
    "primary": TypeRole(16, BOLD),
    "window_title": TypeRole(16, SEMIBOLD),
    "clock": TypeRole(15, BOLD),
    "title": TypeRole(18, SEMIBOLD),
    "list_number": TypeRole(18, BOLD),
    "next_number": TypeRole(24, BOLD),
    "figure": TypeRole(24, BOLD),
    "timer": TypeRole(30, BOLD, tabular=True),
    "ticket": TypeRole(93, BOLD),
    "ticket_wide": TypeRole(126, BOLD),
    "key": TypeRole(10.5, SEMIBOLD),
    "key_primary": TypeRole(12, SEMIBOLD),
    # kiosk
    "kiosk.second": TypeRole(21),
    "kiosk.button": TypeRole(22.5, SEMIBOLD),
    "kiosk.text": TypeRole(27),
    "kiosk.tile": TypeRole(33, SEMIBOLD),
    "kiosk.tile_portrait": TypeRole(30, SEMIBOLD),
    "kiosk.heading": TypeRole(48, SEMIBOLD),
    "kiosk.ticket": TypeRole(202, BOLD),
    "kiosk_large.second": TypeRole(33),
    "kiosk_large.button": TypeRole(34.5, SEMIBOLD),
    "kiosk_large.text": TypeRole(33),
    "kiosk_large.tile": TypeRole(45, SEMIBOLD),
    "kiosk_large.tile_portrait": TypeRole(45, SEMIBOLD),
    "kiosk_large.heading": TypeRole(54, SEMIBOLD),
    "kiosk_large.ticket": TypeRole(202, BOLD),
    # hall display
    "display.text": TypeRole(28.5),
    "display.heading": TypeRole(28.5, SEMIBOLD),
    "display.clock": TypeRole(36, BOLD, tabular=True),
    "display.last": TypeRole(109, BOLD),
    "display.call": TypeRole(175, BOLD),
    "display.call_counter": TypeRole(162, BOLD),
}
