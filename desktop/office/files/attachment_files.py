"""Files of this PC before they are stored: read up to the office's limit, and looked at. Nothing is written.

Called by ``attachments`` (which offers it too), importing, the page's presenter and tests.
"""

from __future__ import annotations

import uuid
from pathlib import Path

import msgspec

from desktop.domain.errors import EnvironmentFault, UserError
from desktop.domain.media import MediaFacts, check_size, look_at
from desktop.office.files.keeping import privacy_settings
from desktop.office.work import Work


class LookedAt(msgspec.Struct, frozen=True, kw_only=True):
    """A file from this PC that may be added: its bytes and what they are."""

    name: str
    content: bytes
    facts: MediaFacts

    def __repr__(self) -> str:
        """Without name and bytes."""
        return f"LookedAt(bytes={len(self.content)})"


def look_at_file(work: Work, office_id: uuid.UUID, path: str) -> LookedAt:
    """Read a file of this PC and look at it; a query for the background lane, nothing is stored.

    A file above the office's limit is refused by its size, before any of it is read.

    Raises:
        UserError: ``attachments.missing_file`` (file); as ``desktop.domain.media.look_at``.
        EnvironmentFault: ``attachments.cannot_read`` (file, cause).
    """
    most = privacy_settings(work, office_id).max_attachment_bytes
    content = read_limited(Path(path), most)
    name = Path(path).name
    return LookedAt(name=name, content=content, facts=look_at(content, name, max_bytes=most))


def read_limited(path: Path, max_bytes: int) -> bytes:
    """The bytes of a file that is not above `max_bytes`. Raises as :func:`look_at_file`."""
    try:
        if path.is_dir():
            raise FileNotFoundError
        check_size(path.stat().st_size, max_bytes)
        with path.open("rb") as stream:
            content = stream.read(max_bytes + 1)
    except FileNotFoundError as error:
        raise UserError("attachments.missing_file", file=path.name) from error
    except OSError as error:
        cause = error.strerror or type(error).__name__
        raise EnvironmentFault("attachments.cannot_read", file=path.name, cause=cause) from error
    check_size(len(content), max_bytes)
    return content
