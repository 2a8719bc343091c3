"""Miniature sites of no system: as people wrote them by hand, and as small agencies build them. Of our own writing."""

from datetime import UTC
from email.utils import format_datetime

from tests.probing.posts import Post, posts
from tests.probing.sites import Site, paged
from tests.probing.sites.frame import day, front, page


def table_of_1998() -> Site:
    """Tables within tables, no class and no id anywhere, dates in a cell beside the link."""
    made = posts(12, ("en",))
    menu = "<BR>".join(
        f'<A HREF="{href}">{text}</A>'
        for text, href in (("Home", "/"), ("Minister", "/minister.htm"), ("Press Statements", "/press.htm"))
    )

    def whole(title: str, content: str) -> str:
        return (
            f"<HTML><HEAD><TITLE>Lundia MFA - {title}</TITLE></HEAD><BODY BGCOLOR=#ffffff><TABLE WIDTH=100%><TR>"
            "<TD COLSPAN=2>"
            f"<FONT SIZE=5>Ministry of Foreign Affairs</FONT></TD></TR><TR><TD WIDTH=150 VALIGN=top>{menu}</TD>"
            "<TD VALIGN=top>"
            f"{content}</TD></TR></TABLE></BODY></HTML>"
        )

    rows = "".join(
        f'<TR><TD NOWRAP>{day(post)}</TD><TD><A HREF="press/{post.slug}.htm">{post.title}</A></TD></TR>'
        for post in made
    )
    pages: dict[str, str | bytes] = {"/": whole("Home", "<P>Welcome to our pages.</P>")}
    pages["/press.htm"] = whole("Press Statements", f"<H2>Press Statements</H2><TABLE BORDER=0>{rows}</TABLE>")
    for post in made:
        text = "".join(f"<P>{paragraph}" for paragraph in post.paragraphs)
        pages[f"/press/{post.slug}.htm"] = whole(post.title, f"<H2>{post.title}</H2><I>{day(post)}</I>{text}")
    return Site("old.lundia.example", "/", pages, {f"/press/{post.slug}.htm": post for post in made})


def paragraphs() -> Site:
    """A paragraph an item: the date before the link, in no element of its own."""
    made = posts(10, ("en",))
    items = "".join(
        f'<p>{post.published:%d.%m.%Y} – <a href="/statements/{post.slug}.html">{post.title}</a></p>' for post in made
    )
    press = ("Statements", "/statements.html")
    pages: dict[str, str | bytes] = {"/": front(press=press)}
    pages["/statements.html"] = page("Statements", f'<div class="text"><h1>Statements</h1>{items}</div>', press=press)
    for post in made:
        content = (
            f'<div class="text"><h1>{post.title}</h1><p class="datum">{post.published:%d.%m.%Y}</p>{post.html}</div>'
        )
        pages[f"/statements/{post.slug}.html"] = page(post.title, content, press=press)
    return Site("flat.lundia.example", "/", pages, {f"/statements/{post.slug}.html": post for post in made})


def offsets() -> Site:
    """Pages by offset, statements by a number in the query, the year first."""
    made = posts(25, ("en",))
    press = ("Press statements", "/index.php?cat=7")
    pages: dict[str, str | bytes] = {"/": front(press=press), "/index.php": front(press=press)}
    targets: dict[str, Post] = {f"/index.php?cat=7&id={900 - i}": post for i, post in enumerate(made)}
    chunks = paged(list(targets.items()), 10)
    for number, chunk in enumerate(chunks):
        rows = "".join(
            f'<div class="entry"><span class="when">{post.published:%Y/%m/%d}</span> '
            f'<a href="{target.replace("&", "&amp;")}">{post.title}</a></div>'
            for target, post in chunk
        )
        pager = " ".join(f'<a href="/index.php?cat=7&amp;start={10 * n}">{n + 1}</a>' for n in range(len(chunks)))
        content = f'<h1>Press statements</h1><div class="entries">{rows}</div><div class="pages">{pager}</div>'
        pages["/index.php?cat=7" + (f"&start={10 * number}" if number else "")] = page("Press", content, press=press)
    for target, post in targets.items():
        when = f'<span class="when">{post.published:%Y/%m/%d}</span>'
        content = f'<div class="entry-full"><h1>{post.title}</h1>{when}{post.html}</div>'
        pages[target] = page(post.title, content, press=press)
    return Site("php.lundia.example", "/", pages, dict(targets))


def page_in_path() -> Site:
    """Further pages in the path, one redirected host, the same link at picture and headline."""
    made = posts(15, ("en",))
    press = ("Newsroom", "/en/newsroom")
    pages: dict[str, str | bytes] = {"/": front(press=press)}
    chunks = paged(made, 6)
    for number, chunk in enumerate(chunks, 1):
        rows = "".join(
            f'<article class="teaser"><a href="/en/newsroom/{post.slug}"><img src="/i/{post.slug}.jpg" alt=""></a>'
            '<h3><a href="/en/newsroom/'
            f'{post.slug}">{post.title}</a></h3><p class="meta"><span class="kind">Press release</span> '
            f'<span class="date">{day(post)}</span></p>'
            f'<p>{post.paragraphs[0]} <a href="/en/newsroom/{post.slug}">Read more</a></p></article>'
            for post in chunk
        )
        pager = "".join(f'<a href="/en/newsroom/page/{n}">{n}</a>' for n in range(1, len(chunks) + 1))
        content = f'<h1>Newsroom</h1><div class="teasers">{rows}</div><div class="pagination">{pager}</div>'
        pages["/en/newsroom" if number == 1 else f"/en/newsroom/page/{number}"] = page("Newsroom", content, press=press)
    for post in made:
        content = f'<article class="full"><h1>{post.title}</h1><p class="date">{day(post)}</p>{post.html}</article>'
        pages[f"/en/newsroom/{post.slug}"] = page(post.title, content, press=press)
    return Site("www.path.lundia.example", "/", pages, {f"/en/newsroom/{post.slug}": post for post in made})


_MOIS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def two_languages() -> Site:
    """Two languages with listings under names of their own, led to by a switcher that ends on front pages."""
    made = posts(16, ("en", "fr"))
    names = {"en": ("Press releases", "/en/press-releases"), "fr": ("Communiqués de presse", "/fr/communiques")}
    switch = "".join(f'<li><a href="/{code}">{name}</a></li>' for code, name in (("en", "English"), ("fr", "Français")))
    switch = f'<ul class="languages">{switch}</ul>'
    pages: dict[str, str | bytes] = {}
    targets: dict[str, Post] = {}
    for language, press in names.items():
        mine = [post for post in made if post.language == language]
        rows = ""
        for post in mine:
            written = (
                day(post)
                if language == "en"
                else f"{post.published.day} {_MOIS[post.published.month - 1]} {post.published.year}"
            )
            link = f'<a href="{press[1]}/{post.slug}">{post.title}</a>'
            rows += f'<li class="release"><span class="release-date">{written}</span>{link}</li>'
            targets[f"{press[1]}/{post.slug}"] = post
            content = (
                f'<div class="release-full"><h1>{post.title}</h1><p class="release-date">{written}</p>{post.html}</div>'
            )
            pages[f"{press[1]}/{post.slug}"] = page(post.title, content, press=press, lang=language, extra=switch)
        pages[press[1]] = page(
            press[0], f"<h1>{press[0]}</h1><ul>{rows}</ul>", press=press, lang=language, extra=switch
        )
        pages[f"/{language}"] = front(press=press, lang=language, extra=switch)
    return Site("bi.lundia.example", "/en", pages, targets, redirects={"/": "/en"})


def feed_and_shell() -> Site:
    """A listing that only scripts fill, and a feed beside it."""
    made = posts(12, ("en",))
    press = ("News", "/news")
    head = '<link rel="alternate" type="application/rss+xml" title="News" href="/feed/news.xml">'
    pages: dict[str, str | bytes] = {"/": front(press=press, head=head)}
    pages["/news"] = page(
        "News", '<h1>News</h1><div id="app" class="news-list" data-source="/api/news"></div>', press=press, head=head
    )
    items = "".join(
        f"<item><title>{post.title}</title><link>https://js.lundia.example/news/{post.slug}</link>"
        f"<pubDate>{format_datetime(post.published.replace(tzinfo=UTC))}</pubDate></item>"
        for post in made
    )
    pages["/feed/news.xml"] = (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><link>/</link>{items}</channel></rss>'
    )
    for post in made:
        content = f'<article><h1>{post.title}</h1><p class="date">{day(post)}</p>{post.html}</article>'
        pages[f"/news/{post.slug}"] = page(post.title, content, press=press, head=head)
    return Site(
        "js.lundia.example",
        "/",
        pages,
        {f"/news/{post.slug}": post for post in made},
        {"/feed/news.xml": "application/rss+xml"},
    )


def sitemap_alone() -> Site:
    """A listing that shows five and loads the rest by a script; its sitemap has them all, among other pages."""
    made = posts(18, ("en",))
    press = ("Press releases", "/media/press-releases")
    rows = "".join(
        f'<div class="release-row"><span class="date">{day(post)}</span>'
        f'<a href="/media/press-releases/{post.published.year}/{post.slug}">{post.title}</a></div>'
        for post in made[:5]
    )
    pages: dict[str, str | bytes] = {"/": front(press=press)}
    pages["/robots.txt"] = "User-agent: *\nCrawl-delay: 4\nSitemap: https://map.lundia.example/sitemap.xml\n"
    pages[press[1]] = page(
        "Press", f'<h1>Press releases</h1>{rows}<button class="show-more">Show more</button>', press=press
    )
    places = [f"/media/press-releases/{post.published.year}/{post.slug}" for post in made]
    urls = "".join(
        f"<url><loc>https://map.lundia.example{target}</loc><lastmod>2026-04-01</lastmod></url>"
        for target in ("/about", "/minister", press[1], *places)
    )
    pages["/sitemap.xml"] = (
        f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    )
    for target, post in zip(places, made, strict=True):
        content = f'<article><h1>{post.title}</h1><p class="date">{day(post)}</p>{post.html}</article>'
        pages[target] = page(post.title, content, press=press)
    return Site(
        "map.lundia.example", "/", pages, dict(zip(places, made, strict=True)),
        {"/sitemap.xml": "application/xml", "/robots.txt": "text/plain"},
    )  # fmt: skip


def card_that_is_a_link() -> Site:
    """The whole card is one link: date, title and teaser are in it."""
    made = posts(9, ("en",))
    press = ("Media", "/media")
    rows = "".join(
        f'<a class="media-card" href="/media/{post.slug}"><span class="media-card-date">{day(post)}</span>'
        f'<span class="media-card-title">{post.title}</span><span class="media-card-text">{post.paragraphs[0]}</span>'
        "</a>"
        for post in made
    )
    pages: dict[str, str | bytes] = {"/": front(press=press)}
    pages["/media"] = page("Media", f'<h1>Media</h1><div class="media-cards">{rows}</div>', press=press)
    for post in made:
        content = f'<article><h1>{post.title}</h1><p class="date">{day(post)}</p>{post.html}</article>'
        pages[f"/media/{post.slug}"] = page(post.title, content, press=press)
    return Site("card.lundia.example", "/", pages, {f"/media/{post.slug}": post for post in made})


def one_page() -> Site:
    """Everything on one long page, given as it is: the press page itself."""
    made = posts(41, ("en",))
    rows = "".join(
        f'<li><time datetime="{post.published:%Y-%m-%d}">{day(post)}</time> <a href="/press/{post.slug}">{post.title}'
        "</a></li>"
        for post in made
    )
    pages: dict[str, str | bytes] = {"/": front()}
    pages["/press"] = page("Press releases", f'<h1>Press releases</h1><ul class="all-releases">{rows}</ul>')
    for post in made:
        content = f"<article><h1>{post.title}</h1><time>{day(post)}</time>{post.html}</article>"
        pages[f"/press/{post.slug}"] = page(post.title, content, related=[("Press releases of 2025", "/press/2025")])
    return Site("long.lundia.example", "/press", pages, {f"/press/{post.slug}": post for post in made})
