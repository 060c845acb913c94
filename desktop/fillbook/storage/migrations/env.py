"""Run by alembic: the scripts work on the connection and the transaction that `upgrade` opened."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=False)
context.run_migrations()
