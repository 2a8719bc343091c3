"""The first page of a replay: the statements that were read last, each a link to the page it was read from."""

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Final

from crawler.replay.find import Page

_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Archived statements</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }}
table {{ border-collapse: collapse; width: 100%; }}
td, th {{ text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #ddd; }}
small {{ color: #555; overflow-wrap: anywhere; }}
</style>
</head>
<body>
<h1>Archived statements</h1>
<p>{said} Any other captured address can be <a href="/{collection}/">searched for</a>.</p>
<table>
<tr><th>captured (UTC)</th><th>statement</th></tr>
{rows}
</table>
</body>
</html>
"""


def home_page(root: Path, collection: str, listed: Iterable[tuple[str, Page, str]], known: int) -> str:
    """The page as HTML. ``listed`` are (id, page, path of its replay); ``known`` is how many statements there are."""
    rows = [
        f"<tr><td>{escape(page.date[:16].replace('T', ' '))}</td>"
        f'<td><a href="/{escape(path)}">{escape(page.title or page.url)}</a><br><small>{escape(id_)} · '
        f"{escape(page.url)}</small></td></tr>"
        for id_, page, path in listed
    ]
    said = f"{known:,} statements in {root}" + (f"; the newest {len(rows):,} of them." if known > len(rows) else ".")
    return _PAGE.format(said=escape(said), collection=escape(collection), rows="\n".join(rows))
