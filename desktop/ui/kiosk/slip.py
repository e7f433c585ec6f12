"""The frozen parts of a slip, ready when the number is asked for; number, code and time are added in the database."""

from __future__ import annotations

from typing import Any

from desktop.office.live.kiosk import KioskService, KioskState
from desktop.office.live.waits import Wait

_FORMAT_VERSION = 1
_TEMPLATE_VERSION = 1


def money(rupiah: int) -> str:
    """Rupiah as paper shows it: ``Rp50.000``."""
    return f"Rp{rupiah:,}".replace(",", ".")


def slip_parts(
    state: KioskState, service: KioskService, wait: Wait | None, *, language: str, priority: bool
) -> dict[str, Any]:
    """Fields of ``printing.snapshots.SlipSnapshot`` that are known before the number is."""
    version = service.version
    fee = ""
    if not version.free:
        fee = money(version.fee_amount) if version.fee_amount else ""
    return {
        "office": state.office_name,
        "address": state.address,
        "service": version.short_en if language == "en" else version.short_id,
        "zone_label": state.zone_label,
        "language": language,
        "wait_low_min": None if wait is None else wait.low_min,
        "wait_high_min": None if wait is None else wait.high_min,
        "bring": version.slip_bring,
        "free": version.free,
        "fee_text": fee,
        "hotline": state.hotline,
        "priority": priority,
        "template_version": _TEMPLATE_VERSION,
        "format_version": _FORMAT_VERSION,
    }
