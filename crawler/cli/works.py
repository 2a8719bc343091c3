"""``communique works``: statements that say the same: shown, and decided where the program cannot know."""

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import click

from crawler.archive.judging import Kind, confirm, split
from crawler.archive.work import Member, Work, work_of
from crawler.cli.options import archive_option, configuration
from crawler.model.difference import Edit

_SHOWN: Final = 5  # edits of one copy that people are shown; --json has all
_WIDE: Final = 90  # characters of a text in one of them
_REASON: Final = "Why: kept in decisions.jsonl."


@click.group("works")
def works_group() -> None:
    """Statements that say the same: copies, excerpts, translations."""


@works_group.command("show")
@click.argument("statement_id", metavar="ID")
@archive_option
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@click.pass_obj
def show_command(folders: tuple[Path, ...], statement_id: str, archive: Path | None, as_json: bool) -> None:
    """Show what says the same as the statement ID: who was first, how long each took, and what it changed."""
    work = work_of(configuration(folders, archive).archive, statement_id)
    if as_json:
        sys.stdout.buffer.write(json.dumps(_object(work), ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        return
    for line in _lines(work):
        click.echo("".join(char if char.isprintable() else " " for char in line))


@works_group.command("link")
@click.argument("one", metavar="ID")
@click.argument("other", metavar="ID2")
@archive_option
@click.option(
    "--kind",
    type=click.Choice(["copy", "translation", "excerpt"]),
    help="How they say the same (default: as was found).",
)
@click.option("--reason", required=True, metavar="TEXT", help=_REASON)
@click.pass_obj
def link_command(
    folders: tuple[Path, ...], one: str, other: str, archive: Path | None, kind: Kind | None, reason: str
) -> None:
    """Decide that the statements ID and ID2 say the same, whatever is found: nothing but a later decision ends it."""
    click.echo(str(confirm(configuration(folders, archive).archive, one, other, kind, reason)))


@works_group.command("split")
@click.argument("one", metavar="ID")
@click.argument("other", metavar="ID2")
@archive_option
@click.option("--reason", required=True, metavar="TEXT", help=_REASON)
@click.pass_obj
def split_command(folders: tuple[Path, ...], one: str, other: str, archive: Path | None, reason: str) -> None:
    """Decide that the statements ID and ID2 do not say the same: they are never linked again."""
    click.echo(str(split(configuration(folders, archive).archive, one, other, reason)))


def _lines(work: Work) -> list[str]:
    many = len(work.members)
    if many == 1:
        return [f"{work.members[0].statement.id} is alone: nothing that says the same was found"]
    by = "by the days that the pages state" if work.stated else "by when the archive saw them: not all state a day"
    told = [f"{many} statements{', and more' if work.more else ''}, the first one first {by}"]
    for place, member in enumerate(work.members):
        told += _about(member, is_first=place == 0)
    return told


def _about(member: Member, *, is_first: bool) -> list[str]:
    one = member.statement
    published = one.published.date if one.published else "no date"
    told = [
        "",
        f"{one.id}  {published}  {one.language or '?'}  {one.site}",
        f"  {one.url}",
        f"  {one.title or '(no title)'}",
    ]
    if member.withdrawn:
        told.append(f"  withdrawn since {member.withdrawn[:10]}")
    if not is_first:
        told.append(f"  {_later(member)}")
    for link, confirmed in member.links:
        sure = ", confirmed by a person" if confirmed else ""
        told.append(f"  {link.kind} of {link.id} ({link.score:.2f}{sure}): {link.evidence}")
    if member.edits is not None:
        told += _changed(member.edits)
    return told


def _later(member: Member) -> str:
    seen = f"seen {_span(member.seen_after)} than the first"
    if member.took is None:
        return seen
    if member.to_the_day:
        days = member.took.days
        stated = "on the same day" if days == 0 else f"{abs(days)} {'day' if abs(days) == 1 else 'days'} later"
    else:
        stated = _span(member.took)
    return f"published {stated}; {seen}"


def _span(span: timedelta) -> str:
    minutes = int(abs(span).total_seconds() // 60)
    days, hours = minutes // 1440, minutes // 60
    amount = f"{days} days" if days > 2 else f"{hours} hours" if hours > 2 else f"{minutes} minutes"
    return f"{amount} {'earlier' if span < timedelta() else 'later'}"


def _changed(edits: tuple[Edit, ...]) -> list[str]:
    if not edits:
        return ["  changed nothing of the text"]
    told = [f"  changed {len(edits)} {'place' if len(edits) == 1 else 'places'} of the text"]
    told += [f"    {edit.class_}: {_short(edit.before)} → {_short(edit.after)}" for edit in edits[:_SHOWN]]
    return told + [f"    and {len(edits) - _SHOWN:,} more (--json has all)"] * (len(edits) > _SHOWN)


def _short(text: str) -> str:
    return (text if len(text) <= _WIDE else text[: _WIDE - 1] + "…") or "(nothing)"


def _object(work: Work) -> dict[str, Any]:
    return {
        "order": "stated" if work.stated else "seen",
        "more": work.more,
        "members": [
            {
                "id": one.statement.id,
                "source": one.statement.source,
                "site": one.statement.site,
                "url": one.statement.url,
                "title": one.statement.title,
                "language": one.statement.language,
                "published": one.statement.published and one.statement.published.model_dump(mode="json"),
                "first_seen": one.statement.first_seen,
                "withdrawn": one.withdrawn,
                "took_seconds": None if one.took is None else int(one.took.total_seconds()),
                "took_to_the_day": one.to_the_day,
                "seen_after_seconds": one.seen_after.total_seconds(),
                "links": [{**link.model_dump(mode="json"), "confirmed": sure} for link, sure in one.links],
                "edits": None if one.edits is None else [edit.model_dump(mode="json") for edit in one.edits],
            }
            for one in work.members
        ],
    }
