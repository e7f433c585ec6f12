"""How Alembic reaches the database: always through a connection that ``desktop.models.upgrade`` hands in."""

from alembic import context

from desktop.models.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=False,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
