"""What the presenter hands to the display's window: frozen, codes with arguments or both languages' words.

Plain Python, no Qt. Used by presenter and window alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Languages = Literal["id", "en", "both"]


@dataclass(frozen=True, slots=True)
class Both:
    """The same words in both languages."""

    id: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """The words in ``id`` or ``en``."""
        return self.en if language == "en" else self.id


@dataclass(frozen=True, slots=True)
class CardState:
    """The call card.

    Attributes:
        label, counter: exactly what the clerk sees and the voice says.
        times: 1 for the first call, 2 for "Panggilan kedua".
        lit: amber, because this person is called and not yet served; else white, "Terakhir dipanggil".
        group: the service group's short name.
    """

    label: str
    counter: str
    times: int
    lit: bool
    group: Both


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the last calls; ``called`` marks somebody who has not come yet."""

    label: str
    counter: str
    called: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence in the place of the call card.

    Attributes:
        icon: its icon.
        heading, sentence: codes; both get ``time``, ``day`` and ``name`` as arguments.
        at: the local moment that is spoken of, or None.
        days: how many days ahead that is.
        name: a holiday's name.
    """

    icon: str
    heading: str
    sentence: str = ""
    at: datetime | None = None
    days: int = 0
    name: Both = Both()


@dataclass(frozen=True, slots=True)
class Fresh:
    """An announcement that has not been painted yet."""

    label: str
    announce_no: int


@dataclass(frozen=True, slots=True)
class Screen:
    """What the hall sees apart from clock, poster and running text."""

    office: str = ""
    zone: str = ""
    card: CardState | None = None
    notice: Notice | None = None
    rows: tuple[Row, ...] = ()
    row_count: int = 5
    languages: Languages = "id"
    loaded: bool = False
    fresh: tuple[Fresh, ...] = ()


@dataclass(frozen=True, slots=True)
class PosterState:
    """The standard of one service in one language; ``papers`` name each paper long and short."""

    language: str
    name: str
    promise_value: int
    promise_unit: str
    fee_amount: int | None
    fee_text: str
    papers: tuple[tuple[str, str], ...] = ()
