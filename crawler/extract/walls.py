"""Walls: a challenge, captcha or block page that answers in place of the site.

A page that merely speaks of Cloudflare or of captchas is none: little text and a wall's own title, phrase or code are
needed together.
"""

import re
from typing import Final

from lxml import etree

from crawler.extract.text import squeeze
from crawler.extract.tree import text_of, title_of
from crawler.model.failure import Failure
from crawler.model.reading import Page

# What walls put into a page that is nothing but the wall, whoever's template stands around it.
_CODES: Final = (
    b"cf_chl_opt", b"cf-chl-", b"/cdn-cgi/challenge-platform/", b"_Incapsula_Resource", b"sucuri_cloudproxy_js",
    b"ddos-guard", b"DDoS-Guard", b"__ddg", b"/.within.website/x/cmd/anubis", b"_pxCaptcha", b"px-captcha",
    b"geo.captcha-delivery.com", b"AwsWafIntegration", b"awswaf", b"bobcmn", b"TSPD_101", b"slowAES",
)  # fmt: skip
_TITLE: Final = re.compile(
    "^(?:"
    + "|".join(
        (
            "just a moment",
            "attention required",
            "access denied",
            "please wait",
            "one moment,? please",
            "checking your browser",
            "ddos-guard",
            "security check",
            "are you a robot",
            "robot check",
            "making sure you['’]re not a bot",
            "request rejected",
            "human verification",
            "bot verification",
            "you have been blocked",
            "verify(?:ing)? you are human",
            "(?:403 )?forbidden",
            "pardon our interruption",
        )
    )
    + r")\b",
    re.IGNORECASE,
)
_PHRASE: Final = re.compile(
    "|".join(
        (
            "enable javascript and cookies to continue",
            "checking (?:if the site connection is secure|your browser before)",
            r"the requested url was rejected\. please consult",
            "verify(?:ing)? (?:that )?you are (?:a )?human",
            "you don['’]t have permission to access .{1,200} on this server",
            "ray id: [0-9a-f]{10,}",
            r"support id is:? ?<?\d{10,}",
            "complete the captcha",
            "unusual traffic from your",
            "you appear to be a (?:ro)?bot",
            "we['’]ve seen too many requests",
            "please (?:confirm|prove) (?:that )?you are (?:a )?(?:human|not a robot)",
            r"(?:your )?(?:access|request) (?:has been|was) (?:blocked|denied) by",
            "подтвердите, что (?:вы не робот|запросы отправляли вы)",
            "проверка браузера перед переходом",
            "доступ к (?:сайту|ресурсу) (?:ограничен|заблокирован)",
            "accès (?:temporairement )?restreint",
            "bitte bestätigen sie, dass sie (?:ein mensch|kein roboter) sind",
            "请完成(?:安全)?验证|您的访问(?:行为)?被(?:拦截|阻断)|访问(?:过于|太)频繁",
            r"incident id: [\d-]{10,}",
        )
    ),
    re.IGNORECASE,
)
_LONGEST: Final = 1500  # characters: a wall says little
_SHORT: Final = 400  # … and where its title alone speaks for it, less
_LARGE: Final = 64 * 1024  # bytes: beyond it only a page with a wall's code or title is looked at


def wall(page: Page, root: etree._Element, length: int | None = None) -> Failure | None:
    """Why the page is a wall, or ``None``. ``length``: of its text in characters, where that is known."""
    if page.header("cf-mitigated") == "challenge":
        return Failure("blocked.challenge", "the server answered with a challenge (cf-mitigated)")
    if length is not None and length > _LONGEST:
        return None
    title = title_of(root)
    coded = next((code for code in _CODES if code in page.body), None)
    if not coded and not _TITLE.match(title) and len(page.body) > _LARGE:
        return None
    text = squeeze(text_of(root))
    if len(text) > _LONGEST:
        return None
    phrase = _PHRASE.search(text)
    if _TITLE.match(title) and (coded or phrase or len(text) < _SHORT):
        return Failure("blocked.challenge", f"a wall answered: {title[:100]!r}")
    if phrase:
        return Failure("blocked.challenge", f"a wall answered: {phrase.group(0)[:100]!r}")
    if coded and len(text) < 200:
        return Failure("blocked.challenge", f"a wall's script answered ({coded.decode()})")
    return None
