"""What stands on the A4 sheets of a file's life: "data saya", the routing list, the minutes of a disposal.

Builders as in ``desktop.office.files.papers``, which offers them too; pure, they read nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from desktop.office.files.paper_head import PaperHead

_TEMPLATE_VERSION = 1


def my_data_content(
    head: PaperHead,
    *,
    sections: Iterable[tuple[str, Iterable[tuple[str, str]]]],
    looks: Iterable[tuple[datetime, str, str]],
    printed_by: str,
    printed_at_utc: datetime,
    request: str = "",
    name: str,
    nik: str = "",
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the office holds about a person, for that person ("data saya").

    Args:
        sections: (heading, [(label, value)]) in the paper's language.
        looks: who looked at the data: (moment aware, who, for what), latest first.
        request: number of the request that asked for it; may be empty.
        name, nik: in full: the paper is given to the person after identification.

    Returns:
        The matter and the person; everything about the person is in the second.
    """
    rows = [[moment.isoformat(), who, why] for moment, who, why in looks]
    matter = {
        **head.matter(),
        "request": request,
        "printed_by": printed_by,
        "printed_at_utc": printed_at_utc.isoformat(),
        "look_count": len(rows),
        "template_version": _TEMPLATE_VERSION,
    }
    person = {
        "name": name,
        "nik": nik,
        "sections": [
            {"heading": heading, "facts": [[label, value] for label, value in facts]}
            for heading, facts in sections
        ],
        "looks_utc": rows,
    }
    return matter, person


def routing_content(
    head: PaperHead,
    *,
    number: str,
    code: str,
    from_unit: str,
    to_unit: str,
    files: Iterable[Mapping[str, str]],
    sent_by: str,
    sent_at_utc: datetime,
    received_by: str = "",
    received_at_utc: datetime | None = None,
    note: str = "",
) -> tuple[dict[str, Any], dict[str, Any]]:
    """A list of routed files that is signed for (lembar ekspedisi).

    Args:
        number: of the list, as people read it.
        code: what a scanner reads on it; empty prints no code.
        from_unit, to_unit: who sends, who receives.
        files: each with ``number``, ``service``, and ``name`` (the applicant) and ``note`` where they are known.
        received_by: who signed for them; empty leaves a line to sign on.
    """
    rows = list(files)
    matter = {
        **head.matter(),
        "number": number,
        "code": code,
        "from_unit": from_unit,
        "to_unit": to_unit,
        "files": [
            {"number": row["number"], "service": row.get("service", ""), "note": row.get("note", "")}
            for row in rows
        ],
        "sent_by": sent_by,
        "sent_at_utc": sent_at_utc.isoformat(),
        "received_by": received_by,
        "received_at_utc": received_at_utc.isoformat() if received_at_utc else None,
        "note": note,
        "template_version": _TEMPLATE_VERSION,
    }
    names = [row.get("name", "") for row in rows]
    return {**matter, "has_person": any(names)}, {"names": names}


def disposal_content(
    head: PaperHead,
    *,
    number: str,
    place: str,
    disposed_at_utc: datetime,
    rows: Iterable[tuple[str, str, int]],
    officials: Iterable[tuple[str, str]],
    method: str = "",
    legal_basis: str = "",
    note: str = "",
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The minutes of a disposal (berita acara pemusnahan); it names counts and numbers, never the persons.

    Args:
        number: of the minutes.
        place: where it was done.
        rows: (what was disposed of, from what period, how many).
        officials: (name, office held) of those who sign, 1 to 6.
        method: how; may be empty.
        legal_basis: the rule that allows it; may be empty.

    Returns:
        The matter, and an empty person's part.
    """
    matter = {
        **head.matter(),
        "number": number,
        "place": place,
        "disposed_at_utc": disposed_at_utc.isoformat(),
        "rows": [[what, period, count] for what, period, count in rows],
        "officials": [[name, role] for name, role in officials],
        "method": method,
        "legal_basis": legal_basis,
        "note": note,
        "has_person": False,
        "template_version": _TEMPLATE_VERSION,
    }
    return matter, {}


__all__ = ["disposal_content", "my_data_content", "routing_content"]
