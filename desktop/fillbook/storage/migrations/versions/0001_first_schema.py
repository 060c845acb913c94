"""The first schema, as it was released.

Kept as SQL and never changed: what the classes say today may be newer.
"""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in script.split(";\n\n"):
        if statement:
            op.get_bind().exec_driver_sql(statement)
