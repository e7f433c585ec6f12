"""A short tour in a process of its own: pictures of the real windows, slips that decode, one number everywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

SCENES = (
    "kiosk-morning", "display-morning", "kiosk-number", "kiosk-english", "counter-sign-in",
    "counter-first-call", "file-returned", "file-completed", "back-office", "file-late", "file-collected",
    "database-lost", "kiosk-last-number", "end-of-day", "kiosk-night",
)  # fmt: skip
PROGRAM = """
import sys
import desktop.app.tour as tour
from desktop.app.cli.options import TourOptions

tour.SCENES = set(sys.argv[2].split(","))
sys.exit(tour.run_tour(TourOptions(out=sys.argv[1], language="id", theme="light")))
"""


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]], str]:
    folder = tmp_path_factory.mktemp("tour")
    out = folder / "pictures"
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")},
        "LOKET_HOME": str(folder / "home"),
        "QT_QPA_PLATFORM": "offscreen",
        "LOKET_DATABASE_URL": "",
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(out), ",".join(SCENES)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4_000:]
    return out, json.loads((out / "index.json").read_text(encoding="utf-8")), done.stdout


def windows(entries: list[dict[str, Any]], kind: str, state: str) -> dict[str, Any]:
    found = [one for one in entries if one.get("window") == kind and one["state"] == state]
    assert len(found) == 1, (kind, state, [one["file"] for one in entries])
    return found[0]


def test_every_file_of_the_index_is_there_and_in_the_order_of_the_day(toured):
    out, entries, said = toured
    assert [int(one["file"][:3]) for one in entries] == list(range(1, len(entries) + 1))
    for one in entries:
        assert (out / one["file"]).is_file()
        assert one["language"] in ("id", "en")
        assert one["theme"] in ("light", "paper")
        assert one["scale"] == 1.0
    page = (out / "index.html").read_text(encoding="utf-8")
    assert all(one["file"] in page for one in entries)
    assert str(len(entries)) in said


@pytest.mark.parametrize(
    ("kind", "state", "size"),
    [
        ("kiosk", "before-opening", (1920, 1080)),
        ("kiosk", "done", (1920, 1080)),
        ("counter", "waiting-morning", (1366, 697)),
        ("counter", "serving", (1366, 697)),
        ("counter", "database-lost", (1366, 697)),
        ("display", "call", (1920, 1080)),
        ("display", "closed", (1920, 1080)),
        ("kiosk", "closed", (1920, 1080)),
    ],
)
def test_windows_have_the_size_of_their_station(toured, kind, state, size):
    out, entries, _said = toured
    entry = windows(entries, kind, state)
    assert tuple(entry["size_px"]) == size
    with Image.open(out / entry["file"]) as picture:
        assert picture.size == size


def test_no_picture_is_blank(toured):
    out, entries, _said = toured
    for entry in entries:
        with Image.open(out / entry["file"]) as picture:
            grey = picture.convert("L")
            shades = grey.getextrema()
            # Text on its ground: far from one colour, and not only a frame at the edge.
            middle = grey.crop((grey.width // 8, grey.height // 8, grey.width * 7 // 8, grey.height * 7 // 8))
        assert shades[1] - shades[0] > 120, entry["file"]
        assert len(set(middle.resize((160, 90)).tobytes())) > 8, entry["file"]


def test_slips_have_their_size_and_their_codes_decode(toured):
    out, entries, _said = toured
    slips = [one for one in entries if one.get("paper") == "slip"]
    assert len(slips) >= 3
    for entry in slips:
        assert 57.0 <= entry["size_mm"][0] <= 59.0
        assert entry["size_mm"][1] > 60.0
        with Image.open(out / entry["file"]) as picture:
            read = {code.text for code in zxingcpp.read_barcodes(picture)}
        assert read == set(entry["codes"])
        assert all(code.startswith("T261123") for code in read)
        assert (out / entry["pdf"]).read_bytes().startswith(b"%PDF")


def test_a_file_returned_once_is_completed_under_the_same_number(toured):
    _out, entries, _said = toured
    code = windows(entries, "counter", "intake-returned")["shows"]
    assert code.startswith("K26")
    assert windows(entries, "counter", "intake-receipt")["shows"] == code
    papers = {one["paper"]: one for one in entries if code in one.get("codes", ())}
    assert {"shortage", "receipt"} <= set(papers)
    assert papers["receipt"]["size_mm"][0] == pytest.approx(80, abs=1)


def test_a_late_file_gets_an_apology_and_a_proxy_collects(toured):
    _out, entries, _said = toured
    late = windows(entries, "backoffice", "timeline-late")["shows"]
    assert any(one.get("paper") == "apology" and late in one["codes"] for one in entries)
    assert windows(entries, "counter", "handover-mismatch")["shows"]
    assert windows(entries, "counter", "handover-done")["shows"]


def test_the_number_on_the_slip_is_the_one_on_the_screen(toured):
    _out, entries, _said = toured
    number = windows(entries, "kiosk", "done")["shows"]
    assert number
    assert any(f"T261123{number}" in one["codes"] for one in entries if one.get("paper") == "slip")


def test_the_hall_shows_the_number_that_the_clerk_called(toured):
    _out, entries, _said = toured
    number = windows(entries, "counter", "called")["shows"]
    assert number
    assert windows(entries, "display", "call")["shows"] == number
    assert windows(entries, "display", "call-again")["shows"] == number
    assert windows(entries, "counter", "serving")["shows"] == number


def test_a_lost_database_takes_the_old_numbers_off_the_hall(toured):
    _out, entries, _said = toured
    assert windows(entries, "display", "database-lost")["shows"] == ""
