"""What the sync keeps. No program before it wrote into its tables, so they are made anew."""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in script.split(";\n\n"):
        if statement:
            op.get_bind().exec_driver_sql(statement)
