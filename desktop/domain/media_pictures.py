"""Pictures of a scan's pages, for previews: plain pixels, no Qt. Call it off the UI thread.

``PDFIUM`` must be held by whoever uses pypdfium2: the library knows one thread at a time.
"""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass
from typing import Any, Final

from desktop.domain.errors import UserError

PDFIUM: Final = threading.Lock()
"""Held around every use of pypdfium2."""

MAX_SIDE_PX: Final = 4000


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page, drawn.

    Attributes:
        width_px, height_px: 1 to `MAX_SIDE_PX`.
        pixels: rows of RGB without padding, three bytes a pixel.
        page, pages: which one of how many; the first is 0.
    """

    width_px: int
    height_px: int
    pixels: bytes
    page: int = 0
    pages: int = 1


def draw_page(content: bytes, media_type: str, page: int = 0, *, width_px: int = 800) -> PagePicture:
    """Draw one page so that it is `width_px` wide (64 to 4000); a photograph is never enlarged.

    Args:
        content: what ``desktop.domain.media.look_at`` has accepted.
        media_type: as it said.
        page: from 0; a page that is not there gives the last one.
        width_px: of the picture.

    Raises:
        UserError: ``attachments.broken`` (kind).
    """
    width_px = min(max(width_px, 64), MAX_SIDE_PX)
    if media_type == "application/pdf":
        return _draw_pdf(content, page, width_px)
    return _draw_photo(content, width_px)


def _draw_pdf(content: bytes, page: int, width_px: int) -> PagePicture:
    import pypdfium2

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise UserError("attachments.broken", kind="PDF") from error
        try:
            pages = len(document)
            page = min(max(page, 0), pages - 1)
            sheet = document[page]
            width, height = sheet.get_size()
            scale = min(width_px / max(width, 1), MAX_SIDE_PX / max(height, 1))
            picture = sheet.render(scale=scale).to_pil().convert("RGB")
            return _plain(picture, page, pages)
        except pypdfium2.PdfiumError as error:
            raise UserError("attachments.broken", kind="PDF") from error
        finally:
            document.close()


def _draw_photo(content: bytes, width_px: int) -> PagePicture:
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as stored:
            if stored.format == "JPEG":
                stored.draft("RGB", (width_px, MAX_SIDE_PX))  # decodes only as finely as is needed
            picture = ImageOps.exif_transpose(stored)
            if "A" in picture.getbands():
                ground = Image.new("RGBA", picture.size, "white")
                ground.alpha_composite(picture.convert("RGBA"))
                picture = ground
            picture = picture.convert("RGB")
    except (OSError, ValueError, SyntaxError) as error:
        raise UserError("attachments.broken", kind="") from error
    picture.thumbnail((width_px, MAX_SIDE_PX))
    return _plain(picture, 0, 1)


def _plain(picture: Any, page: int, pages: int) -> PagePicture:
    width, height = picture.size
    return PagePicture(width, height, picture.tobytes(), page, pages)
