"""Revisits, conversions, files of other makers, readings and decisions.

A migration reads no WARC file, so a capture made before has no media type, and the bounds of its exchange are those of
its own record, until `communique rebuild` reads them from the files.
"""

from alembic import op
from sqlalchemy import Column, Integer, Text, bindparam, text

from crawler.warc.cdxj import urlkey

revision = "r0002"
down_revision = "r0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables of r0001 to those of r0002."""
    with op.batch_alter_table("files") as files:
        files.alter_column("warcinfo_id", existing_type=Text, nullable=True)
    _captures()
    _statements()
    _revisions()
    op.create_table(
        "conversions",
        Column("record_id", Text, primary_key=True),
        Column("file", Text, nullable=False),
        Column("offset", Integer, nullable=False),
        Column("length", Integer, nullable=False),
        Column("refers_to", Text, nullable=False),
        Column("payload_digest", Text, nullable=False),
        Column("reader", Text, nullable=False),
    )
    op.create_index("conversions_digest", "conversions", ["payload_digest"])
    op.create_table(
        "decisions",
        Column("number", Integer, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("statement_id", Text, nullable=False),
        Column("at", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("data", Text, nullable=False),
    )


def _captures() -> None:
    op.drop_index("captures_place", "captures")
    op.rename_table("captures", "captures_r0001")
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
        Column("type", Text, nullable=False),
        Column("refers_to", Text),
        Column("media_type", Text),
        Column("urlkey", Text, nullable=False),
        Column("start", Integer, nullable=False),
        Column("stop", Integer, nullable=False),
    )
    names = 'record_id, file, "offset", length, source, url, date, status, ip, payload_digest, truncated'
    op.execute(
        f"INSERT INTO captures SELECT {names}, 'response', NULL, NULL, '', \"offset\", \"offset\" + length"  # noqa: S608
        " FROM captures_r0001"
    )
    op.drop_table("captures_r0001")
    connection = op.get_bind()
    keep = text("UPDATE captures SET urlkey = :key WHERE url = :url").bindparams(bindparam("key"), bindparam("url"))
    op.create_index("captures_url", "captures", ["url"])
    for url in connection.execute(text("SELECT DISTINCT url FROM captures")).scalars().all():
        connection.execute(keep, {"key": urlkey(url), "url": url})
    op.drop_index("captures_url", "captures")
    op.create_index("captures_place", "captures", ["file", "offset"], unique=True)
    op.create_index("captures_urlkey", "captures", ["urlkey", "date"])
    op.create_index("captures_digest", "captures", ["payload_digest"])


def _statements() -> None:
    for name in ("statements_url", "statements_body"):
        op.drop_index(name, "statements")
    op.rename_table("statements", "statements_r0001")
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
        Column("suppressed", Text),
    )
    op.execute(
        "INSERT INTO statements SELECT id, source, url, canonical_url, revision, revision, digest, body_digest,"
        " first_seen, last_seen, gone_since, NULL FROM statements_r0001"
    )
    op.drop_table("statements_r0001")
    op.create_index("statements_url", "statements", ["source", "url"])
    op.create_index("statements_body", "statements", ["body_digest"])


def _revisions() -> None:
    op.rename_table("revisions", "revisions_r0001")
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
    )
    op.execute(
        "INSERT INTO revisions SELECT statement_id, revision, 1, digest, body_digest, line_sha256, title, language,"
        " published, seen_from, seen_to, record_id FROM revisions_r0001"
    )
    op.drop_table("revisions_r0001")
