"""Where the committed resources (fonts, icons, translations, sounds) lie; for every part of ui."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def resource_root() -> Path:
    """Return the folder `resources/`, in a clone, an installed program or a frozen one.

    Raises:
        FileNotFoundError: no such folder stands beside the program.
    """
    here = Path(__file__).resolve()
    candidates = [here.parents[2] / "resources", here.parents[1] / "resources"]
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        candidates.insert(0, Path(frozen) / "resources")
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError("resources")


def resource_path(*parts: str) -> Path:
    """Return the path of one resource, for example `resource_path("icons", "clock.svg")`."""
    return resource_root().joinpath(*parts)
