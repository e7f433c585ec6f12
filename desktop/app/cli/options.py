"""What the command line asks of a station, the demo and the tour; plain data for ``desktop.app``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StationOptions:
    """How a station is opened; None leaves it to ``station.toml``.

    Attributes:
        exit_when_loaded: end as soon as the window is painted and holds its data (for measurements).
        language: ``id`` or ``en``.
        theme: ``light``, ``dark``, ``black`` or ``white``.
        scale: size of everything, 1.0 is 100 %.
        size: width and height of the window in logical pixels.
        windowed: a window instead of the full screen.
        counter: name of the counter this station stands at.
        zone: code of the hall zone of a display.
        name: how the database and the supervisor know this station.
        office: code of the office where the database holds several.
    """

    exit_when_loaded: bool = False
    language: str | None = None
    theme: str | None = None
    scale: float | None = None
    size: tuple[int, int] | None = None
    windowed: bool = False
    counter: str | None = None
    zone: str | None = None
    name: str | None = None
    office: str | None = None


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """The sample office, with a day in progress; see StationOptions for what is not said here."""

    language: str | None = None
    theme: str | None = None
    scale: float | None = None
    size: tuple[int, int] | None = None
    exit_when_loaded: bool = False


@dataclass(frozen=True, slots=True)
class TourOptions:
    """The tour through all windows.

    Attributes:
        out: folder that receives the pictures, the papers and ``index.json``.
        language, theme, scale, size: one of each instead of all.
    """

    out: str = "tour"
    language: str | None = None
    theme: str | None = None
    scale: float | None = None
    size: tuple[int, int] | None = None
