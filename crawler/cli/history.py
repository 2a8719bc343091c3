"""``communique history`` and ``communique diff``: what became of one statement, and what an edit did to it."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
from pydantic import BaseModel

from crawler.archive.history import History, Laid, RevisionSeen, lay, read_history
from crawler.cli.options import archive_option, configuration
from crawler.model.difference import Difference, Edit, Moved
from crawler.watch.telling import between, tell

_GONE: Final = "(none)"


@click.command("history")
@click.argument("name", metavar="ID")
@archive_option
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@click.pass_obj
def history_command(folders: tuple[Path, ...], name: str, archive: Path | None, as_json: bool) -> None:
    """Show the revisions of the statement ID (or at that address), and what else became of it.

    Each revision with the first and the last date at which it was seen, and what it changed: over which time, in which
    ways, and whether silently: with no date on the page that moved with it.
    """
    history = read_history(configuration(folders, archive).archive, name)
    _show(history, _of_history(history), as_json=as_json)


@click.command("diff")
@click.argument("name", metavar="ID")
@archive_option
@click.option("--revision", type=click.IntRange(min=1), metavar="N", help="Which (default: the one seen last).")
@click.option(
    "--since", type=click.IntRange(min=1), metavar="N", help="Beside which (default: the one that was seen before it)."
)
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@click.pass_obj
def diff_command(
    folders: tuple[Path, ...],
    name: str,
    archive: Path | None,
    revision: int | None,
    since: int | None,
    as_json: bool,
) -> None:
    """Show word by word what a revision of the statement ID (or at that address) changed.

    What was taken away stands in [-…-], what was put in its place in {+…+}.
    """
    laid = lay(configuration(folders, archive).archive, name, revision, since)
    _show(laid, _of_diff(laid), as_json=as_json)


def _show(found: BaseModel, told: Iterator[str], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.buffer.write(found.model_dump_json(by_alias=True).encode("utf-8", "replace") + b"\n")
        return
    for line in told:
        click.echo(line)


def _of_history(history: History) -> Iterator[str]:
    yield f"{history.id}  {_clean(history.url)}"
    yield from (f"  also at {_clean(url)}" for url in history.also_at)
    yield f"seen {_minute(history.first_seen)} to {_minute(history.last_seen)} UTC"
    if history.withdrawn:
        yield f"withdrawn, as is known since {_minute(history.withdrawn)} UTC"
    if history.moved_into:
        yield f"moved into {history.moved_into}"
    for one in history.revisions:
        yield ""
        yield f"revision {one.revision}{' (current)' if one.current else ''}  {_clean(one.title or '(no title)')}"
        yield f"  seen      {_span(one)}"
        if one.difference is not None:
            yield f"  changed   {_changed(one.difference)}"
        yield f"  proof     {one.capture.warc} at {one.capture.offset:,}"
    others = [change for change in history.changes if change.kind not in ("published", "revised")]
    if others:
        yield ""
    for change in others:
        yield _clean(f"{_minute(change.at)}  {tell(change)}")


def _of_diff(laid: Laid) -> Iterator[str]:
    after, difference = laid.after, laid.difference
    yield f"{laid.id}  {_clean(laid.url)}"
    if difference is None:
        if laid.before is None:
            yield f"revision {after.revision}: nothing is known from before it"
        else:
            yield f"revision {after.revision} says what revision {laid.before.revision} says"
        return
    yield f"revision {after.revision}: {_changed(difference)}"
    if difference.interval.after is not None:
        yield f"  until     {difference.interval.after.warc} at {difference.interval.after.offset:,}"
    yield f"  from      {difference.interval.by.warc} at {difference.interval.by.offset:,}"
    if difference.title is not None:
        yield _moved("title", difference.title)
    yield from (_moved(name, moved) for name, moved in difference.fields.items())
    yield from (_moved("document", moved) for moved in difference.attachments)
    for edit in difference.edits:
        yield _edit(edit)
    if difference.ignored:
        yield f"  ({difference.ignored} paragraphs are the page's, and were not compared)"


def _changed(difference: Difference) -> str:
    silent = ", silently" if difference.silent else ""
    when = between(difference.interval.model_dump(mode="json"))
    return f"{', '.join(difference.classes)} since revision {difference.since}{silent}, {when}"


def _edit(edit: Edit) -> str:
    context = f"… {_clean(edit.context)} " if edit.context else ""
    before, after = _clean(edit.before), _clean(edit.after)
    if before == after:
        return f"  ¶ {edit.paragraph + 1:<4} moved     {context}{after}"
    gone = click.style(f"[-{before}-]", fg="red") if before else ""
    come = click.style(f"{{+{after}+}}", fg="green") if after else ""
    return f"  ¶ {edit.paragraph + 1:<4} {edit.class_:<9} {context}{gone}{come}"


def _moved(name: str, moved: Moved) -> str:
    before, after = (_GONE if value is None else _clean(value) for value in (moved.before, moved.after))
    return f"  {name:<10}{click.style(before, fg='red')} → {click.style(after, fg='green')}"


def _span(one: RevisionSeen) -> str:
    if one.seen_from == one.seen_to:
        return f"{_minute(one.seen_from)} UTC"
    return f"{_minute(one.seen_from)} to {_minute(one.seen_to)} UTC"


def _minute(stamp: str) -> str:
    return stamp[:16].replace("T", " ")


def _clean(text: str) -> str:
    """A page's words move no cursor of ours."""
    return "".join(char if char.isprintable() else " " for char in text)
