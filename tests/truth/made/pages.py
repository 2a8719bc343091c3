"""Which text stands in which skeleton: the pages of the corpus, one line each."""

from typing import Final

from tests.truth.made.corpus import Nothing, Row

STATEMENTS: Final = (
    Row(
        "ar_wordpress",
        "wordpress_classic",
        "ar",
        "https://www.mofa.example.ar/ar/2024/03/14/border-crossing-agreement/",
    ),
    Row(
        "ar_sharepoint",
        "sharepoint",
        "ar/call",
        "https://www.mofa.example/MediaCenter/News/Pages/call-090124.aspx",
        "div",
    ),
    Row("fa_handmade", "php_handmade", "fa", "https://mfa.example/portal/newsview/741852"),
    Row("he_drupal10", "drupal10", "he", "https://www.mfa.example/he/pages/border-crossing"),
    Row("hi_drupal7", "drupal7", "hi", "https://www.mea.example/press-releases.htm?dtl/37791", "justify"),
    Row("th_elementor", "wordpress_elementor", "th", "https://www.mfa.example/th/content/border-crossing-2567"),
    Row("ko_plain", "plain_table", "ko", "https://www.mofa.example/www/brd/m_4080/view.do?seq=374512", "br"),
    Row("ja_plone", "plone5", "ja", "https://www.mofa.example/mofaj/press/danwa/page4_006123.html", "fullwidth"),
    Row("zh_trs", "trs", "zh", "https://www.fmprc.example/fyrbt/202403/t20240314_11260123.shtml", "fullwidth"),
    Row("zh_liferay_visit", "liferay", "zh/visit", "https://www.fmprc.example/web/guest/wjb/-/asset_publisher/55120"),
    Row("zh_tw_handmade", "php_handmade", "zh_tw", "https://www.mofa.example/News_Content.aspx?n=95&s=97014", "br"),
    Row("ru_bitrix", "bitrix", "ru", "https://www.mid.example/ru/foreign_policy/news/1938472/"),
    Row(
        "ru_bitrix_1251",
        "bitrix",
        "ru/interview",
        "https://mid.example/press/interviews/556/",
        "br",
        charset="windows-1251",
        header="text/html",
    ),
    Row("uk_wordpress", "wordpress_classic", "uk", "https://mfa.example.ua/news/zayava-pro-punkt-propusku"),
    Row("ka_joomla", "joomla", "ka", "https://mfa.example/index.php/ka/press/1204-statement-border"),
    Row("hy_drupal7", "drupal7", "hy", "https://www.mfa.example/hy/press-releases/12345", words={"field_title": "1"}),
    Row(
        "el_joomla",
        "joomla",
        "el",
        "https://www.mfa.example/epikairotita/anakoinose-gia-te-sumphonia.html",
        words={"modified": "Τρίτη, 03 Φεβρουαρίου 2026"},
    ),
    Row("tr_webforms", "sharepoint", "tr", "https://www.mfa.example/no_-52_-sinir-kapisi.tr.mfa"),
    Row("vi_plain", "plain_table", "vi", "https://www.mofa.example/vi/tt_baochi/nr140314", "br1"),
    Row("vi_drupal10", "drupal10", "vi", "https://mofa.example/vi/tra-loi-cau-hoi-ve-cua-khau"),
)
NOTHING: Final[tuple[Nothing, ...]] = ()
