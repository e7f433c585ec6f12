"""Pictures and measures of a PDF, for the preview, the tour and the tests. Loads pypdfium2 only when asked."""

from __future__ import annotations

import io
import math

from desktop.domain.media_pictures import PDFIUM
from desktop.printing.papers import DOTS_PER_INCH

_POINTS_PER_INCH = 72.0
_MM_PER_INCH = 25.4
_ROUNDING = 0.01  # pixels; a page is stored with six digits


def pdf_page_png(pdf: bytes, dpi: int = DOTS_PER_INCH, page: int = 0) -> bytes:
    """One page as a PNG, at its true size: the page is widened to whole pixels, never stretched to them.

    Args:
        dpi: 50 to 1200; at 203 one pixel is one printer dot.
        page: from 0.
    """
    with PDFIUM:
        return _page_png(pdf, dpi, page)


def _page_png(pdf: bytes, dpi: int, page: int) -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        scale = dpi / _POINTS_PER_INCH
        left, bottom, right, top = document[page].get_mediabox()
        # Stretching 463.5 dots to 464 would put every bar off its dot.
        right = left + math.ceil((right - left) * scale - _ROUNDING) / scale
        bottom = top - math.ceil((top - bottom) * scale - _ROUNDING) / scale
        document[page].set_mediabox(left, bottom, right, top)
        image = document[page].render(scale=scale).to_pil()
        target = io.BytesIO()
        image.save(target, format="PNG")
        return target.getvalue()
    finally:
        document.close()


def pdf_size_mm(pdf: bytes, page: int = 0) -> tuple[float, float]:
    """Width and height of one page in millimetres."""
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            width, height = document[page].get_size()
            return width / _POINTS_PER_INCH * _MM_PER_INCH, height / _POINTS_PER_INCH * _MM_PER_INCH
        finally:
            document.close()
