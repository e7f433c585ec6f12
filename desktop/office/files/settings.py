"""What an office decides about its files: the row ``files`` of table ``setting``. Called by use-cases of files."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Any, Final

import msgspec

FILES_SETTING: Final = "files"

Letter = Annotated[str, msgspec.Meta(pattern="^[ABCDEFGHJKLMNPQRSUVWXYZ]$")]


class FileSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What can be set; unknown fields are left alone.

    Attributes:
        series: the letter of the file numbers; no T, I or O (``desktop.domain.numbers``).
        cut_off: local time ``HH:MM``; a file complete then or later counts from the next working day; "" for none.
        return_days: calendar days within which what is missing should come.
        retention_years: after a file is closed, its personal data are kept this long.
        survey_url: what the closing page of a handover points to; "" for none.
    """

    series: Letter = "K"
    cut_off: Annotated[str, msgspec.Meta(pattern="^(([01][0-9]|2[0-3]):[0-5][0-9])?$")] = ""
    return_days: Annotated[int, msgspec.Meta(ge=1, le=365)] = 14
    retention_years: Annotated[int, msgspec.Meta(ge=1, le=100)] = 5
    survey_url: Annotated[str, msgspec.Meta(max_length=200)] = ""

    @property
    def cut_off_time(self) -> time | None:
        """The cut-off hour, or None."""
        return time.fromisoformat(self.cut_off) if self.cut_off else None


def file_settings_of(value: Any) -> FileSettings:
    """The settings in a stored value; an unreadable one counts as nothing set."""
    try:
        return msgspec.convert(value or {}, FileSettings)
    except msgspec.ValidationError:
        return FileSettings()
