"""Alembic runs this: the connection comes from `qa.people.store`."""

from alembic import context

from qa.people.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=False,  # the caller's transaction holds all steps
)
context.run_migrations()
