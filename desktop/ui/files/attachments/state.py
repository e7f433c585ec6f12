"""What the page of a file's scans shows, as frozen values; made by its presenter, drawn by its view. Plain Python."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Line:
    """A code with its arguments; ``about`` is the name of the file on this PC that it is about, or ""."""

    code: str
    args: Mapping[str, Any] = field(default_factory=dict)
    about: str = ""


@dataclass(frozen=True, slots=True)
class ScanRow:
    """One scan of the list; ``added_local`` in the office's zone."""

    attachment_id: uuid.UUID
    title: str
    kind: str
    media_type: str
    size_bytes: int
    pages: int
    added_by: str
    added_local: datetime
    disposed: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """One page, drawn: rows of RGB without padding, three bytes a pixel."""

    width_px: int
    height_px: int
    pixels: bytes
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Scene:
    """The whole page.

    Attributes:
        working: what is going on now (a file is being looked at, a page is being drawn).
        faults: what could not be added, each with the file's name.
    """

    loaded: bool = False
    number: str = ""
    closed: bool = False
    max_mb: float = 10.0
    rows: tuple[ScanRow, ...] = ()
    chosen: uuid.UUID | None = None
    preview: Preview | None = None
    working: Line | None = None
    faults: tuple[Line, ...] = ()
    said: Line | None = None


class Screen(Protocol):
    """What is asked of the page."""

    def show_scene(self, scene: Scene) -> None: ...
