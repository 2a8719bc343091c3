"""The first tables."""

from alembic import op
from sqlalchemy import Boolean, Column, Float, Integer, LargeBinary, Text

revision = "r0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "files",
        Column("name", Text, primary_key=True),
        Column("source", Text, nullable=False),
        Column("serial", Integer, nullable=False),
        Column("size", Integer, nullable=False),
        Column("sealed", Boolean, nullable=False),
        Column("sha256", Text),
        Column("warcinfo_id", Text, nullable=False),
    )
    op.create_table(
        "projections",
        Column("name", Text, primary_key=True),
        Column("size", Integer, nullable=False),
    )
    op.create_table(
        "captures",
        Column("record_id", Text, primary_key=True),
        Column("file", Text, nullable=False),
        Column("offset", Integer, nullable=False),
        Column("length", Integer, nullable=False),
        Column("source", Text, nullable=False),
        Column("url", Text, nullable=False),
        Column("date", Text, nullable=False),
        Column("status", Integer),
        Column("ip", Text),
        Column("payload_digest", Text, nullable=False),
        Column("truncated", Text),
    )
    op.create_index("captures_place", "captures", ["file", "offset"], unique=True)
    op.create_table(
        "validators",
        Column("source", Text, primary_key=True),
        Column("url", Text, primary_key=True),
        Column("etag", Text),
        Column("last_modified", Text),
        Column("record_id", Text, nullable=False),
    )
    op.create_table(
        "urls",
        Column("source", Text, primary_key=True),
        Column("url", Text, primary_key=True),
        Column("state", Text, nullable=False),
        Column("run_id", Text, nullable=False),
        Column("listed", Text),
        Column("hint", Text),
        Column("record_id", Text),
        Column("statement_id", Text),
        Column("failures", Integer, nullable=False),
    )
    op.create_index("urls_state", "urls", ["source", "state"])
    op.create_table(
        "statements",
        Column("id", Text, primary_key=True),
        Column("source", Text, nullable=False),
        Column("url", Text, nullable=False),
        Column("canonical_url", Text, nullable=False),
        Column("revision", Integer, nullable=False),
        Column("digest", Text, nullable=False),
        Column("body_digest", Text, nullable=False),
        Column("first_seen", Text, nullable=False),
        Column("last_seen", Text, nullable=False),
        Column("gone_since", Text),
    )
    op.create_index("statements_url", "statements", ["source", "url"])
    op.create_index("statements_body", "statements", ["body_digest"])
    op.create_table(
        "revisions",
        Column("statement_id", Text, primary_key=True),
        Column("revision", Integer, primary_key=True),
        Column("digest", Text, nullable=False),
        Column("body_digest", Text, nullable=False),
        Column("line_sha256", Text, nullable=False),
        Column("title", Text),
        Column("language", Text),
        Column("published", Text),
        Column("seen_from", Text, nullable=False),
        Column("seen_to", Text, nullable=False),
        Column("record_id", Text, nullable=False),
    )
    op.create_table(
        "aliases",
        Column("source", Text, primary_key=True),
        Column("url", Text, primary_key=True),
        Column("statement_id", Text, nullable=False),
    )
    op.create_table(
        "links",
        Column("statement_id", Text, primary_key=True),
        Column("other_id", Text, primary_key=True),
        Column("kind", Text, primary_key=True),
        Column("evidence", Text, nullable=False),
        Column("score", Float, nullable=False),
        Column("at", Text, nullable=False),
    )
    op.create_index("links_other", "links", ["other_id"])
    op.create_table(
        "changes",
        Column("cursor", Integer, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("source", Text, nullable=False),
        Column("statement_id", Text, nullable=False),
        Column("url", Text, nullable=False),
        Column("at", Text, nullable=False),
        Column("data", Text, nullable=False),
    )
    op.create_table(
        "runs",
        Column("id", Text, primary_key=True),
        Column("source", Text, nullable=False),
        Column("started", Text, nullable=False),
        Column("finished", Text),
        Column("outcome", Text, nullable=False),
        Column("record", Text, nullable=False),
    )
    op.create_index("runs_source", "runs", ["source", "started"])
    op.create_table(
        "outbox",
        Column("seq", Integer, primary_key=True),
        Column("file", Text, nullable=False),
        Column("line", LargeBinary, nullable=False),
    )
    op.create_table(
        "meta",
        Column("key", Text, primary_key=True),
        Column("value", Text, nullable=False),
    )
    op.execute("INSERT INTO meta (key, value) VALUES ('schema', 'communique-catalogue/1')")
