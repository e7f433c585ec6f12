"""Remembering what this computer is leaves the rest of station.toml alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.app.chooser import remember_kind
from desktop.app.settings import load_settings

FILES = {
    "none": None,
    "empty": "",
    "other": '[database]\nurl = "sqlite:///x.db"\n',
    "there": '[station]\n# here since 2026\nkind = "kiosk"\nname = "Loket 3"\n\n[database]\noffice = "a"\n',
    "without": '[station]\nname = "Loket 3"\n[sound]\nvolume = 50\n',
    "no-newline": "[station]",
}


@pytest.mark.parametrize("name", FILES)
def test_the_kind_is_remembered_and_the_rest_stays(name: str, tmp_path: Path) -> None:
    path = tmp_path / "station.toml"
    text = FILES[name]
    if text is not None:
        path.write_text(text, encoding="utf-8")
    before = load_settings(path)
    remember_kind("display", path)
    after = load_settings(path)
    assert after.station.kind == "display"
    assert after.station.name == before.station.name
    assert after.database == before.database
    assert after.sound == before.sound
    if text and "#" in text:
        assert "# here since 2026" in path.read_text(encoding="utf-8")
