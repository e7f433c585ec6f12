"""What the kiosk's view is given to show: frozen, codes with arguments and ready names. Made by the presenter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

LookName = Literal["normal", "large", "contrast"]


@dataclass(frozen=True, slots=True)
class When:
    """A moment of the office, told as people say it: "besok pukul 08.00"; short: "besok 08.00"."""

    moment: datetime
    short: bool = False


@dataclass(frozen=True, slots=True)
class Say:
    """A text by its code; an argument may be a `When`, a `Say` or a plain value."""

    code: str
    args: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TileState:
    """A tile or row to touch.

    Attributes:
        action, value: what a touch means to the presenter.
        title: a ready name, or a text by its code.
        badge: a letter, or nothing.
        line: second line; `strong` stands before it in bold.
        icon: before the second line.
        picture: at the right in the six-tile look.
        kind: ``open``, ``closed`` (sunken, still answers with its reason), ``priority`` or ``page``.
        chosen: shown as chosen.
    """

    action: str
    value: str
    title: str | Say
    badge: str = ""
    line: Say | None = None
    strong: Say | None = None
    icon: str = ""
    picture: str = ""
    kind: Literal["open", "closed", "priority", "page"] = "open"
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class HomeState:
    """The start: group tiles of one page. `banner` says what is special now (not open yet)."""

    tiles: tuple[TileState, ...]
    priority: bool
    can_check_in: bool
    all_free: bool
    banner: Say | None = None


@dataclass(frozen=True, slots=True)
class ListState:
    """The services of a group (rows), or the reasons of a priority (pictures)."""

    title: Say
    subtitle: str | Say
    rows: tuple[TileState, ...]
    badge: str = ""
    priority: bool = False
    pictures: bool = False
    skip: Say | None = None


@dataclass(frozen=True, slots=True)
class PadState:
    """An entry with keys on the screen: the NIK, or the code of an appointment.

    Attributes:
        shown: what stands in the field, masked already where it must be.
        hidden: the digits are masked; None where there is nothing to hide.
        letters: the keys have letters too.
        ready: it can be confirmed.
        fault: what is wrong with what was entered.
    """

    title: Say
    hint: Say
    shown: str
    length: int
    hidden: bool | None
    letters: bool
    ready: bool
    fault: Say | None = None
    skip: Say | None = None


@dataclass(frozen=True, slots=True)
class DoneState:
    """The number that was given.

    Attributes:
        slip: ``printing``, ``printed``, ``no_paper`` or ``not_printed``.
        people_ahead: None where it is not known.
        low_min, high_min: the expected wait; None where no counter is open for it.
        slot: time of an appointment that has not come yet.
        bring: papers to get ready.
        seconds: until the start returns.
        note: what else the visitor must know.
    """

    number: str
    service: str
    slip: Literal["printing", "printed", "no_paper", "not_printed"]
    people_ahead: int | None
    low_min: int | None
    high_min: int | None
    slot: When | None
    bring: tuple[str, ...]
    seconds: int
    note: Say | None = None


@dataclass(frozen=True, slots=True)
class RestState:
    """Nothing to take here: closed, break, holiday, numbers gone, or a fault."""

    heading: Say
    sentence: Say
    icon: str
    fault: bool = False


@dataclass(frozen=True, slots=True)
class WaitState:
    """The number is being asked for; `text` says so once it takes longer than a moment."""

    text: Say


Body: TypeAlias = "HomeState | ListState | PadState | DoneState | RestState | WaitState"


@dataclass(frozen=True, slots=True)
class Screen:
    """All that the window shows.

    Attributes:
        step: which page; a change of step is a change of screen.
        tools: names of the tools, in their order.
        notice: what just happened, or why not; `notice_bad` where something was refused.
        leaving_s: seconds until the start returns; None while nobody needs to be asked.
    """

    step: str
    body: Body
    language: str
    look: LookName
    office: str
    address: str
    hotline: str
    now: datetime
    zone: str
    tools: tuple[str, ...]
    notice: Say | None = None
    notice_bad: bool = False
    leaving_s: int | None = None
