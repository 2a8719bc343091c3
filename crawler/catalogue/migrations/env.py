"""Alembic's entry: migrates on the connection that :mod:`crawler.catalogue.migrate` hands over."""

from alembic import context

from crawler.catalogue.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # default for SQLite is off: the whole migration is to be one transaction
)
with context.begin_transaction():
    context.run_migrations()
