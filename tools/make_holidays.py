"""Make resources/reference/holidays-id.toml, the bundled table of Indonesian holidays and cuti bersama.

    python tools/make_holidays.py            writes the table
    python tools/make_holidays.py --check    exits with 1 where the table differs from what would be written

Run it when the government has fixed another year and the `holidays` package knows it. The program itself reads
only the table, so that a machine without a network needs nothing else.
"""

from __future__ import annotations

import argparse
import re
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

import holidays

YEARS = range(2024, 2029)
FIXED_BY_DECREE = range(2024, 2028)
"""Years whose joint decree of three ministers (SKB 3 Menteri) is out; later ones have no cuti bersama yet."""

TABLE = Path(__file__).resolve().parents[1] / "resources" / "reference" / "holidays-id.toml"
PACKAGE_VERSION = version("holidays")
_ESTIMATED = re.compile(r"\s*\((?:perkiraan|estimated)\)")

_HEAD = """\
# Hari libur nasional dan cuti bersama / national holidays and days of collective leave of Indonesia.
# Made by tools/make_holidays.py from the package holidays {version}; do not edit by hand.
# An office adds its own days and decides on each cuti bersama (closed, limited, open) in the program.
# `estimated = true`: the day follows the moon and no decree has fixed it yet.
"""


def make_table() -> str:
    """Return the table as TOML, one row for each day and kind, in the order of the days."""
    rows: list[tuple[date, str, str, str]] = []
    for year in YEARS:
        for category, kind in (("public", "public"), ("government", "cuti_bersama")):
            names_id = _names(year, category, "id")
            names_en = _names(year, category, "en_US")
            rows.extend((day, kind, names_id[day], names_en[day]) for day in names_id)
    text = [_HEAD.format(version=PACKAGE_VERSION)]
    for day, kind, name_id, name_en in sorted(rows):
        estimated = bool(_ESTIMATED.search(name_id))
        decreed = day.year in FIXED_BY_DECREE and not estimated
        source = (
            f"SKB 3 Menteri {day.year}" if decreed else "perkiraan" if estimated else "perhitungan kalender"
        )
        text.append(
            f"\n[[holiday]]\ndate = {day.isoformat()}\nkind = {_quoted(kind)}\n"
            f"id = {_quoted(_ESTIMATED.sub('', name_id))}\nen = {_quoted(_ESTIMATED.sub('', name_en))}\n"
            f"estimated = {str(estimated).lower()}\nsource = {_quoted(source)}\n"
        )
    return "".join(text)


def main(arguments: list[str] | None = None) -> int:
    """Write or check the table; return the exit code."""
    parser = argparse.ArgumentParser(description="Make the bundled table of Indonesian holidays.")
    parser.add_argument("--check", action="store_true", help="only compare; exit with 1 where it differs")
    check = parser.parse_args(arguments).check
    wanted = make_table()
    if check:
        same = TABLE.exists() and TABLE.read_text(encoding="utf-8") == wanted
        print(f"{TABLE.name}: {'up to date' if same else 'differs; run tools/make_holidays.py'}")
        return 0 if same else 1
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    TABLE.write_text(wanted, encoding="utf-8", newline="\n")
    print(f"{TABLE.name}: {wanted.count('[[holiday]]')} days")
    return 0


def _names(year: int, category: str, language: str) -> dict[date, str]:
    return dict(holidays.country_holidays("ID", years=year, categories=(category,), language=language))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


if __name__ == "__main__":
    sys.exit(main())
