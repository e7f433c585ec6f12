"""The three statements behind a file's window. Called by ``desktop.office.live.file_timeline`` only."""

from __future__ import annotations

import uuid
from datetime import time
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from desktop.office.live.file_heads import head_select
from desktop.office.work import Work


def read_head(work: Work, office_id: uuid.UUID, application_id: uuid.UUID) -> Any:
    """The file with its applicant, proxy, service version, office and settings; None where there is no such file."""
    from desktop.office.files.settings import file_settings_of

    row = work.connection.execute(_head(), {"office": office_id, "application": application_id}).first()
    if row is None:
        return None
    cut_off: time | None = file_settings_of(row.settings).cut_off_time
    return SimpleNamespace(**row._mapping, cut_off=cut_off)


def read_movements(work: Work, application_id: uuid.UUID) -> list[Any]:
    """The file's movements in their order, without those that were taken back."""
    return list(work.connection.execute(_movements(), {"application": application_id}))


def read_things(work: Work, application_id: uuid.UUID, viewer: uuid.UUID | None) -> dict[str, list[Any]]:
    """Everything else that hangs on a file, by kind, in one statement; and the viewer's roles."""
    found: dict[str, list[Any]] = {
        kind: []
        for kind in ("pause", "item", "custody", "deliverable", "routing", "document", "attachment", "role")
    }
    for row in work.connection.execute(_things(), {"application": application_id, "viewer": viewer}):
        found[row.what].append(row)
    return found


# Building these takes longer than running them, so each is built once.


@lru_cache(maxsize=1)
def _head() -> Any:
    from sqlalchemy import and_, bindparam
    from sqlalchemy.orm import aliased

    from desktop.models.catalogue import Service, ServiceGroup, ServiceVersion
    from desktop.models.files import Application
    from desktop.models.office import Office, Setting
    from desktop.models.people import Person
    from desktop.models.staff import Counter, Staff
    from desktop.office.files.settings import FILES_SETTING

    proxy, receiver = aliased(Person), aliased(Staff)
    return (
        head_select()
        .add_columns(
            Application.note, Application.complete_at_utc, Application.promised_at_utc, Application.proxy_letter,
            ServiceVersion.content, ServiceGroup.letter.label("group_letter"), Office.time_zone,
            proxy.name.label("proxy_name"), proxy.restricted.label("proxy_restricted"),
            receiver.name.label("received_by"), Counter.name.label("counter_name"), Setting.value.label("settings"),
        )
        .join(Office, Office.id == Application.office_id)
        .join(Service, Service.id == Application.service_id)
        .join(ServiceGroup, ServiceGroup.id == Service.group_id)
        .outerjoin(proxy, proxy.id == Application.proxy_id)
        .outerjoin(receiver, receiver.id == Application.received_by_id)
        .outerjoin(Counter, Counter.id == Application.counter_id)
        .outerjoin(Setting, and_(Setting.office_id == Office.id, Setting.name == FILES_SETTING))
        .where(Application.id == bindparam("application"), Application.office_id == bindparam("office"))
    )  # fmt: skip


@lru_cache(maxsize=1)
def _movements() -> Any:
    from sqlalchemy import bindparam, select

    from desktop.models.files import Movement, Place
    from desktop.models.staff import Counter, Staff

    return (
        select(
            Movement.position, Movement.action, Movement.from_state, Movement.state, Movement.from_step,
            Movement.step, Movement.at_utc, Movement.reason, Staff.name.label("who"),
            Counter.name.label("counter"), Place.name.label("place"),
        )
        .outerjoin(Staff, Staff.id == Movement.staff_id)
        .outerjoin(Counter, Counter.id == Movement.counter_id)
        .outerjoin(Place, Place.id == Movement.place_id)
        .where(
            Movement.application_id == bindparam("application"), ~Movement.undone, Movement.action != "undo"
        )
        .order_by(Movement.position)
    )  # fmt: skip


@lru_cache(maxsize=1)
def _things() -> Any:
    """Columns: ``key``, texts ``a`` to ``e``, a number ``n``, moments ``at1`` and ``at2``, as each part says."""
    from sqlalchemy import String, bindparam, cast, literal, null, select, union_all
    from sqlalchemy.orm import aliased

    from desktop.models.base import UtcDateTime
    from desktop.models.files import (
        ApplicationItem,
        ApplicationPause,
        Attachment,
        Custody,
        Deliverable,
        Place,
        Routing,
    )
    from desktop.models.paper import Document
    from desktop.models.staff import Staff, StaffRole

    none, never = cast(null(), String), cast(null(), UtcDateTime())

    def part(
        kind: str, key: Any, *, a: Any = none, b: Any = none, c: Any = none, d: Any = none, e: Any = none,
        n: Any = 0, at1: Any = never, at2: Any = never,
    ) -> Any:  # fmt: skip
        values = {"a": a, "b": b, "c": c, "d": d, "e": e, "at1": at1, "at2": at2}
        number = literal(n) if isinstance(n, int) else n
        return select(
            literal(kind).label("what"), key.label("key"), number.label("n"),
            *(value.label(name) for name, value in values.items()),
        )  # fmt: skip

    application_id: Any = bindparam("application")
    pause, item, kept, bag, sent = ApplicationPause, ApplicationItem, Custody, Deliverable, Routing
    holder, shelf = aliased(Staff), aliased(Place)
    parts = [
        part("pause", pause.id, a=pause.reason, at1=pause.started_at_utc, at2=pause.ended_at_utc)
        .where(pause.application_id == application_id),
        part("item", item.application_id, a=item.requirement, b=item.kind, c=item.value, d=item.note,
             e=cast(item.missing_on, String), n=item.position)
        .where(item.application_id == application_id),
        part("custody", kept.id, a=kept.label, b=kept.state, c=holder.name, d=shelf.name, at1=kept.taken_at_utc,
             at2=kept.ended_at_utc)
        .outerjoin(holder, holder.id == kept.holder_id).outerjoin(shelf, shelf.id == kept.place_id)
        .where(kept.application_id == application_id),
        part("deliverable", bag.id, a=bag.label, b=bag.unit, d=shelf.name, e=cast(bag.position, String),
             n=bag.quantity, at1=bag.handed_at_utc)
        .outerjoin(shelf, shelf.id == bag.place_id)
        .where(bag.application_id == application_id),
        part("routing", sent.id, a=holder.name, b=sent.to_unit, at1=sent.sent_at_utc)
        .outerjoin(holder, holder.id == sent.to_id)
        .where(sent.application_id == application_id, sent.signed_at_utc.is_(None), ~sent.recalled),
        part("document", Document.id, a=Document.kind, at1=Document.created_at_utc, n=literal(1))
        .where(Document.subject_id == application_id),
        part("attachment", Attachment.id, a=Attachment.kind, b=Attachment.title, c=Attachment.media_type,
             n=Attachment.pages, at1=Attachment.added_at_utc)
        .where(Attachment.application_id == application_id, Attachment.removed_at_utc.is_(None)),
    ]  # fmt: skip
    viewer = part("role", StaffRole.staff_id, a=StaffRole.role).where(
        StaffRole.staff_id == bindparam("viewer")
    )
    return union_all(*parts, viewer)
