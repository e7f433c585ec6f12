"""What the handover page shows, and what its presenter asks of it. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence by its code; a day among the arguments is written out, a moment as the office's time."""

    code: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Strip:
    """The served ticket above the page; `service` in both languages (id, en)."""

    number: str
    service: tuple[str, str]
    norm_min: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """The first line: may it be given out? `look` is the name of a state."""

    line: Line
    icon: str
    look: str
    detail: Line | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One thing: `turn` is the other fate that it can be given, or None where it has only one."""

    key: str
    label: str
    right: Line
    ticked: bool
    turn: Line | None = None


@dataclass(frozen=True, slots=True)
class Digits:
    """The comparison: `state` is ``empty``, ``asking``, ``match``, ``mismatch``, ``no_nik`` or ``reason``."""

    state: str = "empty"
    label: str = "handover.digits"
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Proxy:
    """Who comes for the applicant; `known` is somebody's name and masked NIK from the intake."""

    known: str = ""
    other: bool = False
    """Somebody else than the one who is known: the fields are shown."""
    letter: str | None = None
    nik_fault: Line | None = None


@dataclass(frozen=True, slots=True)
class FileScene:
    """A file on the page. `key` changes with the file: then the fields are emptied."""

    key: str
    verdict: Verdict
    number: str
    applicant: str
    nik: str
    service: tuple[str, str]
    promised: Line
    kept: bool | None
    rows: tuple[Row, ...]
    open: bool
    """It can be given out: the right side takes what is needed for it."""
    collector: str = "applicant"
    proxy: Proxy = Proxy()
    digits: Digits = Digits()
    face: bool = False
    signed: str = "pad"
    paper: Line | None = None
    """What signing on paper means here."""
    next: Line | None = None
    """What to do with a file that cannot be given out."""
    scanned: Line | None = None
    looked: Line | None = None
    why_not: Line | None = None
    busy: bool = False
    survey: bool = False


@dataclass(frozen=True, slots=True)
class DoneScene:
    """The documents have been given out."""

    title: Line
    lines: tuple[Line, ...]
    survey: Line | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """The whole page: it waits for a scan where there is neither a file nor something done."""

    strip: Strip | None = None
    file: FileScene | None = None
    done: DoneScene | None = None
    fault: Line | None = None
    note: Line | None = None
    other: str = ""
    """Number of another file that was scanned while this one was being given out."""


class HandoverScreen(Protocol):
    """What the presenter asks of the page."""

    def show_scene(self, scene: Scene) -> None: ...
    def show_timer(self, seconds: float | None) -> None: ...
    def close_page(self) -> None: ...
    def ask_scan(self) -> None: ...
