"""The way of one visitor through the kiosk, as plain data: what was chosen, and which step comes next.

Pure: no clock, no database, no window. The presenter owns one and starts a new one for each visitor.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from desktop.domain.nik import NikResult, check_nik, mask_nik
from desktop.office.live.kiosk import KioskGroup, KioskService, KioskState
from desktop.ui.kiosk.states import LookName, Say

NIK_LENGTH = 16
CODE_LENGTH = 20
REASONS = ("elderly", "disabled", "pregnant_nursing", "infant")


def only_service(group: KioskGroup) -> KioskService | None:
    """The service of a group that has one; its general ticket helps nobody choose then."""
    real = [service for service in group.services if not service.general] or list(group.services)
    return real[0] if len(real) == 1 else None


@dataclass
class Flow:
    """One visitor's choices.

    Attributes:
        step: ``home``, ``services``, ``reason``, ``nik``, ``code``, ``issuing`` or ``done``.
        language, look: reset with the visitor.
        page: of the tiles or rows shown.
        digits: the NIK as typed; it never leaves this object but as its keyed daily hash.
        code: an appointment's code as typed.
    """

    language: str = "id"
    look: LookName = "normal"
    step: str = "home"
    page: int = 0
    priority: bool = False
    group_id: uuid.UUID | None = None
    service_id: uuid.UUID | None = None
    reason: str | None = None
    reason_asked: bool = False
    digits: str = ""
    digits_hidden: bool = True
    nik_asked: bool = False
    code: str = ""
    wrong: Say | None = None

    def group(self, state: KioskState) -> KioskGroup | None:
        """The chosen group as it is now."""
        return next((one for one in state.groups if one.id == self.group_id), None)

    def service(self, state: KioskState) -> KioskService | None:
        """The chosen service as it is now."""
        group = self.group(state)
        services = () if group is None else group.services
        return next((one for one in services if one.id == self.service_id), None)

    def go(self, step: str) -> None:
        """Show another step from its first page."""
        self.step, self.page, self.wrong = step, 0, None

    def choose_group(self, group: KioskGroup, state: KioskState) -> None:
        """Take a group; its only service is taken at once."""
        self.group_id = group.id
        only = only_service(group)
        if only is not None:
            self.choose_service(only.id, state)
        else:
            self.go("services")

    def choose_service(self, service_id: uuid.UUID, state: KioskState) -> None:
        """Take a service of the group."""
        self.service_id = service_id
        self.forward(state)

    def forward(self, state: KioskState) -> None:
        """Go to what is still to be asked, or on to the number."""
        if self.priority and not self.reason_asked:
            self.go("reason")
        elif state.asks_nik and not self.nik_asked:
            self.go("nik")
        else:
            self.go("issuing")

    def back(self, state: KioskState) -> None:
        """Go one step back, and forget what was chosen there."""
        group = self.group(state)
        single = group is None or only_service(group) is not None
        if self.step == "nik" and self.priority:
            self.digits, self.reason, self.reason_asked = "", None, False
            self.go("reason")
        elif self.step in ("nik", "reason") and not single:
            self.digits, self.service_id = "", None
            self.go("services")
        else:
            self.group_id = self.service_id = None
            self.digits = self.code = ""
            self.go("home")

    def type_nik(self, key: str) -> None:
        """Add a digit; ``back`` takes the last one away, ``clear`` all."""
        self.wrong = None
        if key == "back":
            self.digits = self.digits[:-1]
        elif key == "clear":
            self.digits = ""
        elif key.isdecimal() and len(self.digits) < NIK_LENGTH:
            self.digits += key

    def type_code(self, key: str) -> None:
        """Add a letter or digit to the appointment's code."""
        self.wrong = None
        if key == "back":
            self.code = self.code[:-1]
        elif key == "clear":
            self.code = ""
        elif len(key) == 1 and key.isascii() and key.isalnum() and len(self.code) < CODE_LENGTH:
            self.code += key.upper()

    def checked_nik(self, today: date) -> NikResult:
        """Look at the NIK as typed. A temporary NIK counts: its holder may queue as well."""
        return check_nik(self.digits, today=today, allow_temporary=True)

    def shown_nik(self) -> str:
        """The NIK as the screen shows it: masked, while it is typed the last digit stays visible."""
        if not self.digits_hidden:
            return self.digits
        if len(self.digits) == NIK_LENGTH:
            return mask_nik(self.digits)
        return "*" * (len(self.digits) - 1) + self.digits[-1:]
