"""What the tour leaves behind: pictures of windows, every paper as PDF and PNG, index.json, and a page to open.

Used by the tour only.
"""

from __future__ import annotations

import html
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.i18n import Texts

DPI = 203


def decoded(png: bytes) -> list[str] | None:
    """What the codes in a picture say, each once; None where no decoder is installed."""
    try:
        import zxingcpp
        from PIL import Image
    except ImportError:
        return None
    return sorted({str(code.text) for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(png)))})


#: What a paper's name says about its kind.
_KINDS = {
    "tanda-terima": "receipt",
    "kekurangan": "shortage",
    "permohonan-maaf": "apology",
    "bukti-penyerahan": "handover_proof",
}


def paper_of(name: str) -> str:
    """Which kind of paper a file is, by its name; a queue slip has the ticket's code alone."""
    return next((kind for words, kind in _KINDS.items() if words in name), "slip")


class Album:
    """Numbers files in the order in which they came.

    Args:
        folder: receives everything; made if it is not there.
        progress: told one line for each file.
    """

    def __init__(self, folder: Path, progress: Callable[[str], None]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("[0-9][0-9][0-9]-*"):
            old.unlink()  # of an earlier tour: two days in one folder cannot be told apart
        self.folder, self._progress = folder, progress
        self.entries: list[dict[str, Any]] = []
        self._papers: set[str] = set()
        self._number = 0

    def _name(self, what: str, kind: str) -> Path:
        return self.folder / f"{self._number:03d}-{what}.{kind}"

    def snap(
        self,
        window: QWidget,
        kind: str,
        state: str,
        *,
        language: str,
        theme: str,
        scale: float,
        shows: str = "",
    ) -> None:
        """Save the picture of a window as it is now; ``shows`` is the ticket number it is about."""
        self._number += 1
        look = "" if (language, theme, scale) == ("id", "light", 1.0) else f"-{language}-{theme}-{scale:.0%}"
        path = self._name(f"{kind}-{state}{look.replace('%', '')}", "png")
        picture = window.grab()
        if not picture.save(str(path), "PNG"):
            raise OSError(f"{path} could not be written")
        self._progress(path.name)
        self.entries.append(
            {
                "file": path.name,
                "window": kind,
                "state": state,
                "language": language,
                "theme": theme,
                "scale": scale,
                "size_px": [picture.width(), picture.height()],
                "shows": shows,
                "codes": [],
            }
        )

    def take_papers(self, folder: Path, *, language: str) -> list[str]:
        """Keep the papers that came out since the last time; returns their codes."""
        from desktop.printing.preview import pdf_page_png, pdf_size_mm

        found: list[str] = []
        fresh = [path for path in folder.glob("*.pdf") if path.name not in self._papers]
        for paper in sorted(fresh, key=lambda one: one.stat().st_mtime_ns):
            self._papers.add(paper.name)
            pdf = paper.read_bytes()
            png = pdf_page_png(pdf, DPI)
            self._number += 1
            kind = paper_of(paper.stem)
            self._name(f"{kind}-{paper.stem}", "pdf").write_bytes(pdf)
            path = self._name(f"{kind}-{paper.stem}", "png")
            path.write_bytes(png)
            codes = decoded(png)
            width_mm, height_mm = pdf_size_mm(pdf)
            self._progress(path.name)
            self.entries.append(
                {
                    "file": path.name,
                    "pdf": path.with_suffix(".pdf").name,
                    "paper": paper_of(paper.stem),
                    "state": "printed",
                    "language": language,
                    "theme": "paper",
                    "scale": 1.0,
                    "size_mm": [round(width_mm, 1), round(height_mm, 1)],
                    "codes": [paper.stem] if codes is None else codes,
                    "decoded": codes is not None,
                }
            )
            found += self.entries[-1]["codes"]
        return found

    def write_index(self, texts: Texts, missed: list[str]) -> None:
        """Write index.json and index.html."""
        index = json.dumps(self.entries, indent=1, ensure_ascii=False)
        (self.folder / "index.json").write_text(index + "\n", encoding="utf-8")
        (self.folder / "index.html").write_text(self._page(texts, missed), encoding="utf-8")

    def _page(self, texts: Texts, missed: list[str]) -> str:
        cards = []
        for entry in self.entries:
            name = html.escape(entry["file"])
            kind = entry.get("window") or entry["paper"]
            size = entry.get("size_px") or entry["size_mm"]
            unit = "px" if "size_px" in entry else "mm"
            facts = [
                f"{size[0]:g} × {size[1]:g} {unit}", entry["language"], entry["theme"], f"{entry['scale']:.0%}",
                *entry["codes"],
            ]  # fmt: skip
            cards.append(
                f'<figure class="{kind}"><a href="{name}"><img loading="lazy" src="{name}" alt=""></a>'
                f"<figcaption><b>{entry['file'][:3]} {html.escape(kind)}: {html.escape(entry['state'])}</b>"
                f"<br>{html.escape(', '.join(facts))}</figcaption></figure>"
            )
        faults = "".join(f"<li>{html.escape(line)}</li>" for line in missed)
        return _PAGE.format(
            language=texts.language,
            title=html.escape(texts.text("tour.title")),
            lead=html.escape(texts.text("tour.lead", count=len(self.entries))),
            faults=f"<ul>{faults}</ul>" if faults else "",
            cards="\n".join(cards),
        )


_PAGE = """<!doctype html>
<html lang="{language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
 body {{ font: 16px/1.5 "Atkinson Hyperlegible Next", "Noto Sans", sans-serif; margin: 32px; color: #1B2225;
        background: #F3F2EE }}
 main {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(340px, 1fr)); gap: 20px }}
 figure {{ margin: 0; padding: 12px; background: #fff; border: 1px solid #D3CFC6; border-radius: 12px }}
 img {{ width: 100%; height: 240px; object-fit: contain; background: #E9E7E1; border-radius: 8px }}
 figcaption {{ margin-top: 8px; color: #42494E; font-size: 14px }} b {{ color: #1B2225 }}
 ul {{ color: #8F1818 }}
</style>
<h1>{title}</h1><p>{lead}</p>{faults}
<main>
{cards}
</main></html>
"""
