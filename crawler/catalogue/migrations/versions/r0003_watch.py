"""What keeping watch needs: withdrawals, moves, the lines that revisions are compared with, visits, incidents.

A migration reads no file of the archive: the lines are taken from ``statements/*.jsonl`` when it is opened next.
"""

from alembic import op
from sqlalchemy import Column, Integer, LargeBinary, Text

revision = "r0003"
down_revision = "r0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables of r0002 to those of r0003."""
    _statements()
    _revisions()
    op.create_table(
        "lines",
        Column("statement_id", Text, primary_key=True),
        Column("revision", Integer, primary_key=True),
        Column("reading", Integer, primary_key=True),
        Column("data", LargeBinary, nullable=False),
    )
    op.create_table("templates", Column("source", Text, primary_key=True), Column("digest", Text, primary_key=True))
    op.create_table(
        "visits",
        Column("statement_id", Text, primary_key=True),
        Column("source", Text, nullable=False),
        Column("due", Text, nullable=False),
        Column("asked", Text),
    )
    op.create_index("visits_due", "visits", ["source", "due"])
    op.execute("INSERT INTO visits SELECT id, source, last_seen, last_seen FROM statements WHERE suppressed IS NULL")
    op.create_table(
        "sweeps",
        Column("source", Text, primary_key=True),
        Column("listing", Text, primary_key=True),
        Column("begun", Text, nullable=False),
        Column("read", Integer, nullable=False),
        Column("pages", Integer),
        Column("pending", Text, nullable=False),
    )
    op.create_table(
        "incidents",
        Column("key", Text, primary_key=True),
        Column("opened", Text, nullable=False),
        Column("closed", Text),
        Column("record", Text, nullable=False),
    )


def _statements() -> None:
    for name in ("statements_url", "statements_body"):
        op.drop_index(name, "statements")
    op.rename_table("statements", "statements_r0002")
    op.create_table(
        "statements",
        Column("id", Text, primary_key=True),
        Column("source", Text, nullable=False),
        Column("url", Text, nullable=False),
        Column("canonical_url", Text, nullable=False),
        Column("revision", Integer, nullable=False),
        Column("current", Integer, nullable=False),
        Column("digest", Text, nullable=False),
        Column("body_digest", Text, nullable=False),
        Column("first_seen", Text, nullable=False),
        Column("last_seen", Text, nullable=False),
        Column("gone_since", Text),
        Column("gone_last", Text),
        Column("gone_seen", Text),
        Column("withdrawn", Text),
        Column("moved_into", Text),
        Column("suppressed", Text),
    )
    op.execute(
        "INSERT INTO statements SELECT id, source, url, canonical_url, revision, current, digest, body_digest,"
        " first_seen, last_seen, gone_since, gone_since, CASE WHEN gone_since IS NULL THEN NULL ELSE '[]' END,"
        " NULL, NULL, suppressed FROM statements_r0002"
    )
    op.drop_table("statements_r0002")
    op.create_index("statements_url", "statements", ["source", "url"])
    op.create_index("statements_body", "statements", ["body_digest"])
    op.create_index("statements_canonical", "statements", ["source", "canonical_url"])


def _revisions() -> None:
    op.rename_table("revisions", "revisions_r0002")
    op.create_table(
        "revisions",
        Column("statement_id", Text, primary_key=True),
        Column("revision", Integer, primary_key=True),
        Column("reading", Integer, primary_key=True),
        Column("digest", Text, nullable=False),
        Column("body_digest", Text, nullable=False),
        Column("line_sha256", Text, nullable=False),
        Column("title", Text),
        Column("language", Text),
        Column("published", Text),
        Column("seen_from", Text, nullable=False),
        Column("seen_to", Text, nullable=False),
        Column("record_id", Text, nullable=False),
        Column("seen_to_record", Text, nullable=False),
    )
    op.execute(
        "INSERT INTO revisions SELECT statement_id, revision, reading, digest, body_digest, line_sha256, title,"
        " language, published, seen_from, seen_to, record_id, record_id FROM revisions_r0002"
    )
    op.drop_table("revisions_r0002")
