"""Pictures and measures of a PDF, for the preview, the tour and the tests. Loads pypdfium2 only when asked."""

from __future__ import annotations

import io

from desktop.printing.papers import DOTS_PER_INCH

_POINTS_PER_INCH = 72.0
_MM_PER_INCH = 25.4


def pdf_page_png(pdf: bytes, dpi: int = DOTS_PER_INCH, page: int = 0) -> bytes:
    """One page as a PNG.

    Args:
        dpi: 50 to 1200; at 203 one pixel is one printer dot.
        page: from 0.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        image = document[page].render(scale=dpi / _POINTS_PER_INCH).to_pil()
        target = io.BytesIO()
        image.save(target, format="PNG")
        return target.getvalue()
    finally:
        document.close()


def pdf_size_mm(pdf: bytes, page: int = 0) -> tuple[float, float]:
    """Width and height of one page in millimetres."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        width, height = document[page].get_size()
        return width / _POINTS_PER_INCH * _MM_PER_INCH, height / _POINTS_PER_INCH * _MM_PER_INCH
    finally:
        document.close()
