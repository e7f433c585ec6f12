"""Who may do what in an office's PostgreSQL: one login role a kind of station, and its rights table by table.

In a two-tier application the database is the border: whoever steals a kiosk's password gets what stands in the
kiosk's column here, and nothing else. Pure data and the SQL made of it; ``desktop.models.server`` runs it.
A new table needs a line in RIGHTS, a new database function a line in FUNCTIONS: a test fails without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

#: Kinds of station in the order of RIGHTS' columns; the role of ``kiosk`` is ``loket_kiosk``.
KINDS: Final = ("kiosk", "counter", "display", "backoffice", "supervisor", "admin")


@dataclass(frozen=True, slots=True)
class Limits:
    """What the server allows one role.

    Attributes:
        connections: of all stations of this kind together; one station holds 3 to 10.
        lock_timeout_ms, statement_timeout_ms, idle_in_transaction_ms: the role's own, for whoever connects
            with another program; Loket's engine asks for its own.
    """

    connections: int
    lock_timeout_ms: int = 5_000
    statement_timeout_ms: int = 30_000
    idle_in_transaction_ms: int = 30_000


LIMITS: Final[Mapping[str, Limits]] = {
    "kiosk": Limits(connections=30),
    "counter": Limits(connections=80),
    "display": Limits(connections=20),
    "backoffice": Limits(connections=40),
    "supervisor": Limits(connections=20, statement_timeout_ms=120_000),
    "admin": Limits(connections=12, statement_timeout_ms=900_000, idle_in_transaction_ms=900_000),
}


def role_of(kind: str) -> str:
    """The database role of a kind of station."""
    return f"loket_{kind}"


# Names of columns where a role may not have them all; what is not named here stays shut.
_OFFICE = (
    "r(id code agency name short_name address hotline time_zone language ticket_limit_per_nik created_at_utc)"
)
_KIOSK_TICKET = (
    "r(id office_id business_day letter number label code visit_id service_id group_id klass state arrival_no "
    "jump_base returned counter_id target_counter_id appointment_id slot_at_utc issued_at_utc arrived_at_utc "
    "called_at_utc started_at_utc finished_at_utc wait_low_min wait_median_min wait_high_min language) "
    "a w(state arrival_no arrived_at_utc jump_base)"
)
_DISPLAY_TICKET = "r(id office_id business_day label group_id state)"
_DISPLAY_CALL = (
    "r(id office_id business_day ticket_id counter_id times announce_no announced_at_utc started_at_utc "
    "ended_at_utc outcome)"
)
# Who signs in is checked by the station, so it reads the hash; it counts failures, and may not set a password.
_SIGN_IN = "r(id office_id login name password_hash failed_sign_ins locked_until_utc preferences active) "
_COUNT_FAILURES = "w(failed_sign_ins locked_until_utc)"
_BEAT = "r a w(kind zone_id last_seen_at_utc)"
# Locking a row (FOR UPDATE) needs the right to change one column of it: these are the harmless ones.
_LOCK_COUNTER = "r w(position)"

#: The rights: r read, a add, w change, d remove; in brackets the only columns they hold for. "" is nothing.
RIGHTS: Final[Mapping[str, tuple[str, str, str, str, str, str]]] = {
    # table             kiosk            counter   display   backoffice  supervisor  admin
    "alembic_version":  ("r",            "r",      "r",      "r",        "r",        "r"),
    # -- the office
    "office":           ("r",            _OFFICE,  _OFFICE,  _OFFICE,    f"{_OFFICE} w(address hotline)", "r a w"),
    "office_hours":     ("r",            "r",      "r",      "r",        "r a w d",  "r a w d"),
    "office_break":     ("r",            "r",      "r",      "r",        "r a w d",  "r a w d"),
    "holiday":          ("r",            "r",      "r",      "r",        "r a w d",  "r a w d"),
    "reference_value":  ("r",            "r",      "r",      "r",        "r",        "r a w d"),
    "setting":          ("r",            "r",      "r",      "r",        "r a w d",  "r a w d"),
    "zone":             ("r",            "r",      "r",      "r",        "r a w",    "r a w d"),
    "display_message":  ("",             "r",      "r",      "r",        "r a w d",  "r a w d"),
    # -- the catalogue
    "service_group":    ("r",            "r",      "r",      "r",        "r w",      "r a w d"),
    "service":          ("r",            "r",      "r",      "r",        "r w",      "r a w d"),
    "service_version":  ("r",            "r",      "r",      "r",        "r",        "r a w d"),
    # -- people who work here
    "staff":            ("r(id name)",   f"{_SIGN_IN}{_COUNT_FAILURES}", "", f"{_SIGN_IN}{_COUNT_FAILURES}",
                         f"{_SIGN_IN}{_COUNT_FAILURES}", "r a w d"),
    "staff_role":       ("",             "r",      "",       "r",        "r",        "r a w d"),
    "station":          (_BEAT,          _BEAT,    _BEAT,    _BEAT,      "r a w",    "r a w d"),
    "counter":          ("r",     _LOCK_COUNTER,   "r",      "r",        "r a w",    "r a w d"),
    "counter_service":  ("r",            "r",      "r",      "r",        "r a w d",  "r a w d"),
    "shift":            ("r",            "r a w",  "",       "r",        "r a w",    "r a w d"),
    # -- the queue
    "queue_policy":     ("r",            "r",      "r",      "r",        "r a w",    "r a w d"),
    "queue_lane":       ("r a w(issued)", "r a w", "",       "r",        "r a w",    "r a w d"),
    "visit":            ("r(id) a w(person_id)", "r a w", "", "r a w",   "r a w",    "r a w d"),
    "ticket":           (_KIOSK_TICKET,  "r a w",  _DISPLAY_TICKET, "r", "r a w",    "r a w d"),
    "call":             ("r",            "r a w",  _DISPLAY_CALL, "r",   "r a w",    "r a w d"),
    "appointment":      ("r w(state)",   "r a w",  "",       "r",        "r a w",    "r a w d"),
    "appointment_slot": ("r",            "r w(booked)", "",  "r",        "r a w d",  "r a w d"),
    "alarm":            ("r a",          "r a w",  "",       "r a w",    "r a w",    "r a w d"),
    "nik_use":          ("r a w(used)",  "",       "",       "",         "",         "r a w d"),
    # -- residents: no kiosk, no display
    "person":           ("",    "r a w",           "",       "r a w",    "r a w",    "r a w d"),
    "contact":          ("",    "r a w",            "",       "r a w",    "r a w",    "r a w d"),
    "document_person":  ("",             "r a",    "",       "r a",      "r a",      "r a d"),
    "name_word":        ("",             "r a",    "",       "r a",      "r a",      "r a d"),
    "person_word":      ("",             "r a d",  "",       "r a d",    "r a d",    "r a d"),
    "data_request":     ("",             "",       "",       "r a",      "r a w",    "r a w d"),
    "disposal":         ("",             "",       "",       "",         "r",        "r a"),
    # -- files: taken in and given out at a counter or at a back office's desk; shelves and bundles are the latter's
    "intake_batch":     ("",             "r",      "",       "r a",      "r a",      "r a"),
    "place":            ("",             "r",      "",       "r a w",    "r a w",    "r a w d"),
    "application":      ("",             "r a w",  "",       "r a w",    "r a w",    "r a w"),
    "application_pause": ("",            "r a w",  "",       "r a w",    "r a w",    "r a w"),
    "application_item": ("",             "r a w",  "",       "r a w",    "r a w",    "r a w"),
    "movement":         ("",             "r a w(undone)", "", "r a w(undone)", "r a w(undone)", "r a w(undone)"),
    "routing":          ("",             "r a w",  "",       "r a w",    "r a w",    "r a w"),
    "custody":          ("",             "r a w",  "",       "r a w",    "r a w",    "r a w"),
    "deliverable":      ("",             "r a w",  "",       "r a w d",  "r a w d",  "r a w d"),
    "handover":         ("",             "r a",    "",       "r a",      "r a",      "r a"),
    "attachment":       ("",             "r a w",  "",       "r a w",    "r a w",    "r a w"),
    "blob":             ("",             "r a",    "",       "r a",      "r a",      "r a d"),
    "intake_draft":     ("",             "r a w d", "",      "r a w d",  "r a w d",  "r a w d"),
    # -- paper
    "document":         ("r a",          "r a",    "",       "r a",      "r a",      "r a"),
    "printer":          ("r",            "r",      "r",      "r",        "r a w",    "r a w d"),
    "print_job":        ("r a w",        "r a w",  "",       "r a w",    "r a w",    "r a w d"),
    # -- what is kept: events and seals are only ever added
    "event":            ("r(subject_id staff_id kind) a", "r a", "a", "r a", "r a",  "r a"),
    "event_seal":       ("",             "r a",    "",       "r",        "r a",      "r a"),
    "sealed_event":     ("",             "r a",    "",       "r",        "r a",      "r a"),
    "command":          ("r(id result) a", "r a d", "r(id result)", "r a", "r a d",  "r a w d"),
    "sequence":         ("r a w(value)", "r a w(value)", "", "r a w(value)", "r a w(value)", "r a w d"),
    "number_series":    ("",             "r a w(last_number)", "", "r a w(last_number)", "r a w", "r a w d"),
    "number_block":     ("",             "",       "",       "r a w",    "r a w",    "r a w d"),
    "voided_number":    ("",             "r a",    "",       "r a",      "r a",      "r a"),
}  # fmt: skip

_QUEUE: Final = ("counter", "supervisor", "admin")
_ISSUES: Final = ("kiosk", *_QUEUE)
#: Which kinds may run a function of the database; the functions run with the caller's own rights.
FUNCTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "loket_wake(uuid)": (*_ISSUES, "backoffice"),
    "loket_refuse(text, jsonb)": (*_ISSUES, "backoffice"),
    "loket_issue_ticket(jsonb)": _ISSUES,
    "loket_admit_due(uuid, timestamptz)": _ISSUES,
    "loket_call_next(jsonb)": _QUEUE,
    "loket_finish(jsonb)": _QUEUE,
    "loket_end_call(uuid, uuid, uuid, text, timestamptz)": _QUEUE,
    "loket_append_only()": (),  # a trigger's: nobody calls it
    "loket_person_words()": (),  # the same; it writes words with the rights of whoever writes the person
}
SEQUENCES: Final[Mapping[str, tuple[str, ...]]] = {
    "loket_arrival_seq": _ISSUES,
    "loket_announce_seq": _QUEUE,
}

_VERBS: Final = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE"}
_RIGHT: Final = re.compile(r"([rawd])(?:\(([a-z_ ]+)\))?(?:\s+|$)")


def rights_of(cell: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """A cell of RIGHTS as (SQL verb, columns); no columns means all of them.

    Raises:
        ValueError: the cell is misspelt.
    """
    at = 0
    while at < len(cell):
        found = _RIGHT.match(cell, at)
        if found is None:
            raise ValueError(f"not rights: {cell[at:]!r}")
        yield _VERBS[found[1]], tuple((found[2] or "").split())
        at = found.end()


def closing_statements(database: str) -> list[str]:
    """Take from everybody, and from Loket's roles, whatever they have, so that only what follows counts."""
    roles = ", ".join(role_of(kind) for kind in KINDS)
    statements = [f'REVOKE ALL ON DATABASE "{database}" FROM PUBLIC, {roles}']
    statements += [f"REVOKE ALL ON SCHEMA public FROM PUBLIC, {roles}"]
    for things in ("TABLES", "SEQUENCES", "FUNCTIONS"):
        statements.append(f"REVOKE ALL ON ALL {things} IN SCHEMA public FROM PUBLIC, {roles}")
    # A function that a later migration makes is shut too, until it stands in FUNCTIONS.
    statements.append("ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC")
    return statements


def granting_statements(database: str) -> list[str]:
    """Give every role what stands in RIGHTS, FUNCTIONS and SEQUENCES."""
    roles = ", ".join(role_of(kind) for kind in KINDS)
    statements = [
        f'GRANT CONNECT ON DATABASE "{database}" TO {roles}',
        f"GRANT USAGE ON SCHEMA public TO {roles}",
    ]
    for table, cells in RIGHTS.items():
        for kind, cell in zip(KINDS, cells, strict=True):
            given = [
                # Quoted: some columns are words of SQL.
                verb + (' ("' + '", "'.join(names) + '")' if names else "")
                for verb, names in rights_of(cell)
            ]
            if given:
                statements.append(f'GRANT {", ".join(given)} ON TABLE public."{table}" TO {role_of(kind)}')
    for function, kinds in FUNCTIONS.items():
        if kinds:
            to = ", ".join(role_of(kind) for kind in kinds)
            statements.append(f"GRANT EXECUTE ON FUNCTION public.{function} TO {to}")
    for sequence, kinds in SEQUENCES.items():
        to = ", ".join(role_of(kind) for kind in kinds)
        statements.append(f"GRANT USAGE ON SEQUENCE public.{sequence} TO {to}")
        # A backup also writes down how far a sequence has come.
        statements.append(f"GRANT SELECT ON SEQUENCE public.{sequence} TO {role_of('admin')}")
    return statements


def role_statements(kind: str, *, exists: bool, superuser: bool) -> list[str]:
    """Make a role, or bring it to its limits; its password is set apart.

    Args:
        kind: one of KINDS.
        exists: it is there already.
        superuser: whoever runs this may also take away what only a superuser could have given.
    """
    role, limits = role_of(kind), LIMITS[kind]
    powers = "LOGIN NOCREATEDB NOCREATEROLE NOINHERIT"
    if superuser:
        powers += " NOSUPERUSER NOREPLICATION NOBYPASSRLS"
    settings = {
        "lock_timeout": limits.lock_timeout_ms,
        "statement_timeout": limits.statement_timeout_ms,
        "idle_in_transaction_session_timeout": limits.idle_in_transaction_ms,
    }
    return [
        f"{'ALTER' if exists else 'CREATE'} ROLE {role} {powers} CONNECTION LIMIT {limits.connections}",
        *(f"ALTER ROLE {role} SET {name} = {value}" for name, value in settings.items()),
        f"ALTER ROLE {role} SET search_path = public",
    ]


def access_rules(database: str, network: str, *, tls: bool) -> list[str]:
    """Lines for the server's ``pg_hba.conf``, to be put above its other ``host`` lines; they are only advice.

    Args:
        database: Loket's.
        network: the stations' own, such as ``192.168.10.0/24``.
        tls: the server can encrypt, so nothing else is let in.
    """
    roles = ",".join(role_of(kind) for kind in KINDS)
    return [
        f"{'hostssl' if tls else 'host   '} {database} {roles} {network} scram-sha-256",
        f"host    all {roles} all reject",
    ]
