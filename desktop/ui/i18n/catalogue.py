"""Reads resources/translations/*.toml, one area at a time, when its first code is asked for.

An area is a file; a code begins with its area's name (`counter.call_next` lives in counter.toml).
"""

from __future__ import annotations

import logging
import tomllib
from pathlib import Path
from typing import Any

log = logging.getLogger("loket.texts")

# A text is one string, or {"one": ..., "other": ...}; an entry maps language to text.
Entry = dict[str, Any]


class Catalogue:
    """All codes of a folder, read lazily: start-up pays only for the areas that it shows."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._areas: dict[str, dict[str, Entry]] = {}
        self._all_read = False

    def _read(self, area: str) -> dict[str, Entry]:
        if area not in self._areas:
            path = self._folder / f"{area}.toml"
            entries: dict[str, Entry] = {}
            if path.is_file():
                try:
                    entries = tomllib.loads(path.read_text(encoding="utf-8"))
                except tomllib.TOMLDecodeError:
                    # One broken file must not take the other areas' words with it.
                    log.exception("texts: %s cannot be read", path.name)
            self._areas[area] = entries
        return self._areas[area]

    def areas(self) -> tuple[str, ...]:
        """Return the names of all areas in the folder."""
        return tuple(sorted(p.stem for p in self._folder.glob("*.toml")))

    def entry(self, code: str, *, anywhere: bool = True) -> Entry | None:
        """Return the entry of a code, or None; not ``anywhere``: of its own area's file only."""
        found = self._read(code.partition(".")[0]).get(code)
        if not anywhere:
            return found
        if found is None and not self._all_read:
            # A code may live in another area's file (why.*, state.*): read the rest, once.
            self._all_read = True
            for area in self.areas():
                self._read(area)
        if found is None:
            found = next((a[code] for a in self._areas.values() if code in a), None)
        return found

    def codes(self) -> dict[str, Entry]:
        """Return every code with its entry; reads all areas (for tests and tools)."""
        result: dict[str, Entry] = {}
        for area in self.areas():
            result.update(self._read(area))
        return result
