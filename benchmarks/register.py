"""A city's register for benchmarks: the same invented people and files in every database."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from desktop.domain.ids import new_id
from desktop.domain.numbers import FileNumber
from desktop.domain.search_key import search_key

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SPAN = timedelta(days=1_200)
COMMON = (("Muhammad", 0.09), ("Siti", 0.06), ("Nur", 0.05), ("Ahmad", 0.05), ("Sri", 0.04), ("Abdul", 0.04))
SYLLABLES = tuple(
    first + last
    for first in (*"bdghklmnprstwyjf", "dj", "tj", "ng", "z")
    for last in ("a", "i", "u", "e", "o", "an", "in", "ar", "oe", "ai")
)  # fmt: skip
Record = dict[str, Any]


class Register:
    """The same people and files for every database: a seeded chance draws them, one after the other."""

    def __init__(self, office: Any, people: int, files: int) -> None:
        chance = random.Random(20261123)
        self.office = office
        self.files = files
        self.words = [
            "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4))).capitalize()
            for _ in range(40_000)
        ]
        self.people = [new_id() for _ in range(people)]
        self._chance = chance

    def _word(self) -> str:
        # Squared twice: the first words are in many names, the last in hardly any.
        return self.words[int(len(self.words) * self._chance.random() ** 3)]

    def persons(self) -> Iterator[Record]:
        """People: a common first name for some, one to three other words; every second one has a NIK."""
        for n, key in enumerate(self.people):
            first = [name for name, share in COMMON if self._chance.random() < share][:1]
            name = " ".join([*first, *(self._word() for _ in range(self._chance.randint(1, 3)))])
            yield {
                "id": key, "office_id": self.office.office_id, "nik": f"6471{n:012d}" if n % 2 else None,
                "name": name, "name_search": search_key(name), "restricted": False, "created_at_utc": NOW - SPAN,
            }  # fmt: skip

    def applications(self) -> Iterator[Record]:
        """Files over 1,200 days, the newest 3,000 running and 2,000 ready, the rest archived."""
        office, chance = self.office, self._chance
        for n in range(self.files):
            year, number = (2024, n + 1) if n < 500_000 else (2025, n - 499_999)
            code = FileNumber("K", year, number).code
            at = NOW - SPAN + SPAN * (n / self.files)
            left = self.files - n
            state, step = (
                ("in_process", 4) if left <= 3_000 else ("ready", 8) if left <= 5_000 else ("archived", 10)
            )
            service = n % 3
            yield {
                "id": new_id(), "office_id": office.office_id, "letter": "K", "year": year, "number": number,
                "code": code, "service_id": office.services[service],
                "service_version_id": office.versions[service],
                "applicant_id": self.people[int(chance.random() * len(self.people))], "channel": "counter",
                "state": state, "step": step, "state_since_utc": at, "revision": 1, "language": "id",
                "notice_way": "none", "complete_at_utc": at, "due_at_utc": at + timedelta(days=1),
                "promised_at_utc": at + timedelta(days=1), "received_by_id": office.clerk,
                "counter_id": office.counter, "holder_id": office.operator if left <= 3_000 else None,
                "ready_at_utc": at if step >= 8 else None, "version": 1, "created_at_utc": at,
                "closed_at_utc": at if state == "archived" else None,
            }  # fmt: skip

    def movement(self, application: Record) -> Record:
        """How a file was taken in."""
        return {
            "id": new_id(), "office_id": self.office.office_id, "application_id": application["id"], "position": 1,
            "action": "take_in", "state": "received", "from_step": 0, "step": 2,
            "at_utc": application["created_at_utc"], "staff_id": self.office.clerk,
            "counter_id": self.office.counter, "undone": False,
        }  # fmt: skip
