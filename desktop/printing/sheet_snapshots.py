"""What was printed on the A4 sheets of a file's life, as frozen data: "data saya", routing list, minutes of disposal.

As in ``file_snapshots``, whose common fields they share.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from desktop.printing.file_snapshots import FileSnapshot

MAX_ROWS = 2000


class Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A heading with its (label, value) pairs."""

    heading: str
    facts: tuple[tuple[str, str], ...]


class MyDataPerson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that the office holds about one person.

    Attributes:
        nik: in full.
        looks: (when, office-local; who; for what), latest first.
    """

    name: str
    nik: str = ""
    sections: tuple[Facts, ...] = ()
    looks: tuple[tuple[datetime, str, str], ...] = ()


class MyDataSnapshot(FileSnapshot, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="my_data"):
    """The sheet "data saya": what the office holds about a person and who looked at it.

    Attributes:
        request: number of the request; may be empty.
        look_count: how many looks were printed; 0 and more.
    """

    printed_by: str
    printed_local: datetime
    request: str = ""
    look_count: int = 0
    person: MyDataPerson | None = None

    NAME = "data-saya"

    @property
    def paper_name(self) -> str:
        """``data-saya-20261123-1412``: never a name or a NIK in a file's name."""
        request = f"-{self.request}" if self.request else ""
        return f"{self.NAME}{request}-{self._stamp(self.printed_local)}"


class RoutedFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file on a routing list."""

    number: str
    service: str = ""
    note: str = ""


class RoutingNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The applicants of the files, in the same order; an empty name where none is known."""

    names: tuple[str, ...] = ()


class RoutingSnapshot(
    FileSnapshot, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="routing_list"
):
    """A list of routed files that is signed for (lembar ekspedisi).

    Attributes:
        number: of the list; ``code`` what a scanner reads, empty prints no code.
        received_by: empty leaves a line to sign on.
    """

    number: str
    from_unit: str
    to_unit: str
    files: tuple[RoutedFile, ...]
    sent_by: str
    sent_local: datetime
    code: str = ""
    received_by: str = ""
    received_local: datetime | None = None
    note: str = ""
    person: RoutingNames | None = None

    NAME = "ekspedisi"

    def _checks(self) -> tuple[tuple[str, bool], ...]:
        return (*super()._checks(), ("files", len(self.files) <= MAX_ROWS))

    @property
    def paper_name(self) -> str:
        """``ekspedisi-<number>``."""
        return f"{self.NAME}-{self.number}"


class NoPerson(msgspec.Struct, frozen=True):
    """Documents about the matter only."""


class DisposalMinutesSnapshot(
    FileSnapshot, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="disposal_minutes"
):
    """The minutes of a disposal (berita acara pemusnahan).

    Attributes:
        rows: (what, from what period, how many).
        officials: (name, office held) of those who sign, up to 6.
    """

    number: str
    place: str
    disposed_local: datetime
    rows: tuple[tuple[str, str, int], ...]
    officials: tuple[tuple[str, str], ...]
    method: str = ""
    legal_basis: str = ""
    note: str = ""
    person: NoPerson | None = None

    NAME = "pemusnahan"

    def _checks(self) -> tuple[tuple[str, bool], ...]:
        return (
            *super()._checks(),
            ("rows", len(self.rows) <= MAX_ROWS and all(count >= 0 for *_, count in self.rows)),
            ("officials", len(self.officials) <= 6),
        )

    @property
    def paper_name(self) -> str:
        """``pemusnahan-<number>``."""
        return f"{self.NAME}-{self.number}"
