"""Miniature sites of the well-known systems, as their default templates look: of our own writing."""

import json

from tests.probing.posts import Post, posts
from tests.probing.sites import Site, paged
from tests.probing.sites.frame import day, front, page


def drupal() -> Site:
    """Views rows, a pager that counts from 0, fields named by their kind."""
    made = posts(23, ("en",))
    generator = '<meta name="Generator" content="Drupal 10 (https://www.drupal.org)">'
    pages: dict[str, str | bytes] = {"/": front(press=("News", "/news"), head=generator)}
    chunks = paged(made, 6)
    for number, chunk in enumerate(chunks):
        rows = "".join(
            f'<div class="views-row views-row-{i}"><div class="views-field views-field-title">'
            '<span class="field-content">'
            f'<a href="/news/{post.slug}" hreflang="en">{post.title}</a></span></div>'
            '<div class="views-field views-field-created"><span class="field-content">'
            f'<time datetime="{post.published.isoformat()}Z">'
            f"{day(post)}</time></span></div></div>"
            for i, post in enumerate(chunk, 1)
        )
        pager = "".join(
            f'<li class="pager__item"><a href="?page={n}" title="Go to page {n + 1}">'
            f'<span class="visually-hidden">Page</span>{n + 1}</a></li>'
            for n in range(len(chunks))
        )
        more = f'<li class="pager__item pager__item--next"><a href="?page={number + 1}" rel="next">Next ›</a></li>'
        last = number + 1 == len(chunks)
        content = (
            f'<h1 class="page-title">News</h1><div class="view-content">{rows}</div><nav class="pager"><ul>{pager}'
            f"{'' if last else more}</ul></nav>"
        )
        pages["/news" + (f"?page={number}" if number else "")] = page(
            "News", content, press=("News", "/news"), head=generator
        )
    for post in made:
        content = (
            '<article class="node node--type-article"><h1 class="page-title">'
            f'<span class="field field--name-title">{post.title}</span></h1>'
            '<div class="field field--name-field-date">'
            f'<time datetime="{post.published:%Y-%m-%d}T12:00:00Z">{day(post)}</time></div>'
            f'<div class="field field--name-body">{post.html}</div></article>'
        )
        pages[f"/news/{post.slug}"] = page(post.title, content, press=("News", "/news"), head=generator)
    return Site("mfa.lundia.example", "/", pages, {f"/news/{post.slug}": post for post in made})


def typo3() -> Site:
    """tx_news with its long query strings, German words and dates, a "next" word."""
    made = posts(14, ("en",))
    generator = '<meta name="generator" content="TYPO3 CMS">'
    press = ("Pressemitteilungen", "/presse/")
    pages: dict[str, str | bytes] = {"/": front(press=press, head=generator, lang="de")}
    chunks = paged(made, 5)
    key = "tx_news_pi1%5BcurrentPage%5D"
    for number, chunk in enumerate(chunks, 1):
        rows = "".join(
            '<div class="article articletype-0"><div class="header"><h3>'
            f'<a title="{post.title}" href="/presse/detail/{post.slug}/">'
            f'<span itemprop="headline">{post.title}</span></a></h3></div><div class="footer"><p>'
            '<span class="news-list-date">'
            f'<time itemprop="datePublished" datetime="{post.published:%Y-%m-%d}">{post.published:%d.%m.%Y}</time>'
            "</span></p></div></div>"
            for post in chunk
        )
        following = (
            f'<li class="next"><a href="/presse/?{key}={number + 1}&amp;cHash=ab12cd34ef">Nächste</a></li>'
            if number < len(chunks)
            else ""
        )
        pager = f'<ul class="f3-widget-paginator">{following}</ul>'
        content = f'<div class="news"><div class="news-list-view">{rows}</div>{pager}</div>'
        target = "/presse/" if number == 1 else f"/presse/?{key}={number}&cHash=ab12cd34ef"
        pages[target] = page("Presse", content, press=press, head=generator, lang="de")
        pages[f"/presse/?{key}={number}"] = pages[target]
    for post in made:
        content = (
            f'<div class="news news-single"><div class="article"><h1 itemprop="headline">{post.title}</h1>'
            f'<time itemprop="datePublished" datetime="{post.published:%Y-%m-%d}">{post.published:%d.%m.%Y}</time>'
            f'<div class="news-text-wrap" itemprop="articleBody">{post.html}</div></div></div>'
        )
        pages[f"/presse/detail/{post.slug}/"] = page(post.title, content, press=press, head=generator, lang="de")
    return Site("aussen.lundia.example", "/", pages, {f"/presse/detail/{post.slug}/": post for post in made})


def trs() -> Site:
    """TRS: pages named index_1.htm by a script, dates in addresses and beside the links."""
    made = posts(17, ("en",))
    pages: dict[str, str | bytes] = {"/": front(press=("News", "/xwdt/")), "/xwdt/": ""}
    targets: dict[str, Post] = {}
    chunks = paged(made, 8)
    for number, chunk in enumerate(chunks):
        rows = ""
        for index, post in enumerate(chunk):
            name = f"{post.published:%Y%m}/t{post.published:%Y%m%d}_{100200 + 10 * number + index}.htm"
            targets[f"/xwdt/{name}"] = post
            rows += (
                f'<li><a href="./{name}" target="_blank">{post.title}</a><span>({post.published:%Y-%m-%d})</span></li>'
            )
        script = f'<script>createPageHTML({len(chunks)}, {number}, "index", "htm");</script>'
        content = f'<div class="newsList"><ul class="list_content">{rows}</ul></div><div class="page">{script}</div>'
        pages["/xwdt/" if not number else f"/xwdt/index_{number}.htm"] = page("News", content, press=("News", "/xwdt/"))
    for target, post in targets.items():
        content = (
            f'<div class="article"><h1 id="ti" class="title">{post.title}</h1><p class="info"><span id="con_time">'
            f'{post.published:%Y-%m-%d %H:%M}</span></p><div class="TRS_Editor">{post.html}</div></div>'
        )
        pages[target] = page(post.title, content, press=("News", "/xwdt/"))
    return Site("www.lundia.example", "/", pages, dict(targets))


def gsb() -> Site:
    """Government Site Builder: ``SharedDocs`` addresses, ``gtp`` pages behind a link to the next."""
    made = posts(11, ("en",))
    press = ("Pressemitteilungen", "/DE/Presse/pressemitteilungen_node.html")
    head = '<link rel="stylesheet" href="/SiteGlobals/Frontend/Styles/normalize.css">'
    pages: dict[str, str | bytes] = {"/": front(press=press, head=head, lang="de")}
    targets = {f"/SharedDocs/Pressemitteilungen/DE/{p.published:%Y/%m}/{p.slug}.html": p for p in made}
    chunks = paged(list(targets.items()), 4)
    for number, chunk in enumerate(chunks, 1):
        rows = "".join(
            '<div class="c-teaser"><div class="c-teaser__wrap"><p class="c-teaser__metadata">'
            '<span class="c-topline__category">'
            f'Pressemitteilung</span> <time datetime="{post.published:%Y-%m-%d}">{post.published:%d.%m.%Y}</time></p>'
            '<h2 class="c-teaser__headline">'
            f'<a class="c-teaser__link" href="{target.lstrip("/")}?nn=4711">{post.title}</a></h2></div></div>'
            for target, post in chunk
        )
        more = (
            '<a class="c-nav-index__forward" title="Nächste Seite"'
            f' href="DE/Presse/pressemitteilungen_node.html?gtp=4710_list%253D{number + 1}">'
            "vor</a>"
        )
        index = f'<div class="c-nav-index">{more if number < len(chunks) else ""}</div>'
        content = f'<h1 class="isFirstInSlot">Pressemitteilungen</h1>{rows}{index}'
        target = "/DE/Presse/pressemitteilungen_node.html" + (f"?gtp=4710_list%253D{number}" if number > 1 else "")
        pages[target] = page(
            "Presse", content, press=press, head=head + '<base href="https://bund.lundia.example/">', lang="de"
        )
    for target, post in targets.items():
        content = (
            f'<div id="content"><h1 class="isFirstInSlot">{post.title}</h1><p class="docData"><span class="date">'
            f'{post.published:%d.%m.%Y}</span></p><div class="richtext">{post.html}</div></div>'
        )
        whole = page(post.title, content, press=press, head=head, lang="de")
        pages[target] = pages[f"{target}?nn=4711"] = whole
    return Site("bund.lundia.example", "/", pages, {f"{target}?nn=4711": post for target, post in targets.items()})


def wordpress_undated() -> Site:
    """A theme that shows neither dates nor further pages: only its REST interface leads to the last post."""
    made = posts(24, ("en",))
    head = '<link rel="https://api.w.org/" href="https://wp.lundia.example/wp-json/">'
    head += '<meta name="generator" content="WordPress 6.4">'
    cards = "".join(
        f'<div class="card-x"><a class="card-link" href="/{post.slug}/"><h3>{post.title}</h3></a></div>'
        for post in made[:9]
    )
    more = '<button class="load-more" data-page="2">More</button>'
    press = ("Press releases", "/press-releases/")
    pages: dict[str, str | bytes] = {"/": front(press=press, head=head)}
    pages["/press-releases/"] = page(
        "Press", f'<h1>Press releases</h1><div class="cards">{cards}</div>{more}', press=press, head=head
    )
    for post in made:
        text = f'<div class="entry-content">{post.html}</div>'
        content = f'<article class="post"><h1 class="entry-title">{post.title}</h1>{text}</article>'
        meta = f'{head}<meta property="article:published_time" content="{post.published.isoformat()}+01:00">'
        pages[f"/{post.slug}/"] = page(post.title, content, press=press, head=meta)
    types = {}
    about = "_fields=id,date,modified,link,title,type,lang"
    for number, chunk in enumerate(paged(made, 50), 1):
        data = [
            {"id": i, "date": post.published.isoformat(), "modified": post.published.isoformat(), "type": "post",
             "link": f"https://wp.lundia.example/{post.slug}/", "title": {"rendered": post.title}}
            for i, post in enumerate(chunk)
        ]  # fmt: skip
        target = f"/wp-json/wp/v2/posts?per_page=50&{about}" + (f"&page={number}" if number > 1 else "")
        pages[target] = json.dumps(data)
        types[target] = "application/json"
    return Site("wp.lundia.example", "/", pages, {f"/{post.slug}/": post for post in made}, types)


def sharepoint() -> Site:
    """A table of links, addresses that end in .aspx, the text in a field named by a number."""
    made = posts(9, ("en",))
    head = '<meta name="GENERATOR" content="Microsoft SharePoint">'
    press = ("Media releases", "/News/Pages/default.aspx")
    targets = {f"/News/Pages/{post.slug}.aspx": post for post in made}
    rows = "".join(
        f'<tr><td class="news-date">{post.published:%d/%m/%Y}</td><td class="news-link">'
        f'<a href="{target}">{post.title}</a></td></tr>'
        for target, post in targets.items()
    )
    pages: dict[str, str | bytes] = {"/": front(press=press, head=head)}
    pages["/News/Pages/default.aspx"] = page(
        "News", f'<table class="news-table"><tbody>{rows}</tbody></table>', press=press, head=head
    )
    for target, post in targets.items():
        content = (
            f'<div id="DeltaPlaceHolderMain"><h1 id="pageTitle">{post.title}</h1>'
            f'<div class="news-date">{post.published:%d/%m/%Y}</div>'
            '<div id="ctl00_PlaceHolderMain_ctl01__ControlWrapper_RichHtmlField"'
            f' class="ms-rtestate-field">{post.html}</div></div>'
        )
        pages[target] = page(post.title, content, press=press, head=head)
    return Site("sp.lundia.example", "/", pages, dict(targets))
