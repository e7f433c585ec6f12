"""What the back office's window shows besides lists and scans, as a frozen value. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.ui.files.finding.state import Said


@dataclass(frozen=True, slots=True)
class BackScene:
    """The bars at one moment; ``at`` in the office's own zone, ``zone`` its name as people say it (WITA)."""

    staff: str = ""
    at: datetime | None = None
    zone: str = ""
    fault: Said | None = None
    late: int = 0
    due: int = 0
