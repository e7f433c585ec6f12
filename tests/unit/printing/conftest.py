"""A slip of the sample office, and a decoder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
import zxingcpp
from PIL import Image

from desktop.printing.snapshots import Language, SlipSnapshot


@pytest.fixture
def make_slip() -> Callable[..., SlipSnapshot]:
    def make(language: Language = "id", **changes: object) -> SlipSnapshot:
        values: dict[str, object] = {
            "office": "Dukcapil Kota Teluk Sari",
            "address": "Mal Pelayanan, lantai 1",
            "number": "B087",
            "code": "T261123B087",
            "service": "KTP-el hilang",
            "issued_local": datetime(2026, 11, 23, 14, 5),
            "zone_label": "WITA",
            "people_ahead": 8,
            "wait_low_min": 20,
            "wait_high_min": 30,
            "bring": ("Surat kehilangan polisi", "Fotokopi KK"),
            "hotline": "0542 555 010",
        }
        return SlipSnapshot(language=language, **(values | changes))  # type: ignore[arg-type]

    return make


@pytest.fixture
def slip(make_slip: Callable[..., SlipSnapshot]) -> SlipSnapshot:
    return make_slip()


@pytest.fixture
def decode() -> Callable[[Image.Image], dict[str, str]]:
    """What a scanner reads on a picture: format name to text."""

    def read(image: Image.Image) -> dict[str, str]:
        found = zxingcpp.read_barcodes(image.convert("L"))
        return {str(code.format).rsplit(".", 1)[-1].replace(" ", "").upper(): code.text for code in found}

    return read
