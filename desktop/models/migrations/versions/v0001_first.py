"""The first shape of an office's database.

Frozen: a later shape is a later migration. See CONTRIBUTING for the recipe.
"""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_SQL = Path(__file__).parent.parent / "sql"
_APPEND_ONLY = ("event", "document")


def upgrade() -> None:
    """Make the tables, the triggers and, on PostgreSQL, the functions of the hot writes."""
    _create_tables()
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            (_SQL / "0001_functions.sql").read_text(encoding="utf-8").replace("%", "%%")
        )
        return
    for table in _APPEND_ONLY:
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def downgrade() -> None:
    """Remove everything."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        for name in (
            "loket_call_next(jsonb)",
            "loket_finish(jsonb)",
            "loket_issue_ticket(jsonb)",
            "loket_end_call(uuid, uuid, uuid, text, timestamptz)",
            "loket_admit_due(uuid, timestamptz)",
            "loket_wake(uuid)",
            "loket_refuse(text, jsonb)",
            "loket_append_only() CASCADE",
        ):
            op.execute(f"DROP FUNCTION {name}")
        op.execute("DROP SEQUENCE loket_arrival_seq, loket_announce_seq")
    _drop_tables()


def _create_tables() -> None:
    op.create_table(
        "office",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("hotline", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("ticket_limit_per_nik", sa.BigInteger(), nullable=False),
        sa.Column("nik_key", sa.String(), nullable=False),
        sa.Column("created_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("language IN ('id', 'en')", name=op.f("ck_office_language")),
        sa.CheckConstraint("ticket_limit_per_nik >= 1", name=op.f("ck_office_ticket_limit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("code", name=op.f("uq_office_code")),
    )
    op.create_table(
        "command",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=True),
        sa.Column("created_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("result", JSON, nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_command_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_command")),
    )
    op.create_index("ix_command_office_at", "command", ["office_id", "created_at_utc"], unique=False)
    op.create_table(
        "display_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("text_id", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_display_message_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_display_message")),
    )
    op.create_index(op.f("ix_display_message_office_id"), "display_message", ["office_id"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("template_version", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("created_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("template_version >= 1", name=op.f("ck_document_template_version")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_document_office_id_office")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["document.id"], name=op.f("fk_document_replaces_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_index("ix_document_subject", "document", ["subject_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("station_id", sa.Uuid(), nullable=True),
        sa.Column("command_id", sa.Uuid(), nullable=True),
        sa.Column("before", JSON, nullable=True),
        sa.Column("after", JSON, nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_event_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index("ix_event_office_at", "event", ["office_id", "at_utc"], unique=False)
    op.create_index("ix_event_subject", "event", ["subject_id"], unique=False)
    op.create_table(
        "event_seal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("events", sa.BigInteger(), nullable=False),
        sa.Column("previous_digest", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("sealed_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("events > 0", name=op.f("ck_event_seal_events")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_event_seal_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_seal")),
        sa.UniqueConstraint("office_id", "number", name=op.f("uq_event_seal_office_id_number")),
    )
    op.create_table(
        "holiday",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("treatment", sa.String(), nullable=False),
        sa.Column("name_id", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('public', 'cuti_bersama', 'local')", name=op.f("ck_holiday_kind")),
        sa.CheckConstraint("treatment IN ('closed', 'limited', 'open')", name=op.f("ck_holiday_treatment")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_holiday_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("office_id", "day", "kind", name=op.f("uq_holiday_office_id_day_kind")),
    )
    op.create_index(op.f("ix_holiday_office_id"), "holiday", ["office_id"], unique=False)
    op.create_table(
        "nik_use",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("business_day", sa.Date(), nullable=False),
        sa.Column("nik_hash", sa.String(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("used >= 1", name=op.f("ck_nik_use_used")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_nik_use_office_id_office")),
        sa.PrimaryKeyConstraint("office_id", "business_day", "nik_hash", name=op.f("pk_nik_use")),
    )
    op.create_table(
        "number_series",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("last_number BETWEEN 0 AND 999999", name=op.f("ck_number_series_last")),
        sa.CheckConstraint("length(letter) = 1", name=op.f("ck_number_series_letter")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_number_series_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_series")),
        sa.UniqueConstraint(
            "office_id", "year", "letter", name=op.f("uq_number_series_office_id_year_letter")
        ),
    )
    op.create_table(
        "office_break",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.BigInteger(), nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.CheckConstraint("begins < ends", name=op.f("ck_office_break_order")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_office_break_weekday")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_office_break_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_break")),
        sa.UniqueConstraint(
            "office_id", "weekday", "begins", name=op.f("uq_office_break_office_id_weekday_begins")
        ),
    )
    op.create_index(op.f("ix_office_break_office_id"), "office_break", ["office_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("nik", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_search", sa.String(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("retention_until", sa.Date(), nullable=True),
        sa.Column("created_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("sex IS NULL OR sex IN ('1', '2')", name=op.f("ck_person_sex")),
        sa.CheckConstraint("nik IS NULL OR length(nik) = 16", name=op.f("ck_person_nik")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_person_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index("ix_person_office_nik", "person", ["office_id", "nik"], unique=False)
    op.create_index("ix_person_office_search", "person", ["office_id", "name_search"], unique=False)
    op.create_table(
        "printer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("address", JSON, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('escpos58', 'escpos80', 'pdf58', 'pdf80')", name=op.f("ck_printer_kind")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_printer_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printer")),
        sa.UniqueConstraint("office_id", "name", name=op.f("uq_printer_office_id_name")),
    )
    op.create_table(
        "queue_policy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("ratio_regular", sa.BigInteger(), nullable=False),
        sa.Column("weight_step", sa.BigInteger(), nullable=False),
        sa.Column("bound", sa.BigInteger(), nullable=False),
        sa.Column("call_times", sa.BigInteger(), nullable=False),
        sa.Column("appointment_early_min", sa.BigInteger(), nullable=False),
        sa.Column("appointment_late_min", sa.BigInteger(), nullable=False),
        sa.Column("return_until_min", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("bound BETWEEN 1 AND 500", name=op.f("ck_queue_policy_bound")),
        sa.CheckConstraint("ratio_regular BETWEEN 0 AND 20", name=op.f("ck_queue_policy_ratio")),
        sa.CheckConstraint("weight_step BETWEEN 0 AND 50", name=op.f("ck_queue_policy_weight_step")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_queue_policy_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_policy")),
        sa.UniqueConstraint("office_id", "valid_from", name=op.f("uq_queue_policy_office_id_valid_from")),
    )
    op.create_table(
        "reference_value",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("list_name", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label_id", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.Column("details", JSON, nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_from < valid_to", name=op.f("ck_reference_value_valid")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_reference_value_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_value")),
        sa.UniqueConstraint(
            "office_id",
            "list_name",
            "code",
            "valid_from",
            name=op.f("uq_reference_value_office_id_list_name_code_valid_from"),
        ),
    )
    op.create_table(
        "sequence",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("value >= 0", name=op.f("ck_sequence_value")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_sequence_office_id_office")),
        sa.PrimaryKeyConstraint("office_id", "name", name=op.f("pk_sequence")),
    )
    op.create_table(
        "service_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("name_id", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("short_id", sa.String(), nullable=False),
        sa.Column("short_en", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("daily_quota", sa.BigInteger(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "length(letter) = 1 AND letter BETWEEN 'A' AND 'Z' AND letter <> 'P'",
            name=op.f("ck_service_group_letter"),
        ),
        sa.CheckConstraint("daily_quota IS NULL OR daily_quota > 0", name=op.f("ck_service_group_quota")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_service_group_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_group")),
        sa.UniqueConstraint("office_id", "letter", name=op.f("uq_service_group_office_id_letter")),
    )
    op.create_table(
        "setting",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", JSON, nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_setting_office_id_office")),
        sa.PrimaryKeyConstraint("office_id", "name", name=op.f("pk_setting")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("failed_sign_ins", sa.BigInteger(), nullable=False),
        sa.Column("locked_until_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("preferences", JSON, nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("password_hash LIKE '$argon2id$%'", name=op.f("ck_staff_argon2id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_staff_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("office_id", "login", name=op.f("uq_staff_office_id_login")),
    )
    op.create_table(
        "zone",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_zone_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone")),
        sa.UniqueConstraint("office_id", "code", name=op.f("uq_zone_office_id_code")),
    )
    op.create_table(
        "appointment_slot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("quota", sa.BigInteger(), nullable=False),
        sa.Column("booked", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "quota >= 0 AND booked >= 0 AND booked <= quota", name=op.f("ck_appointment_slot_quota")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["service_group.id"], name=op.f("fk_appointment_slot_group_id_service_group")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_appointment_slot_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_slot")),
        sa.UniqueConstraint(
            "office_id",
            "group_id",
            "starts_at_utc",
            name=op.f("uq_appointment_slot_office_id_group_id_starts_at_utc"),
        ),
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("kind IN ('phone', 'email', 'address')", name=op.f("ck_contact_kind")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_contact_office_id_office")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_person_id"), "contact", ["person_id"], unique=False)
    op.create_table(
        "counter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("low", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_counter_office_id_office")),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.id"], name=op.f("fk_counter_zone_id_zone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter")),
        sa.UniqueConstraint("office_id", "name", name=op.f("uq_counter_office_id_name")),
    )
    op.create_table(
        "document_person",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("content", JSON, nullable=False),
        sa.Column("retention_until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_person_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_document_person_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_document_person_person_id_person")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_person")),
    )
    op.create_table(
        "office_hours",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("weekday", sa.BigInteger(), nullable=False),
        sa.Column("kiosk_opens", sa.Time(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("last_ticket", sa.Time(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("kiosk_opens <= opens AND opens < closes", name=op.f("ck_office_hours_order")),
        sa.CheckConstraint("last_ticket <= closes", name=op.f("ck_office_hours_last_ticket")),
        sa.CheckConstraint("valid_to IS NULL OR valid_from < valid_to", name=op.f("ck_office_hours_valid")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_office_hours_weekday")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["service_group.id"], name=op.f("fk_office_hours_group_id_service_group")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_office_hours_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_hours")),
        sa.UniqueConstraint(
            "office_id",
            "group_id",
            "weekday",
            "valid_from",
            name=op.f("uq_office_hours_office_id_group_id_weekday_valid_from"),
        ),
    )
    op.create_index(op.f("ix_office_hours_office_id"), "office_hours", ["office_id"], unique=False)
    op.create_table(
        "print_job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("printer_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("copy_number", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("leased_by", sa.String(), nullable=True),
        sa.Column("leased_until_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'claimed', 'sending', 'sent', 'confirmed', 'failed', 'unknown', 'cancelled')",
            name=op.f("ck_print_job_state"),
        ),
        sa.CheckConstraint("copy_number >= 0 AND attempts >= 0", name=op.f("ck_print_job_positive")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_print_job_document_id_document")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_print_job_office_id_office")),
        sa.ForeignKeyConstraint(["printer_id"], ["printer.id"], name=op.f("fk_print_job_printer_id_printer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_job")),
    )
    op.create_index("ix_print_job_document", "print_job", ["document_id"], unique=False)
    op.create_index(
        "ix_print_job_open",
        "print_job",
        ["office_id", "printer_id", "created_at_utc"],
        unique=False,
        postgresql_where=sa.text("state IN ('queued', 'claimed', 'sending', 'unknown', 'failed')"),
        sqlite_where=sa.text("state IN ('queued', 'claimed', 'sending', 'unknown', 'failed')"),
    )
    op.create_table(
        "queue_lane",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("business_day", sa.Date(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("jumps", sa.BigInteger(), nullable=False),
        sa.Column("issued", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("jumps >= 0 AND issued >= 0", name=op.f("ck_queue_lane_positive")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["service_group.id"], name=op.f("fk_queue_lane_group_id_service_group")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_queue_lane_office_id_office")),
        sa.PrimaryKeyConstraint("office_id", "business_day", "group_id", name=op.f("pk_queue_lane")),
    )
    op.create_table(
        "sealed_event",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("seal_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_sealed_event_event_id_event")),
        sa.ForeignKeyConstraint(
            ["seal_id"], ["event_seal.id"], name=op.f("fk_sealed_event_seal_id_event_seal")
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_sealed_event")),
        sa.UniqueConstraint("seal_id", "position", name=op.f("uq_sealed_event_seal_id_position")),
    )
    op.create_table(
        "service",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("general", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["service_group.id"], name=op.f("fk_service_group_id_service_group")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_service_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("office_id", "code", name=op.f("uq_service_office_id_code")),
    )
    op.create_index(op.f("ix_service_group_id"), "service", ["group_id"], unique=False)
    op.create_table(
        "staff_role",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.CheckConstraint(
            "role IN ('clerk', 'information', 'operator', 'verifier', 'supervisor', 'administrator')",
            name=op.f("ck_staff_role_role"),
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_role_staff_id_staff")),
        sa.PrimaryKeyConstraint("staff_id", "role", name=op.f("pk_staff_role")),
    )
    op.create_table(
        "station",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("last_seen_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('kiosk', 'counter', 'display', 'backoffice', 'supervisor', 'admin', 'tool')",
            name=op.f("ck_station_kind"),
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_station_office_id_office")),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.id"], name=op.f("fk_station_zone_id_zone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station")),
        sa.UniqueConstraint("office_id", "name", name=op.f("uq_station_office_id_name")),
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("business_day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("started_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_visit_office_id_office")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_visit_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index("ix_visit_office_day", "visit", ["office_id", "business_day"], unique=False)
    op.create_table(
        "alarm",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("counter_id", sa.Uuid(), nullable=True),
        sa.Column("station_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("raised_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("kind IN ('emergency', 'help')", name=op.f("ck_alarm_kind")),
        sa.CheckConstraint(
            "(answered_at_utc IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_alarm_answered")
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["staff.id"], name=op.f("fk_alarm_answered_by_id_staff")),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_alarm_counter_id_counter")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_alarm_office_id_office")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_alarm_staff_id_staff")),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_alarm_station_id_station")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
    )
    op.create_index(
        "ix_alarm_open",
        "alarm",
        ["office_id"],
        unique=False,
        postgresql_where=sa.text("answered_at_utc IS NULL"),
        sqlite_where=sa.text("answered_at_utc IS NULL"),
    )
    op.create_table(
        "appointment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("external_ref", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("source IN ('desk', 'import')", name=op.f("ck_appointment_source")),
        sa.CheckConstraint(
            "state IN ('booked', 'checked_in', 'done', 'missed', 'cancelled')",
            name=op.f("ck_appointment_state"),
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_appointment_office_id_office")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appointment_person_id_person")),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_appointment_service_id_service")
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["appointment_slot.id"], name=op.f("fk_appointment_slot_id_appointment_slot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("office_id", "code", name=op.f("uq_appointment_office_id_code")),
    )
    op.create_index("ix_appointment_slot", "appointment", ["slot_id"], unique=False)
    op.create_index(
        "uq_appointment_reference",
        "appointment",
        ["office_id", "external_ref"],
        unique=True,
        postgresql_where=sa.text("external_ref IS NOT NULL"),
        sqlite_where=sa.text("external_ref IS NOT NULL"),
    )
    op.create_table(
        "counter_service",
        sa.Column("counter_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("weight BETWEEN 1 AND 5", name=op.f("ck_counter_service_weight")),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counter.id"], name=op.f("fk_counter_service_counter_id_counter")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_counter_service_service_id_service")
        ),
        sa.PrimaryKeyConstraint("counter_id", "service_id", name=op.f("pk_counter_service")),
    )
    op.create_table(
        "number_block",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("first_number", sa.BigInteger(), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('reserved', 'in_use', 'closed')", name=op.f("ck_number_block_state")),
        sa.CheckConstraint(
            "first_number >= 1 AND first_number <= last_number", name=op.f("ck_number_block_range")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_number_block_office_id_office")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["number_series.id"], name=op.f("fk_number_block_series_id_number_series")
        ),
        sa.ForeignKeyConstraint(
            ["station_id"], ["station.id"], name=op.f("fk_number_block_station_id_station")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_block")),
        sa.UniqueConstraint("series_id", "first_number", name=op.f("uq_number_block_series_id_first_number")),
    )
    op.create_table(
        "service_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("name_id", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("short_id", sa.String(), nullable=False),
        sa.Column("short_en", sa.String(), nullable=False),
        sa.Column("counter_minutes", sa.BigInteger(), nullable=False),
        sa.Column("fee_amount", sa.BigInteger(), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("valid_from_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_to_utc", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("counter_minutes > 0", name=op.f("ck_service_version_counter_minutes")),
        sa.CheckConstraint(
            "valid_to_utc IS NULL OR valid_from_utc <= valid_to_utc", name=op.f("ck_service_version_valid")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_service_version_office_id_office")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_service_version_service_id_service")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_version")),
        sa.UniqueConstraint("service_id", "number", name=op.f("uq_service_version_service_id_number")),
    )
    op.create_index(
        "uq_service_version_current",
        "service_version",
        ["service_id"],
        unique=True,
        postgresql_where=sa.text("valid_to_utc IS NULL"),
        sqlite_where=sa.text("valid_to_utc IS NULL"),
    )
    op.create_table(
        "shift",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("counter_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("break_reason", sa.String(), nullable=True),
        sa.Column("break_until_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("regular_run", sa.BigInteger(), nullable=False),
        sa.Column("opened_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'closed') = (closed_at_utc IS NOT NULL)", name=op.f("ck_shift_closed")),
        sa.CheckConstraint("state IN ('open', 'break', 'closed')", name=op.f("ck_shift_state")),
        sa.CheckConstraint("regular_run >= 0", name=op.f("ck_shift_regular_run")),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_shift_counter_id_counter")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_shift_office_id_office")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_shift_staff_id_staff")),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_shift_station_id_station")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
    )
    op.create_index("ix_shift_office_opened", "shift", ["office_id", "opened_at_utc"], unique=False)
    op.create_index(
        "uq_shift_counter_open",
        "shift",
        ["counter_id"],
        unique=True,
        postgresql_where=sa.text("closed_at_utc IS NULL"),
        sqlite_where=sa.text("closed_at_utc IS NULL"),
    )
    op.create_index(
        "uq_shift_staff_open",
        "shift",
        ["staff_id"],
        unique=True,
        postgresql_where=sa.text("closed_at_utc IS NULL"),
        sqlite_where=sa.text("closed_at_utc IS NULL"),
    )
    op.create_table(
        "ticket",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("business_day", sa.Date(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("klass", sa.String(), nullable=False),
        sa.Column("priority_reason", sa.String(), nullable=True),
        sa.Column("needs", JSON, nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("arrival_no", sa.BigInteger(), nullable=True),
        sa.Column("jump_base", sa.BigInteger(), nullable=False),
        sa.Column("returned", sa.Boolean(), nullable=False),
        sa.Column("counter_id", sa.Uuid(), nullable=True),
        sa.Column("target_counter_id", sa.Uuid(), nullable=True),
        sa.Column("appointment_id", sa.Uuid(), nullable=True),
        sa.Column("slot_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issued_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hold_reason", sa.String(), nullable=True),
        sa.Column("hold_until_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("wait_low_min", sa.BigInteger(), nullable=True),
        sa.Column("wait_median_min", sa.BigInteger(), nullable=True),
        sa.Column("wait_high_min", sa.BigInteger(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(state = 'done') <= (finished_at_utc IS NOT NULL)", name=op.f("ck_ticket_finished")
        ),
        sa.CheckConstraint(
            "(state IN ('called', 'serving')) = (counter_id IS NOT NULL)", name=op.f("ck_ticket_counter")
        ),
        sa.CheckConstraint("klass IN ('regular', 'priority', 'appointment')", name=op.f("ck_ticket_klass")),
        sa.CheckConstraint(
            "priority_reason IS NULL OR priority_reason IN ('elderly', 'disabled', 'pregnant_nursing', 'infant', 'ill')",
            name=op.f("ck_ticket_reason"),
        ),
        sa.CheckConstraint(
            "state <> 'booked' OR (slot_at_utc IS NOT NULL AND arrival_no IS NULL)",
            name=op.f("ck_ticket_booked"),
        ),
        sa.CheckConstraint("state <> 'hold' OR hold_reason IS NOT NULL", name=op.f("ck_ticket_hold")),
        sa.CheckConstraint("state <> 'waiting' OR arrival_no IS NOT NULL", name=op.f("ck_ticket_arrival")),
        sa.CheckConstraint(
            "state IN ('booked', 'waiting', 'called', 'serving', 'hold', 'no_show', 'done', 'cancelled', 'unserved')",
            name=op.f("ck_ticket_state"),
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_ticket_number")),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_ticket_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_ticket_counter_id_counter")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["service_group.id"], name=op.f("fk_ticket_group_id_service_group")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_ticket_office_id_office")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_ticket_service_id_service")),
        sa.ForeignKeyConstraint(
            ["target_counter_id"], ["counter.id"], name=op.f("fk_ticket_target_counter_id_counter")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_ticket_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint(
            "office_id",
            "business_day",
            "letter",
            "number",
            name=op.f("uq_ticket_office_id_business_day_letter_number"),
        ),
        sa.UniqueConstraint("office_id", "code", name=op.f("uq_ticket_office_id_code")),
    )
    op.create_index(
        "ix_ticket_booked",
        "ticket",
        ["office_id", "slot_at_utc"],
        unique=False,
        postgresql_where=sa.text("state = 'booked'"),
        sqlite_where=sa.text("state = 'booked'"),
    )
    op.create_index(
        "ix_ticket_open",
        "ticket",
        ["office_id", "business_day"],
        unique=False,
        postgresql_where=sa.text("state NOT IN ('done', 'cancelled', 'unserved')"),
        sqlite_where=sa.text("state NOT IN ('done', 'cancelled', 'unserved')"),
    )
    op.create_index("ix_ticket_visit", "ticket", ["visit_id"], unique=False)
    op.create_index(
        "uq_ticket_counter_active",
        "ticket",
        ["counter_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('called', 'serving')"),
        sqlite_where=sa.text("state IN ('called', 'serving')"),
    )
    op.create_index(
        "uq_ticket_waiting",
        "ticket",
        ["office_id", "business_day", "klass", "arrival_no"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
        sqlite_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("business_day", sa.Date(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("counter_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.Column("announce_no", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reason_args", JSON, nullable=False),
        sa.Column("called_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("announced_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('auto', 'chosen', 'return', 'direct')", name=op.f("ck_call_kind")),
        sa.CheckConstraint("(ended_at_utc IS NULL) = (outcome IS NULL)", name=op.f("ck_call_outcome")),
        sa.CheckConstraint("times >= 0", name=op.f("ck_call_times")),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_call_counter_id_counter")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_call_office_id_office")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_call_staff_id_staff")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_call_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
    )
    op.create_index(
        "ix_call_office_announce", "call", ["office_id", "business_day", "announce_no"], unique=False
    )
    op.create_index("ix_call_ticket", "call", ["ticket_id"], unique=False)
    op.create_index(
        "uq_call_counter_open",
        "call",
        ["counter_id"],
        unique=True,
        postgresql_where=sa.text("ended_at_utc IS NULL"),
        sqlite_where=sa.text("ended_at_utc IS NULL"),
    )
    op.create_index(
        "uq_call_ticket_open",
        "call",
        ["ticket_id"],
        unique=True,
        postgresql_where=sa.text("ended_at_utc IS NULL"),
        sqlite_where=sa.text("ended_at_utc IS NULL"),
    )


def _drop_tables() -> None:
    op.drop_table("call")
    op.drop_table("ticket")
    op.drop_table("shift")
    op.drop_table("service_version")
    op.drop_table("number_block")
    op.drop_table("counter_service")
    op.drop_table("appointment")
    op.drop_table("alarm")
    op.drop_table("visit")
    op.drop_table("station")
    op.drop_table("staff_role")
    op.drop_table("service")
    op.drop_table("sealed_event")
    op.drop_table("queue_lane")
    op.drop_table("print_job")
    op.drop_table("office_hours")
    op.drop_table("document_person")
    op.drop_table("counter")
    op.drop_table("contact")
    op.drop_table("appointment_slot")
    op.drop_table("zone")
    op.drop_table("staff")
    op.drop_table("setting")
    op.drop_table("service_group")
    op.drop_table("sequence")
    op.drop_table("reference_value")
    op.drop_table("queue_policy")
    op.drop_table("printer")
    op.drop_table("person")
    op.drop_table("office_break")
    op.drop_table("number_series")
    op.drop_table("nik_use")
    op.drop_table("holiday")
    op.drop_table("event_seal")
    op.drop_table("event")
    op.drop_table("document")
    op.drop_table("display_message")
    op.drop_table("command")
    op.drop_table("office")
