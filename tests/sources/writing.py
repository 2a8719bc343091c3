"""A sound source file to spoil."""

from pathlib import Path

SOUND = """\
id = "xx_mfa"
name = "Ministry of Foreign Affairs of Exampleland"
country = "XX"
languages = ["en", "fr"]
timezone = "Europe/Paris"

[politeness]
delay = 2.0

[[sites]]
host = "mfa.example"
aliases = ["www.mfa.example"]

[[sites]]
host = "oslo.mfa.example"
role = "mission"
country = "NO"

[[listings]]
url = "https://{host}/{language}/news"
items = "li.news"
link = "a"
title = "h3"
date = "time"
urls = '/news/\\d+$'
date_formats = "%d %B %Y"

[listings.pagination]
kind = "page"

[[layouts]]
id = "old"
until = 2019-12-31
title = "h1"
body = [".text p"]
date = { css = "time", attr = "datetime" }

[[layouts]]
id = "new"
requires = "main"
title = ["h1", { css = "h2.title" }]
body = "main p"
date = "time"
number = { of = "title", pattern = '^No:(?P<value>\\S+)' }

[kinds]
"press release" = "press_release"
"""


def write(folder: Path, text: str = SOUND, name: str = "xx_mfa.toml") -> Path:
    """A source file in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
