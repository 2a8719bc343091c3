"""What stands around the text on the pages of miniature sites: menus, today's date, related links, a footer."""

from collections.abc import Sequence

from tests.probing.posts import Post

MENU = (
    ("About the ministry", "/about"), ("The minister", "/minister"), ("Foreign policy", "/policy"),
    ("Consular services", "/consular"), ("Visas", "/consular/visas"), ("Careers", "/careers"), ("Contact", "/contact"),
)  # fmt: skip


def page(
    title: str, content: str, *, press: tuple[str, str] = ("Press releases", "/press"), lang: str = "en",
    head: str = "", related: Sequence[tuple[str, str]] = (), name: str = "Ministry of Foreign Affairs of Lundia",
    extra: str = "",
) -> str:  # fmt: skip
    """A page of a site that is built as most are."""
    menu = "".join(f'<li class="menu-item"><a href="{href}">{text}</a></li>' for text, href in (*MENU, press))
    box = "".join(f'<li><a href="{href}">{text}</a></li>' for text, href in related)
    aside = f'<aside class="related"><h3>Most read</h3><ul>{box}</ul></aside>' if box else ""
    return f"""<!doctype html><html lang="{lang}"><head><meta charset="utf-8">
<title>{title} | {name}</title>{head}</head>
<body><header class="site-header"><a href="/">{name}</a><span class="today">Thursday, 2 April 2026</span>
<form action="/search"><input name="q"></form></header>
<nav class="main-menu"><ul>{menu}</ul>{extra}</nav>
<main id="main">{content}</main>{aside}
<footer class="site-footer"><ul><li><a href="/imprint">Imprint</a></li><li><a href="/privacy">Privacy policy</a></li>
<li><a href="/accessibility">Accessibility statement</a></li></ul>
<p>© 2026 {name}. Last changed 1 April 2026</p></footer>
</body></html>"""


def front(press: tuple[str, str] = ("Press releases", "/press"), **given: object) -> str:
    """A front page without news of its own."""
    text = "<h1>Welcome</h1><p>The ministry represents Lundia abroad and serves its citizens there.</p>"
    return page("Welcome", text, press=press, **given)  # type: ignore[arg-type]


def day(post: Post) -> str:
    """``27 March 2026``."""
    return f"{post.published.day} {post.published:%B %Y}"
