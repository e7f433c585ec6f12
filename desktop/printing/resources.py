"""Finds the data files that paper needs: fonts, templates and printed texts. For the modules of this package only."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path

from desktop.domain.errors import EnvironmentFault

FONT_REGULAR = "NotoSansMono-Regular.ttf"
FONT_BOLD = "NotoSansMono-Bold.ttf"


@lru_cache(maxsize=1)
def resources_folder() -> Path:
    """Folder ``resources`` of the source tree, or of the installed program (PyInstaller unpacks beside itself)."""
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        return Path(bundle) / "resources"
    return Path(__file__).resolve().parents[2] / "resources"


def resource_file(folder: str, name: str) -> Path:
    """Path of one data file.

    Raises:
        EnvironmentFault: ``print.resource_missing`` when the installation lacks it.
    """
    path = resources_folder() / folder / name
    if not path.is_file():
        raise EnvironmentFault("print.resource_missing", name=f"{folder}/{name}")
    return path
