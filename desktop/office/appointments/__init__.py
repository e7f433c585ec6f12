"""Appointments: slots with a quota, bookings at the desk or from a file, and check-in. No Qt.

Called by the presenters of kiosk and counter, and by ``loket appointment``.
"""

from desktop.office.appointments.booking import (
    AppointmentOutcome,
    BookAppointment,
    CancelAppointment,
    MoveAppointment,
    book_appointment,
    cancel_appointment,
    move_appointment,
)
from desktop.office.appointments.checkin import CheckedIn, CheckIn, check_in
from desktop.office.appointments.codes import code_text, looks_like_code, parse_code
from desktop.office.appointments.csv_file import read_appointments
from desktop.office.appointments.importing import ImportAppointments, ImportOutcome, import_appointments
from desktop.office.appointments.lists import AppointmentDay, AppointmentRow, SlotRow, list_day
from desktop.office.appointments.slots import (
    FreeSlot,
    MakeSlots,
    SetQuota,
    SlotsMade,
    list_slots,
    make_slots,
    next_free,
    set_quota,
)

__all__ = [
    "AppointmentDay",
    "AppointmentOutcome",
    "AppointmentRow",
    "BookAppointment",
    "CancelAppointment",
    "CheckIn",
    "CheckedIn",
    "FreeSlot",
    "ImportAppointments",
    "ImportOutcome",
    "MakeSlots",
    "MoveAppointment",
    "SetQuota",
    "SlotRow",
    "SlotsMade",
    "book_appointment",
    "cancel_appointment",
    "check_in",
    "code_text",
    "import_appointments",
    "list_day",
    "list_slots",
    "looks_like_code",
    "make_slots",
    "move_appointment",
    "next_free",
    "parse_code",
    "read_appointments",
    "set_quota",
]
