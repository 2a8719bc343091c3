"""The families' default templates, as data: by what a page shows its family, and where its fields stand.

Selectors are in order of preference. ``date`` names what the template shows as the day of publication, never the
system's own time of creation.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Family:
    """One system. ``generator`` and ``headers`` are lower-case parts of what a page says, ``paths`` parts of the
    addresses of its styles and scripts, ``classes`` names that its elements bear.
    """

    name: str
    generator: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()


_WORDPRESS: Final = Family(
    name="wordpress",
    generator=("wordpress", "elementor", "divi"),
    headers=("api.w.org", "x-pingback"),
    paths=("/wp-content/", "/wp-includes/", "/wp-json/"),
    classes=("wp-block-post-content", "wp-site-blocks", "elementor", "et_pb_section"),
    title=(
        "h1.entry-title", "h1.wp-block-post-title", "h1.post-title", "h1.elementor-heading-title",
        ".et_pb_title_container h1", "h1.page-title", ".entry-header h1", "h1.single-title",
    ),
    date=(
        "time.entry-date.published", "time.entry-date", ".wp-block-post-date time", "time.published", ".posted-on time",
        ".elementor-post-info__item--type-date", ".et_pb_title_meta_container .published", ".entry-date", ".post-date",
        ".entry-meta time", "abbr.published",
    ),
    body=(
        ".wp-block-post-content", ".elementor-widget-theme-post-content", ".et_pb_post_content", ".entry-content",
        ".post-content", ".td-post-content", ".single-content", ".the-content", ".post-entry", ".entry",
    ),
    remove=(
        ".sharedaddy", ".jp-relatedposts", ".addtoany_share_save_container", ".post-navigation", ".nav-links",
        ".heateor_sss_sharing_container", ".yarpp", ".yarpp-related", ".ssba", ".essb_links", ".wp-block-post-terms",
        ".entry-footer", ".author-box", ".post-views", ".pvc_stats", "#comments", ".wp-caption-text", ".printfriendly",
        ".post-tags", ".wp-block-latest-posts", ".wp-block-query", ".et_social_inline", ".et_post_meta_wrapper",
        ".elementor-share-buttons", ".elementor-post-navigation", ".ez-toc-container", "#toc_container",
    ),
    kind=(".cat-links a", ".entry-categories a", ".wp-block-post-terms a"),
    attachments=(".wp-block-file a", ".gde-link"),
)  # fmt: skip
_PLONE: Final = Family(
    name="plone",
    generator=("plone", "volto"),
    headers=("x-powered-by: zope", "server: zope"),
    paths=("++plone++", "++resource++", "portal_css", "portal_javascripts"),
    classes=(
        "documentFirstHeading", "plone-toolbar-left", "portaltype-news-item", "portaltype-document", "section-news",
    ),
    title=("h1.documentFirstHeading", ".documentFirstHeading", "#content h1"),
    date=(
        ".documentPublished .value", ".documentPublished", ".documentByLine .documentPublished", "#pub-date",
        ".newsitem-date", ".published time",
    ),
    body=(
        "[property='rnews:articleBody']", "#parent-fieldname-text", ".parent-fieldname-text", "#content-core",
        "#page-document", "#content .plain",
    ),
    remove=(
        ".documentByLine", "#plone-document-byline", "#viewlet-below-content", "#viewlet-below-content-body",
        "#viewlet-above-content-title", ".documentActions", ".document-actions", ".newsImageContainer", ".leadImage",
        ".discussion", "#category", ".relatedItems", "#relatedItems", ".social-links", ".compartilhar",
        "#viewlet-social-like",
        ".portalMessage", ".visualNoPrint", ".discreet",
    ),
    kind=(".documentCategory", "#category a"),
    attachments=(".attachments a", ".file a"),
)  # fmt: skip
_DRUPAL: Final = Family(
    name="drupal",
    generator=("drupal",),
    headers=("x-generator: drupal", "x-drupal-"),
    paths=("/sites/default/files/", "/sites/all/", "/core/misc/", "/misc/drupal.js", "/core/assets/"),
    classes=("field--name-body", "field-name-body", "node__content", "dialog-off-canvas-main-canvas"),
    title=(
        "h1.page-title", "h1#page-title", ".field--name-title", "h1.page-header", ".node__title", "h1.title",
        ".field-name-title h1", ".block-page-title-block h1",
    ),
    date=(
        ".field--name-field-date time", ".field--name-field-publication-date time", ".field--name-field-news-date time",
        ".field--name-field-press-release-date time", ".field--name-field-release-date time", ".date-display-single",
        ".field--name-field-date", ".field-name-field-date", ".views-field-field-date .field-content",
        ".field--type-datetime time", ".node__meta time",
    ),
    body=(
        ".field--name-body", ".field-name-body", ".field--type-text-with-summary", ".field-type-text-with-summary",
        ".views-field-body .field-content", ".node__content", ".node-content", ".node .content",
    ),
    remove=(
        ".field--name-field-tags", ".field-name-field-tags", ".node__links", "ul.links", ".service-links", ".a2a_kit",
        ".pager", ".book-navigation", ".field--name-field-related", ".addtoany_list", ".node__submitted", ".submitted",
        ".visually-hidden", ".element-invisible", "#comments", ".comment-wrapper", ".block-system-breadcrumb-block",
        ".view-related",
    ),
    kind=(".field--name-field-news-type", ".field--name-field-type", ".field--name-field-category"),
    attachments=("span.file a", ".file a", ".field--type-file a", ".field-type-file a"),
)  # fmt: skip
_LIFERAY: Final = Family(
    name="liferay",
    generator=("liferay",),
    headers=("liferay-portal",),
    paths=(
        "/o/frontend-", "/html/js/liferay", "/o/js_loader_", "/combo/?", "/documents/d/guest/",
        "-theme/css/main.css",
    ),
    classes=("journal-content-article", "asset-full-content", "portlet-boundary", "lfr-layout-structure-item"),
    title=(".asset-title", ".journal-content-article h1", ".header-title", ".portlet-title-text", "#main-content h1"),
    date=(".metadata-publish-date", ".asset-publish-date", ".fecha", ".publish-date"),
    body=(
        ".asset-full-content .journal-content-article", ".journal-content-article",
        ".asset-full-content .asset-content", ".asset-content",
    ),
    remove=(
        ".asset-ratings", ".taglib-social-bookmarks", ".social-bookmarks", ".asset-links", ".asset-metadata",
        ".lfr-asset-metadata", ".metadata-view-count", ".taglib-discussion", ".lfr-discussion", ".asset-actions",
        ".lfr-meta-actions", ".asset-more", ".asset-user-info", ".breadcrumb", ".portlet-topper", ".hide-accessible",
    ),
    kind=(".metadata-categories a", ".asset-categories a"),
    attachments=(".asset-attachments a",),
)  # fmt: skip
_GSB: Final = Family(
    name="gsb",
    generator=("government site builder",),
    paths=("SiteGlobals/", "SharedDocs/"),
    classes=("gsb",),
    title=("h1.isFirstInSlot", ".c-intro__headline", "#content h1", "main h1", "#main h1"),
    date=(
        ".docData .date", ".docData dd.date", "#content .docData", ".c-intro__metadata time", "span.dateOfIssue",
        "p.date", "span.date", ".metadata .date",
    ),
    body=("#content .richtext", "#content .text", "#content .s-richtext", "main .s-richtext", "#content"),
    remove=(
        ".docData", ".c-pressContact", "#socialBookmarks", ".sectionRelated", "#marginal", "#navFunctions", ".navSkip",
        ".zusatzinformationen", ".backToTop", ".navToTop", "p.navToTop", ".c-share", ".aural", ".unsichtbar", "#share",
        ".picture .source", ".copyright", ".c-intro__metadata", ".teaser", ".downloadLink", "#toplink", ".c-contact",
    ),
    kind=(".kicker", ".c-intro__kicker", ".dachzeile", ".topline", ".category"),
    attachments=("a.downloadLink", "a.FTpdf", "a.c-link--download", ".download a"),
)  # fmt: skip
_TYPO3: Final = Family(
    name="typo3",
    generator=("typo3",),
    paths=("typo3temp/", "typo3conf/", "/_assets/"),
    classes=("tx-news", "news-text-wrap", "news-single", "tx-ttnews", "csc-default"),
    title=(
        ".news-single h1", ".news-single [itemprop='headline']", ".tx-news-pi1 h1", ".tx-news h1",
        ".news-single-item h1", ".news-detail h1",
    ),
    date=(
        ".news-single time[itemprop='datePublished']", ".news-single .news-list-date time",
        ".news-single .news-list-date",
        ".news-single-timedata", ".news-single-date", ".news-single time", "time[itemprop='datePublished']",
        ".news-list-date",
    ),
    body=(
        ".news-text-wrap", ".news-single [itemprop='articleBody']", ".news-single-content", ".news-single-item",
        ".news-single", ".tx-ttnews",
    ),
    remove=(
        ".news-backlink-wrap", ".news-single-backlink", ".news-related-wrap", ".news-img-wrap", ".news-single-img",
        ".news-single-rightbox", ".news-single .footer", ".news-single footer", ".news-list-date",
        ".news-list-category",
        ".news-list-author", ".news-single-timedata", ".ce-gallery", ".news-related", ".news-single-additional-info",
        ".f3-widget-paginator", ".csc-textpic-caption", ".news-single-imgcaption",
    ),
    kind=(".news-list-category", ".news-single .category"),
    attachments=(".news-related-files a", ".news-single-files a", ".ce-uploads a"),
)  # fmt: skip
_TRS: Final = Family(
    name="trs",
    generator=("trs",),
    paths=("trs_", "/images/trs"),
    classes=("TRS_Editor", "TRS_UEDITOR", "trs_editor_view", "TRS_PreAppend"),
    title=("#ti", "#title", "h1.title", ".article-title", ".xxgk_title", ".title h1", "h1", "h2.title"),
    date=("#News_Body_Time", ".pages-date", ".article-date", "#con_time", ".info .date", ".pubtime"),
    body=(
        ".TRS_UEDITOR", ".trs_editor_view", ".TRS_Editor", "#UCAP-CONTENT", "#News_Body_Txt_A", "#zoom", "#zoomcon",
        "#detailContent", ".pages_content", ".article-content", "#Zoom", "#article", "#con_con",
    ),
    remove=("#div_div", ".bdsharebuttonbox", "#qr_container", ".share", ".editor", ".fujian", "#xgwd", ".ewm", "style"),
    attachments=(".fujian a", "#appendix a", ".appendix a"),
)  # fmt: skip
_GOVUK: Final = Family(
    name="govuk",
    paths=("assets.publishing.service.gov.uk",),
    classes=("gem-c-govspeak", "gem-c-title", "gem-c-heading", "gem-c-published-dates", "govspeak"),
    title=(
        "h1.gem-c-heading__text", "h1.gem-c-title__text", ".gem-c-title h1", ".gem-c-heading h1",
        "h1.govuk-heading-xl", "main h1",
    ),
    date=(
        "meta[name='govuk:first-published-at']", ".gem-c-metadata__definition time", ".gem-c-published-dates",
        ".app-c-published-dates",
    ),
    body=(".gem-c-govspeak", ".govspeak"),
    remove=(
        ".gem-c-contextual-sidebar", ".gem-c-share-links", ".gem-c-published-dates", ".app-c-published-dates",
        ".gem-c-print-link", ".gem-c-translation-nav", ".gem-c-metadata", ".gem-c-notice", ".gem-c-contents-list",
        ".gem-c-contextual-footer", ".gem-c-back-to-top", ".gem-c-feedback", ".gem-c-devolved-nations",
    ),
    kind=(".gem-c-heading__context", ".gem-c-title__context", ".govuk-caption-xl"),
    attachments=(".gem-c-attachment__title a", ".attachment a", "a.govuk-link[href$='.pdf']"),
)  # fmt: skip
_SHAREPOINT: Final = Family(
    name="sharepoint",
    generator=("microsoft sharepoint",),
    headers=("microsoftsharepointteamservices", "sprequestguid"),
    paths=("/_layouts/", "/_catalogs/", "/Style%20Library/", "/Style Library/"),
    classes=("ms-rtestate-field", "ms-webpart-zone", "ms-rtestate-write"),
    title=(
        "h1.ms-rteElement-H1", ".news-title", "#pageTitle", "#DeltaPlaceHolderPageTitleInTitleArea",
        "#DeltaPlaceHolderMain h1", "h1",
    ),
    date=(".article-date", ".news-date", ".publishingDate", ".date-line", "#DeltaPlaceHolderMain .date"),
    body=(
        "[id$='_RichHtmlField']", "#DeltaPlaceHolderMain .ms-rtestate-field", ".ms-rtestate-field", ".article-content",
        ".ms-wikicontent", "[data-automation-id='textBox']", ".PageContent", "#DeltaPlaceHolderMain",
    ),
    remove=(
        ".ms-hide", ".ms-webpart-chrome-title", "#DeltaPlaceHolderLeftNavBar", "#sideNavBox", ".ms-breadcrumb",
        ".ms-rte-layoutszone-empty", ".ms-dialogHidden", ".captioned-image", ".image-caption",
    ),
    attachments=(".ms-rtestate-field a[href$='.pdf']", ".link-item a"),
)  # fmt: skip
_JOOMLA: Final = Family(
    name="joomla",
    generator=("joomla",),
    paths=("/media/jui/", "/media/system/js/", "/components/com_", "/media/com_", "/media/vendor/joomla"),
    classes=("com_content", "item-page", "itemFullText", "com-content-article"),
    title=(
        ".item-page [itemprop='headline']", "h2.itemTitle", "h1.itemTitle", ".item-page .page-header h1",
        ".item-page .page-header h2", ".item-page h1", ".item-page h2", "h1.article-title", ".contentheading",
    ),
    date=(
        "dd.published time", "time[itemprop='datePublished']", ".itemDateCreated", ".com-content-article__info time",
        ".createdate",
    ),
    body=(
        ".item-page [itemprop='articleBody']", ".com-content-article__body", ".itemBody", ".itemFullText",
        "[itemprop='articleBody']",
        ".article-content", ".item-page", ".article",
    ),
    remove=(
        ".article-info", "dl.article-info", "ul.pager", ".pagenav", ".pagination", ".tags", ".icons", ".itemToolbar",
        ".itemSocialSharing", ".itemRelated", ".itemNavigation", ".itemLinks", ".itemAuthorLatest", ".itemRatingBlock",
        ".itemHits", ".content_rating", ".item-image", ".itemImageBlock", ".itemDateModified", ".itemBackToTop",
    ),
    kind=("dd.category-name a", ".itemCategory a"),
    attachments=(".itemAttachments a", ".attachmentsList a"),
)  # fmt: skip
_BITRIX: Final = Family(
    name="bitrix",
    generator=("bitrix",),
    headers=("x-powered-cms: bitrix",),
    paths=("/bitrix/",),
    classes=("news-detail", "bx-core"),
    title=(".news-detail h1", ".news-detail h3", "h1#pagetitle", "h1"),
    date=(".news-date-time", ".news-detail-date", ".news-detail .date"),
    body=(".news-detail-text", ".news-detail-content", ".news-detail", ".detail_text", ".detail-text"),
    remove=(
        ".news-date-time", ".news-detail-share", ".detail_picture", ".news-detail-back", ".bx-sharing",
        ".bx-breadcrumb",
    ),
)  # fmt: skip
_CONTAO: Final = Family(
    name="contao",
    generator=("contao",),
    paths=("/assets/contao/", "/assets/js/mootools"),
    classes=("mod_newsreader", "mod_article", "ce_text"),
    title=(".mod_newsreader h1", "#main h1"),
    date=(".mod_newsreader .info time", ".mod_newsreader time"),
    body=(".mod_newsreader .layout_full", ".mod_newsreader"),
    remove=(
        ".mod_newsreader .info", ".mod_newsreader .back", ".mod_newsreader .caption",
        ".mod_newsreader .image_container",
    ),
)  # fmt: skip
_OPENCMS: Final = Family(
    name="opencms",
    generator=("opencms",),
    headers=("server: opencms",),
    paths=("/export/system/modules/", "org.opencms"),
    classes=("type-article",),
    title=(".detail-page h1", ".type-article h1", "h1"),
    date=(".detail-date", ".intro .date", ".pivots .date"),
    body=(".detail-content", ".type-article", ".detail-page"),
    remove=(".pivots", ".detail-links", ".share"),
)  # fmt: skip

FAMILIES: Final = (
    _GOVUK, _GSB, _WORDPRESS, _DRUPAL, _PLONE, _LIFERAY, _TYPO3, _TRS, _SHAREPOINT, _JOOMLA, _BITRIX, _CONTAO, _OPENCMS,
)  # fmt: skip
