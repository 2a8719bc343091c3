# ruff: noqa: E501 - templates, as systems write them
"""Pages as the default templates of known systems write them, by own hand: one statement in each."""

from typing import Final, NamedTuple

from tests.extract.pages import PROSE, paragraphs_html

TITLE: Final = "Statement on the opening of the crossing"
BODY: Final = paragraphs_html(PROSE)
_MENU: Final = "".join(f'<li class="menu-item"><a href="/{n}">Section {n} of the ministry</a></li>' for n in range(12))
_TEASERS: Final = "".join(
    f'<div class="views-row"><h3><a href="/s{n}">Another statement of the ministry, {n}</a></h3><p>Its first words.</p></div>'
    for n in range(4)
)


class Written(NamedTuple):
    """One family's page: its head, body element's attributes, and body."""

    family: str
    head: str
    attributes: str
    body: str
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def html(self) -> str:
        return (
            f"<!DOCTYPE html><html lang=en><head><title>{TITLE} | Ministry</title>{self.head}</head>"
            f"<body {self.attributes}>{self.body}</body></html>"
        )


PAGES: Final = (
    Written(
        "wordpress",
        '<meta name="generator" content="WordPress 6.5">',
        'class="post-template-default single single-post postid-7 has-sidebar"',
        f'<nav><ul>{_MENU}</ul></nav><main id="main"><article class="post-7 post type-post"><header class="entry-header">'
        f'<h1 class="entry-title">{TITLE}</h1><div class="entry-meta"><span class="posted-on"><time class="entry-date'
        f' published" datetime="2021-11-08T09:00:00+04:00">8 November 2021</time></span><span class="byline"> by admin'
        f'</span></div></header><div class="entry-content">{BODY}<div class="sharedaddy sd-sharing-enabled"><h3>Share this:'
        f'</h3><ul><li><a href="#">Twitter</a></li></ul></div><div id="jp-relatedposts"><p>Related statements of ours,'
        f' which are much like this one.</p></div></div><footer class="entry-footer"><span class="cat-links">Posted in'
        f' <a href="/c">Statements</a></span></footer></article><nav class="post-navigation"><a href="/p">An older'
        f' statement of the ministry</a></nav></main><aside class="widget-area"><section class="widget"><h2>Recent Posts'
        f'</h2><ul>{_MENU}</ul></section></aside>',
    ),
    Written(
        "wordpress",
        '<link rel="stylesheet" href="https://www.mfa.example/wp-includes/blocks/style.min.css">',
        'class="wp-embed-responsive"',
        f'<div class="wp-site-blocks"><header class="wp-block-template-part"><ul>{_MENU}</ul></header><main'
        f' class="wp-block-group"><h1 class="wp-block-post-title">{TITLE}</h1><div class="wp-block-post-date"><time'
        f' datetime="2021-11-08">November 8, 2021</time></div><div class="entry-content wp-block-post-content">{BODY}'
        f'<div class="wp-block-file"><a href="/a.pdf">The agreement</a></div></div><div class="wp-block-post-terms"><a'
        f' href="/t">Crossing</a></div></main></div>',
    ),
    Written(
        "wordpress",
        '<script src="/wp-content/plugins/elementor/assets/js/frontend.min.js"></script>',
        'class="elementor-default elementor-page single-post"',
        f'<div data-elementor-type="single-post"><section class="elementor-section"><div class="elementor-widget'
        f' elementor-widget-theme-post-title"><h1 class="elementor-heading-title">{TITLE}</h1></div></section><section'
        f' class="elementor-section"><ul class="elementor-post-info"><li><span class="elementor-post-info__item--type-date">'
        f'November 8, 2021</span></li></ul><div class="elementor-widget elementor-widget-theme-post-content"><div'
        f' class="elementor-widget-container">{BODY}</div></div><div class="elementor-share-buttons">Facebook Twitter</div>'
        f"</section></div>",
    ),
    Written(
        "drupal",
        '<meta name="Generator" content="Drupal 10 (https://www.drupal.org)">',
        'class="path-node page-node-type-press-release"',
        f'<div class="dialog-off-canvas-main-canvas"><nav><ul>{_MENU}</ul></nav><main role="main"><h1 class="page-title">'
        f'<span class="field field--name-title">{TITLE}</span></h1><article class="node node--type-press-release"><div'
        f' class="node__meta">Submitted by editor on Sun, 11/07/2021 - 21:10</div><div class="node__content"><div'
        f' class="field field--name-field-date"><time datetime="2021-11-08T12:00:00Z">November 8, 2021</time></div><div'
        f' class="clearfix text-formatted field field--name-body field--type-text-with-summary">{BODY}</div><div'
        f' class="field field--name-field-tags"><a href="/t/1">Crossing</a></div></div></article></main><aside><div'
        f' class="view view-related">{_TEASERS}</div></aside></div>',
    ),
    Written(
        "drupal",
        '<script src="/misc/drupal.js?abc"></script><link href="/sites/all/themes/mfa/s.css" rel=stylesheet>',
        'class="html not-front node-type-news"',
        f'<div id="page"><ul>{_MENU}</ul><h1 id="page-title" class="title">{TITLE}</h1><div class="node node-news"><div'
        f' class="content"><div class="field field-name-field-date"><span class="date-display-single">Monday, November 8,'
        f' 2021</span></div><div class="field field-name-body field-type-text-with-summary"><div class="field-items"><div'
        f' class="field-item even" property="content:encoded">{BODY}</div></div></div></div><ul class="links inline"><li><a'
        f' href="/p">Printer-friendly version of this page</a></li></ul></div></div>',
    ),
    Written(
        "plone",
        '<meta name="generator" content="Plone - http://plone.org">',
        'class="template-newsitem_view portaltype-news-item section-news"',
        f'<div id="portal-columns"><div id="portal-column-one"><ul>{_MENU}</ul></div><div id="portal-column-content"><div'
        f' id="content"><h1 class="documentFirstHeading">{TITLE}</h1><div class="documentByLine"><span'
        f' class="documentPublished">published Nov 08, 2021 09:00 AM</span>, <span class="documentModified">last modified'
        f' Nov 09, 2021 10:00 AM</span></div><div id="content-core"><div id="parent-fieldname-text">{BODY}</div></div><div'
        f' class="relatedItems"><a href="/r">A related statement of the ministry</a></div><div class="documentActions"><a'
        f' href="#">Print this</a></div></div></div></div>',
    ),
    Written(
        "liferay",
        '<link href="/o/frontend-theme-font-awesome-web/css/main.css" rel="stylesheet">',
        'class="controls-visible yui3-skin-sam signed-out public-page site"',
        f'<div class="mt-4"><ul>{_MENU}</ul></div><div class="portlet-boundary portlet-asset-publisher"><div'
        f' class="asset-full-content"><h2 class="asset-title">{TITLE}</h2><div class="asset-content"><div'
        f' class="journal-content-article">{BODY}</div></div><div class="asset-metadata"><span class="metadata-publish-date">'
        f'8 November 2021</span><span class="metadata-view-count">117 Views</span></div><div'
        f' class="taglib-social-bookmarks"><ul><li><a href="#">Tweet</a></li></ul></div></div></div>',
    ),
    Written(
        "gsb",
        '<meta name="generator" content="Government Site Builder">',
        'class="gsb js-off lang-de"',
        f'<div id="wrapperDivisions"><h1 class="aural">Navigation und Service</h1><nav><ul>{_MENU}</ul></nav><div'
        f' id="content" class="content"><h1 class="isFirstInSlot">{TITLE}</h1><div class="docData"><span class="kind">'
        f'Pressemitteilung</span> <span class="label">Datum</span> <span class="value date">08.11.2021</span></div>{BODY}'
        f'<p class="navToTop"><a href="#top">Nach oben</a></p></div><div id="marginal"><h2>Weitere Informationen</h2>'
        f'<p>Hier steht, was sonst noch zum Thema gehört und gelesen werden will.</p></div></div>',
    ),
    Written(
        "typo3",
        '<meta name="generator" content="TYPO3 CMS"><link href="/typo3temp/assets/css/a.css" rel="stylesheet">',
        'id="p12" class="page-12"',
        f'<nav><ul>{_MENU}</ul></nav><div class="news news-single"><div class="article" itemscope'
        f' itemtype="http://schema.org/Article"><div class="header"><h1 itemprop="headline">{TITLE}</h1></div><p><span'
        f' class="news-list-date"><time itemprop="datePublished" datetime="2021-11-08">08.11.2021</time></span></p><div'
        f' class="news-text-wrap" itemprop="articleBody">{BODY}</div><div class="news-backlink-wrap"><a href="/news">Back to'
        f' the list of all news</a></div><div class="news-related-wrap"><h2>Related</h2><ul>{_MENU}</ul></div></div></div>',
    ),
    Written(
        "trs",
        '<meta name="ArticleTitle" content="x"><script src="../../images/trs_count.js"></script>',
        "",
        f'<div class="header"><ul>{_MENU}</ul></div><div class="content"><div class="title" id="title">{TITLE}</div><div'
        f' class="info">2021-11-08 10:15 来源：外交部 【字号：大 中 小】</div><div class="view TRS_UEDITOR trs_paper_default">{BODY}'
        f'</div><div class="share">分享到： <a href="#">微信</a></div><div class="xgwd"><p>相关文档</p><ul>{_MENU}</ul></div></div>',
    ),
    Written(
        "govuk",
        '<meta name="govuk:content-id" content="x"><meta name="govuk:first-published-at" content="2021-11-08T09:00:00Z">',
        'class="gem-c-layout-for-public govuk-template__body"',
        f'<header role="banner"><ul>{_MENU}</ul></header><main role="main" id="content"><div class="gem-c-heading"><span'
        f' class="gem-c-heading__context">Press release</span><h1 class="gem-c-heading__text">{TITLE}</h1></div><div'
        f' class="gem-c-metadata"><dl><dt>From:</dt><dd><a href="/o">Foreign Office</a></dd><dt>Published</dt><dd>8 November'
        f' 2021</dd></dl></div><div class="gem-c-govspeak govuk-govspeak"><div class="govspeak">{BODY}</div></div><div'
        f' class="gem-c-share-links"><h2>Share this page</h2></div><div class="gem-c-published-dates">Published 8 November'
        f" 2021</div></main>",
    ),
    Written(
        "sharepoint",
        '<meta name="GENERATOR" content="Microsoft SharePoint"><script src="/_layouts/15/init.js"></script>',
        "",
        f'<form method="post" id="aspnetForm"><div id="sideNavBox"><ul>{_MENU}</ul></div><div id="DeltaPlaceHolderMain"><h1'
        f' class="news-title">{TITLE}</h1><div class="news-date">8 November 2021</div><div id="ctl00_Ph_RichHtmlField"'
        f' class="ms-rtestate-field">{BODY}<p>\u200b</p></div></div></form>',
    ),
    Written(
        "joomla",
        '<meta name="generator" content="Joomla! - Open Source Content Management">',
        'class="site com_content view-article"',
        f'<ul>{_MENU}</ul><div class="item-page" itemscope itemtype="https://schema.org/Article"><div class="page-header"><h2'
        f' itemprop="headline">{TITLE}</h2></div><dl class="article-info"><dd class="published"><time'
        f' datetime="2021-11-08">Published: 08 November 2021</time></dd><dd class="hits">Hits: 412</dd></dl><div'
        f' itemprop="articleBody">{BODY}</div><ul class="pager pagenav"><li><a href="/a">Prev</a></li></ul></div>',
    ),
    Written(
        "bitrix",
        '<link href="/bitrix/cache/css/s1/main/page.css" rel="stylesheet">',
        "",
        f'<div class="menu"><ul>{_MENU}</ul></div><h1 id="pagetitle">{TITLE}</h1><div class="news-detail"><span'
        f' class="news-date-time">08.11.2021</span>{BODY}<div class="news-detail-share">Поделиться</div></div>',
    ),
)  # fmt: skip
