"""Files: applications, their checklists, movements, papers and handovers; what people may ask about their data.

Frozen once released: a later shape is a later migration.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from desktop.domain.search_key import search_key

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_TABLES = (
    "blob",
    "intake_batch",
    "name_word",
    "place",
    "data_request",
    "disposal",
    "intake_draft",
    "person_word",
    "voided_number",
    "application",
    "application_item",
    "application_pause",
    "attachment",
    "custody",
    "deliverable",
    "movement",
    "routing",
    "handover",
)
_PAPERS = "'escpos58', 'escpos80', 'pdf58', 'pdf80'"
_MORE_PAPERS = _PAPERS + ", 'pdf_half_a4', 'pdf_half_f4', 'pdf_a4', 'pdf_f4', 'pdf_a3'"


def upgrade() -> None:
    """Make the tables, and widen what persons, contacts and printers hold."""
    _create_tables()
    _widen()
    _set_printer_kinds(_MORE_PAPERS)
    _keep_words()
    _fold_names()


def downgrade() -> None:
    """Remove everything that came with files; printers of papers that are unknown then go to 80 mm."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION loket_person_words() CASCADE")
    else:
        for name in ("made", "renamed"):
            op.execute(f"DROP TRIGGER person_words_{name}")
    for table in reversed(_TABLES):
        op.drop_table(table)
    op.drop_index("uq_person_office_nik", "person")
    op.create_index("ix_person_office_nik", "person", ["office_id", "nik"], unique=False)
    op.drop_index("ix_contact_office_value", "contact")
    for column in ("family_card_no", "birth_place", "details"):
        op.drop_column("person", column)
    op.execute(f"UPDATE printer SET kind = 'pdf80' WHERE kind NOT IN ({_PAPERS})")
    _set_printer_kinds(_PAPERS)


def _set_printer_kinds(kinds: str) -> None:
    with op.batch_alter_table("printer") as batch:
        batch.drop_constraint(op.f("ck_printer_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_printer_kind"), f"kind IN ({kinds})")


def _keep_words() -> None:
    """Let the database keep the words of names itself: no use-case, import or copy can forget them.

    A search key holds letters, digits and single spaces only, so it is safe inside JSON text.
    """
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            """
            CREATE FUNCTION loket_person_words() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                DELETE FROM person_word WHERE person_id = NEW.id;
                INSERT INTO name_word (office_id, word)
                SELECT DISTINCT NEW.office_id, word FROM unnest(string_to_array(NEW.name_search, ' ')) AS word
                WHERE word <> '' ORDER BY word ON CONFLICT DO NOTHING;
                INSERT INTO person_word (office_id, word, person_id)
                SELECT DISTINCT NEW.office_id, word, NEW.id
                FROM unnest(string_to_array(NEW.name_search, ' ')) AS word WHERE word <> '';
                RETURN NULL;
            END $$
            """
        )
        op.execute(
            "CREATE TRIGGER person_words_made AFTER INSERT ON person "
            "FOR EACH ROW EXECUTE FUNCTION loket_person_words()"
        )
        op.execute(
            "CREATE TRIGGER person_words_renamed AFTER UPDATE OF name_search ON person FOR EACH ROW "
            "WHEN (OLD.name_search IS DISTINCT FROM NEW.name_search) EXECUTE FUNCTION loket_person_words()"
        )
        return
    words = """json_each('["' || replace(NEW.name_search, ' ', '","') || '"]') WHERE value <> ''"""
    keep = (
        f"INSERT OR IGNORE INTO name_word SELECT NEW.office_id, value FROM {words}; "
        f"INSERT OR IGNORE INTO person_word SELECT NEW.office_id, value, NEW.id FROM {words};"
    )
    op.execute(f"CREATE TRIGGER person_words_made AFTER INSERT ON person BEGIN {keep} END")
    op.execute(
        "CREATE TRIGGER person_words_renamed AFTER UPDATE OF name_search ON person "
        "WHEN OLD.name_search IS NOT NEW.name_search "
        f"BEGIN DELETE FROM person_word WHERE person_id = NEW.id; {keep} END"
    )


def _fold_names() -> None:
    """Give the people of earlier appointments the key under which names are found; their words follow."""
    connection = op.get_bind()
    people = connection.execute(sa.text("SELECT id, name FROM person")).all()
    for key, name in people:
        connection.execute(
            sa.text("UPDATE person SET name_search = :key WHERE id = :id"),
            {"key": search_key(name), "id": key},
        )


def _widen() -> None:
    # One row for whoever has a NIK; until now nothing wrote one, so nobody can be there twice.
    op.drop_index("ix_person_office_nik", "person")
    op.create_index("uq_person_office_nik", "person", ["office_id", "nik"], unique=True)
    op.create_index("ix_contact_office_value", "contact", ["office_id", "kind", "value"], unique=False)
    op.add_column("person", sa.Column("family_card_no", sa.String(), nullable=True))
    op.add_column("person", sa.Column("birth_place", sa.String(), nullable=True))
    op.add_column("person", sa.Column("details", JSON, nullable=True))


def _create_tables() -> None:
    op.create_table(
        "blob",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("size_bytes >= 1", name=op.f("ck_blob_size")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_blob_office_id_office")),
        sa.PrimaryKeyConstraint("office_id", "sha256", name=op.f("pk_blob")),
    )
    op.create_table(
        "intake_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("files", sa.BigInteger(), nullable=False),
        sa.Column("created_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "channel IN ('counter', 'desk', 'post', 'phone', 'online', 'village', 'outreach')",
            name=op.f("ck_intake_batch_channel"),
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_intake_batch_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_batch")),
        sa.UniqueConstraint("office_id", "digest", name=op.f("uq_intake_batch_office_id_digest")),
    )
    op.create_table(
        "name_word",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_name_word_office_id_office")),
        sa.PrimaryKeyConstraint("office_id", "word", name=op.f("pk_name_word")),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('shelf', 'box', 'desk')", name=op.f("ck_place_kind")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_place_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("office_id", "code", name=op.f("uq_place_office_id_code")),
    )
    op.create_table(
        "data_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("details", JSON, nullable=False),
        sa.Column("received_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(state = 'open') = (decided_at_utc IS NULL)", name=op.f("ck_data_request_decided")
        ),
        sa.CheckConstraint(
            "kind IN ('access', 'correction', 'restriction', 'erasure')", name=op.f("ck_data_request_kind")
        ),
        sa.CheckConstraint("state IN ('open', 'granted', 'refused')", name=op.f("ck_data_request_state")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["staff.id"], name=op.f("fk_data_request_decided_by_id_staff")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_data_request_office_id_office")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_data_request_person_id_person")),
        sa.ForeignKeyConstraint(
            ["received_by_id"], ["staff.id"], name=op.f("fk_data_request_received_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
    )
    op.create_index(
        "ix_data_request_open", "data_request", ["office_id", "state", "due_at_utc"], unique=False
    )
    op.create_index("ix_data_request_person", "data_request", ["person_id"], unique=False)
    op.create_table(
        "disposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("minutes_number", sa.String(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("counts", JSON, nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("witnesses", JSON, nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_disposal_document_id_document")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_disposal_office_id_office")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_disposal_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal")),
        sa.UniqueConstraint("office_id", "minutes_number", name=op.f("uq_disposal_office_id_minutes_number")),
    )
    op.create_table(
        "intake_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("content", JSON, nullable=False),
        sa.Column("saved_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_intake_draft_office_id_office")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_intake_draft_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_draft")),
    )
    op.create_index("ix_intake_draft_staff", "intake_draft", ["office_id", "staff_id"], unique=False)
    op.create_table(
        "person_word",
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_person_word_office_id_office")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_word_person_id_person")),
        sa.PrimaryKeyConstraint("office_id", "word", "person_id", name=op.f("pk_person_word")),
    )
    op.create_index("ix_person_word_person", "person_word", ["person_id"], unique=False)
    op.create_table(
        "voided_number",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("voided_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND 999999", name=op.f("ck_voided_number_number")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_voided_number_office_id_office")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["number_series.id"], name=op.f("fk_voided_number_series_id_number_series")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_voided_number_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voided_number")),
        sa.UniqueConstraint("series_id", "number", name=op.f("uq_voided_number_series_id_number")),
    )
    op.create_table(
        "application",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("service_version_id", sa.Uuid(), nullable=False),
        sa.Column("applicant_id", sa.Uuid(), nullable=False),
        sa.Column("proxy_id", sa.Uuid(), nullable=True),
        sa.Column("proxy_letter", sa.String(), nullable=True),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("external_ref", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("step", sa.BigInteger(), nullable=False),
        sa.Column("state_since_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("notice_way", sa.String(), nullable=False),
        sa.Column("complete_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promised_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_since_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_by", sa.Date(), nullable=True),
        sa.Column("ready_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by_id", sa.Uuid(), nullable=True),
        sa.Column("counter_id", sa.Uuid(), nullable=True),
        sa.Column("holder_id", sa.Uuid(), nullable=True),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("retention_until", sa.Date(), nullable=True),
        sa.Column("created_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state IN ('archived', 'cancelled')) <= (closed_at_utc IS NOT NULL)",
            name=op.f("ck_application_closed"),
        ),
        sa.CheckConstraint(
            "channel IN ('counter', 'desk', 'post', 'phone', 'online', 'village', 'outreach')",
            name=op.f("ck_application_channel"),
        ),
        sa.CheckConstraint(
            "notice_way IN ('none', 'whatsapp', 'sms', 'phone_call', 'email', 'counter_display', 'come_back')",
            name=op.f("ck_application_notice_way"),
        ),
        sa.CheckConstraint(
            "state IN ('returned', 'cancelled', 'refused') OR complete_at_utc IS NOT NULL",
            name=op.f("ck_application_complete"),
        ),
        sa.CheckConstraint(
            "state IN ('returned', 'received', 'verified', 'in_process', 'waiting_signature', 'ready', 'collected', 'archived', 'refused', 'cancelled', 'uncollected')",
            name=op.f("ck_application_state"),
        ),
        sa.CheckConstraint("number BETWEEN 1 AND 999999", name=op.f("ck_application_number")),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_application_revision")),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["person.id"], name=op.f("fk_application_applicant_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["intake_batch.id"], name=op.f("fk_application_batch_id_intake_batch")
        ),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counter.id"], name=op.f("fk_application_counter_id_counter")
        ),
        sa.ForeignKeyConstraint(["holder_id"], ["staff.id"], name=op.f("fk_application_holder_id_staff")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_application_office_id_office")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_application_place_id_place")),
        sa.ForeignKeyConstraint(["proxy_id"], ["person.id"], name=op.f("fk_application_proxy_id_person")),
        sa.ForeignKeyConstraint(
            ["received_by_id"], ["staff.id"], name=op.f("fk_application_received_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_application_service_id_service")
        ),
        sa.ForeignKeyConstraint(
            ["service_version_id"],
            ["service_version.id"],
            name=op.f("fk_application_service_version_id_service_version"),
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_application_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("office_id", "code", name=op.f("uq_application_office_id_code")),
        sa.UniqueConstraint(
            "office_id", "year", "letter", "number", name=op.f("uq_application_office_id_year_letter_number")
        ),
    )
    op.create_index("ix_application_created", "application", ["office_id", "created_at_utc"], unique=False)
    op.create_index(
        "ix_application_due",
        "application",
        ["office_id", "due_at_utc"],
        unique=False,
        postgresql_where=sa.text("state IN ('received', 'verified', 'in_process', 'waiting_signature')"),
        sqlite_where=sa.text("state IN ('received', 'verified', 'in_process', 'waiting_signature')"),
    )
    op.create_index(
        "ix_application_person", "application", ["applicant_id", "created_at_utc", "id"], unique=False
    )
    op.create_index("ix_application_place", "application", ["place_id"], unique=False)
    op.create_index("ix_application_proxy", "application", ["proxy_id"], unique=False)
    op.create_index("ix_application_ticket", "application", ["ticket_id"], unique=False)
    op.create_index(
        "ix_application_waits",
        "application",
        ["office_id", "state", "state_since_utc"],
        unique=False,
        postgresql_where=sa.text("state IN ('returned', 'ready', 'uncollected')"),
        sqlite_where=sa.text("state IN ('returned', 'ready', 'uncollected')"),
    )
    op.create_index(
        "uq_application_reference",
        "application",
        ["office_id", "external_ref"],
        unique=True,
        postgresql_where=sa.text("external_ref IS NOT NULL"),
        sqlite_where=sa.text("external_ref IS NOT NULL"),
    )
    op.create_table(
        "application_item",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("requirement", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("missing_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "value IN ('received', 'original_shown', 'missing', 'not_needed')",
            name=op.f("ck_application_item_value"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_application_item_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_application_item_office_id_office")
        ),
        sa.PrimaryKeyConstraint("application_id", "requirement", "kind", name=op.f("pk_application_item")),
    )
    op.create_table(
        "application_pause",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("started_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_application_pause_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_application_pause_office_id_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_pause")),
    )
    op.create_index("ix_application_pause_application", "application_pause", ["application_id"], unique=False)
    op.create_index(
        "uq_application_pause_open",
        "application_pause",
        ["application_id"],
        unique=True,
        postgresql_where=sa.text("ended_at_utc IS NULL"),
        sqlite_where=sa.text("ended_at_utc IS NULL"),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("requirement", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("pages", sa.BigInteger(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=True),
        sa.Column("added_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retention_until", sa.Date(), nullable=False),
        sa.Column("removed_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('scan', 'photo', 'letter', 'signature', 'form')", name=op.f("ck_attachment_kind")
        ),
        sa.CheckConstraint(
            "(removed_at_utc IS NULL) = (removed_reason IS NULL)", name=op.f("ck_attachment_removed")
        ),
        sa.ForeignKeyConstraint(["added_by_id"], ["staff.id"], name=op.f("fk_attachment_added_by_id_staff")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_attachment_application_id_application")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_attachment_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index("ix_attachment_application", "attachment", ["application_id"], unique=False)
    op.create_index("ix_attachment_blob", "attachment", ["office_id", "sha256"], unique=False)
    op.create_index("ix_attachment_retention", "attachment", ["office_id", "retention_until"], unique=False)
    op.create_table(
        "custody",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("requirement", sa.String(), nullable=True),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=True),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("taken_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("minutes_number", sa.String(), nullable=True),
        sa.CheckConstraint("(state = 'held') = (ended_at_utc IS NULL)", name=op.f("ck_custody_ended")),
        sa.CheckConstraint("state IN ('held', 'returned', 'destroyed')", name=op.f("ck_custody_state")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_custody_application_id_application")
        ),
        sa.ForeignKeyConstraint(["ended_by_id"], ["staff.id"], name=op.f("fk_custody_ended_by_id_staff")),
        sa.ForeignKeyConstraint(["holder_id"], ["staff.id"], name=op.f("fk_custody_holder_id_staff")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_custody_office_id_office")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_custody_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody")),
    )
    op.create_index("ix_custody_application", "custody", ["application_id"], unique=False)
    op.create_table(
        "deliverable",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("handed_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_deliverable_quantity")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_deliverable_application_id_application")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_deliverable_office_id_office")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_deliverable_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliverable")),
    )
    op.create_index("ix_deliverable_application", "deliverable", ["application_id"], unique=False)
    op.create_table(
        "movement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("from_state", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("from_step", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.BigInteger(), nullable=False),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("station_id", sa.Uuid(), nullable=True),
        sa.Column("counter_id", sa.Uuid(), nullable=True),
        sa.Column("holder_id", sa.Uuid(), nullable=True),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("batch", sa.Uuid(), nullable=True),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_movement_application_id_application")
        ),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_movement_counter_id_counter")),
        sa.ForeignKeyConstraint(["holder_id"], ["staff.id"], name=op.f("fk_movement_holder_id_staff")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_movement_office_id_office")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_movement_place_id_place")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_movement_staff_id_staff")),
        sa.ForeignKeyConstraint(["station_id"], ["station.id"], name=op.f("fk_movement_station_id_station")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement")),
        sa.UniqueConstraint("application_id", "position", name=op.f("uq_movement_application_id_position")),
    )
    op.create_index("ix_movement_office_at", "movement", ["office_id", "at_utc"], unique=False)
    op.create_table(
        "routing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=True),
        sa.Column("to_unit", sa.String(), nullable=False),
        sa.Column("sent_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by_id", sa.Uuid(), nullable=True),
        sa.Column("recalled", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(signed_at_utc IS NULL) = (signed_by_id IS NULL)", name=op.f("ck_routing_signed")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_routing_application_id_application")
        ),
        sa.ForeignKeyConstraint(["from_id"], ["staff.id"], name=op.f("fk_routing_from_id_staff")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_routing_office_id_office")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["staff.id"], name=op.f("fk_routing_signed_by_id_staff")),
        sa.ForeignKeyConstraint(["to_id"], ["staff.id"], name=op.f("fk_routing_to_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing")),
    )
    op.create_index("ix_routing_list", "routing", ["office_id", "list_id"], unique=False)
    op.create_index(
        "uq_routing_open",
        "routing",
        ["application_id"],
        unique=True,
        postgresql_where=sa.text("signed_at_utc IS NULL AND NOT recalled"),
        sqlite_where=sa.text("signed_at_utc IS NULL AND NOT recalled"),
    )
    op.create_table(
        "handover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("counter_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("collector", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("letter", sa.String(), nullable=True),
        sa.Column("checked", JSON, nullable=False),
        sa.Column("signed", sa.String(), nullable=False),
        sa.Column("signature_id", sa.Uuid(), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("collector = 'applicant' OR letter IS NOT NULL", name=op.f("ck_handover_letter")),
        sa.CheckConstraint("collector IN ('applicant', 'proxy')", name=op.f("ck_handover_collector")),
        sa.CheckConstraint("signed IN ('pad', 'paper')", name=op.f("ck_handover_signed")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_handover_application_id_application")
        ),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_handover_counter_id_counter")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_handover_document_id_document")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_handover_office_id_office")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_handover_person_id_person")),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["attachment.id"], name=op.f("fk_handover_signature_id_attachment")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_handover_staff_id_staff")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_handover_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("application_id", name=op.f("uq_handover_application_id")),
    )
    op.create_index("ix_handover_office_at", "handover", ["office_id", "at_utc"], unique=False)
