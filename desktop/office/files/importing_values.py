"""What a bundle of files holds before it is taken in, and what is wrong with it. Pure values.

Called by the readers (``importing_json``, ``importing_csv``), ``importing`` and the tool ``loket files import``.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as made_by
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from desktop.domain.errors import JsonValue, UserError
from desktop.domain.media import MediaFacts
from desktop.office.work import Command

FORMAT: Final = "loket-files-1"
IMPORT_CHANNELS: Final = ("online", "post", "phone", "village", "outreach")
MAX_FILES: Final = 2_000
MAX_BYTES: Final = 150_000_000
MAX_PROBLEMS: Final = 50
SEXES: Final = {"l": "1", "1": "1", "m": "1", "male": "1", "laki-laki": "1",
                "p": "2", "2": "2", "f": "2", "female": "2", "perempuan": "2"}  # fmt: skip


class BundlePerson(msgspec.Struct, frozen=True, kw_only=True):
    """An applicant or proxy of a bundle, as written there; ``birth_date`` is read, ``sex`` is ``1`` or ``2``."""

    name: str
    nik: str = ""
    birth_date: date | None = None
    sex: str | None = None
    phone: str = ""
    email: str = ""
    family_card_no: str = ""
    birth_place: str = ""

    def __repr__(self) -> str:
        """Without anything of the person."""
        return "BundlePerson()"


class BundleItem(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of the checklist; ``kind`` "" answers every kind of the requirement, ``*`` all requirements."""

    requirement: str
    value: str
    kind: str = ""
    note: str = ""


class BundleScan(msgspec.Struct, frozen=True, kw_only=True):
    """A scan of a bundle that was looked at; its bytes lie at ``path``, or here where they came inside the file."""

    title: str
    kind: str
    requirement: str | None
    facts: MediaFacts
    path: Path | None = None
    content: bytes = b""

    def __repr__(self) -> str:
        """Without title and bytes."""
        return f"BundleScan({self.facts.media_type})"


class BundleFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a bundle.

    Attributes:
        index: counts from 1.
        line: of a CSV, the heading being line 1; 0 in JSON.
        reference: the sender's own number, unique for ever.
    """

    index: int
    reference: str
    service: str
    applicant: BundlePerson
    line: int = 0
    proxy: BundlePerson | None = None
    proxy_letter: str | None = None
    items: tuple[BundleItem, ...] = ()
    scans: tuple[BundleScan, ...] = ()
    notice_way: str = "none"
    language: str = "id"
    note: str = ""


class Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle as read: nothing of it is in the database yet.

    Attributes:
        digest: SHA-256 of everything that came; the same bundle is taken once.
        source, channel: as the file says; "" where it does not.
    """

    file: str
    digest: str
    files: tuple[BundleFile, ...]
    source: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one place of a bundle.

    Attributes:
        index: of the file in the bundle, from 1; 0 for the bundle itself.
        line: of a CSV; 0 in JSON.
        field: where, such as ``applicant.nik``.
        code: words it, with `args`; neither holds a name or a number of a person.
        allowed: what may stand there.
    """

    index: int
    line: int
    field: str
    code: str
    allowed: str = ""
    args: dict[str, JsonValue] = made_by(default_factory=dict)

    def plain(self) -> dict[str, JsonValue]:
        """As an argument of an error."""
        return {
            "index": self.index,
            "line": self.line,
            "field": self.field,
            "problem": self.code,
            "allowed": self.allowed,
            "args": dict(self.args),
        }


def refuse(file: str, problems: Sequence[Problem]) -> UserError:
    """The refusal of a bundle: ``import.refused`` (file, count, problems), the first ones in order."""
    ordered = sorted(problems, key=lambda one: (one.index, one.line))
    return UserError(
        "import.refused",
        file=file,
        count=len(ordered),
        faults=[problem.plain() for problem in ordered[:MAX_PROBLEMS]],
    )


class ImportFiles(Command, frozen=True, kw_only=True):
    """Take a bundle in, whole.

    Attributes:
        channel: one of IMPORT_CHANNELS.
        source: who sent it: a village's or a system's name, no person.
        printer_id: where the receipts and shortage slips come out; None prints nothing.
    """

    bundle: Bundle
    channel: str
    source: str
    printer_id: uuid.UUID | None = None

    def __repr__(self) -> str:
        """Without what is inside."""
        return f"ImportFiles(command_id={self.command_id}, files={len(self.bundle.files)})"


class ImportedFile(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one file of a bundle.

    Attributes:
        number: as people read it; "" in a dry run.
        state: ``received`` or ``returned``; ``known`` where the reference is here already.
        missing: what the checklist still wants.
        warnings: codes of what was only noticed.
    """

    index: int
    reference: str
    number: str = ""
    code: str = ""
    state: str
    missing: int = 0
    scans: int = 0
    warnings: tuple[str, ...] = ()


class BundleOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a bundle.

    Attributes:
        received, returned: files taken in complete, and incomplete.
        known: files that were here already and stay as they are.
        scans: scans that were stored with them.
        repeated: this very bundle was taken before; nothing was written.
        dry_run: nothing was written, because only a look was asked for.
    """

    batch_id: uuid.UUID | None
    files: tuple[ImportedFile, ...]
    received: int = 0
    returned: int = 0
    known: int = 0
    scans: int = 0
    repeated: bool = False
    dry_run: bool = False
