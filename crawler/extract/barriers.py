"""Pages that stand before a site: a login, a question about cookies, an empty shell that scripts fill in a browser.

Each is known by what it is made of and by how little else it says: a statement may ask for a login or speak of cookies.
"""

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from crawler.extract.lines import Line
from crawler.extract.tree import title_of
from crawler.model.failure import Failure

_LITTLE: Final = 600  # characters of text outside the frame: a barrier says no more
_SHELL: Final = 250  # characters of text in a shell, frame and all
_TEMPLATES: Final = 2
_MARKS: Final = 3  # a third of a text in templates' lines: it is one
_PASSWORD: Final = etree.XPath("//input[translate(@type, 'PASWORD', 'pasword') = 'password']")
_LOGIN: Final = re.compile(
    r"^(?:please )?(?:log ?[io]n|sign ?in|user log ?in|member log ?in|authentication(?: required)?|restricted area"
    r"|anmelden|anmeldung|login|se connecter|connexion|identification|iniciar sesión|acceso|entrar|accedi|inloggen"
    r"|logga in|logg inn|log ind|kirjaudu|zaloguj(?: się)?|logowanie|přihlášení|prihlásenie|prijava|bejelentkezés"
    r"|autentificare|вход|войти|авторизация|вхід|увійти|уваход|daxil ol(?:un)?|giriş(?: yap)?|تسجيل الدخول|ورود|כניסה"
    r"|ログイン|登录|登錄|로그인|đăng nhập|log masuk|เข้าสู่ระบบ)\b.{0,60}$",
    re.IGNORECASE,
)
_CONSENT: Final = re.compile(
    r"cookie|consent|gdpr|datenschutz|privacy|einwilligung|zustimm|akzept|accept|confidentialité|privacidad|privacidade"
    r"|файл\w* cookie|куки|kuki|evästee|slapuk|sīkdat|küpsis|çerez|ملفات تعريف|כוקי|クッキー|쿠키",
    re.IGNORECASE,
)
_CHOICE: Final = re.compile(
    r"^(?:i )?(?:accept|agree|reject|decline|allow|manage|settings|alle akzeptieren|akzeptieren|ablehnen|zustimmen"
    r"|einstellungen|tout accepter|accepter|refuser|aceptar|rechazar|aceitar|rejeitar|accetta|rifiuta|accepteren"
    r"|weigeren|akceptuj\w*|zgadzam|принять|отклонить|согласен|прийняти|kabul|qəbul|souhlasím|godkänn|hyväksy|同意"
    r"|すべて受け入れる|موافق)",
    re.IGNORECASE,
)
_ROOTS: Final = frozenset(
    {"root", "app", "__next", "__nuxt", "___gatsby", "app-root", "react-root", "main-app", "svelte"}
)
_SCRIPTS_NEEDED: Final = re.compile(
    r"(?:enable|activate|turn on|requires?|needs?|without) java ?script|java ?script (?:is )?(?:enabled|required"
    r"|disabled"
    r"|needed|aktivier|muss|activ)|javascript.{0,60}(?:aktivieren|einschalten|activer|activar|habilitar|ativar|включ"
    r"|увімкн|etkinleştir|aktiv|有効|启用|啟用|활성)|(?:aktivier|activez|active|habilite|ative|включите"
    r"|увімкніть).{0,30}javascript",
    re.IGNORECASE,
)


def barrier(root: etree._Element, lines: Sequence[Line]) -> Failure | None:
    """Why the page is a barrier and no statement, or ``None``."""
    said = [line for line in lines if not line.frame and not line.header]
    length = sum(len(line.text) for line in said)
    if _MARKS * sum(len(line.text) for line in said if "{{" in line.text) > length:
        return Failure("content.browser", "the page holds templates that scripts fill in a browser")
    if length > _LITTLE:
        return None
    return _login(root, said) or _consent(lines, length) or _shell(root, lines)


def _login(root: etree._Element, said: Sequence[Line]) -> Failure | None:
    fields = _PASSWORD(root)
    if not fields:
        return None
    title = title_of(root)
    named = [line.text for line in said if line.level] + re.split(r"\s*[|–—·»:]\s*|\s-\s", title)
    called = next((text for text in named if _LOGIN.match(text)), None)
    return Failure("content.login", f"the page asks for a login: {called[:100]!r}") if called else None


def _consent(lines: Sequence[Line], length: int) -> Failure | None:
    """Choices about cookies, and hardly a line that is about anything else."""
    choices = [line for line in lines if len(line.text) <= 60 and _CHOICE.match(line.text)]
    about = sum(len(line.text) for line in lines if _CONSENT.search(line.text))
    other = sum(len(line.text) for line in lines if not _CONSENT.search(line.text) and len(line.text) > 60)
    if choices and about > 80 and other < 80 and about * 2 > length:
        return Failure("content.consent", "the page asks for consent to cookies and holds nothing else")
    return None


def _shell(root: etree._Element, lines: Sequence[Line]) -> Failure | None:
    if sum(line.text.count("{{") for line in lines) > _TEMPLATES:
        return Failure("content.browser", "the page holds templates that scripts fill in a browser")
    if sum(len(line.text) for line in lines) > _SHELL:
        return None
    scripts = sum(1 for item in root.iter("script") if item.get("src"))
    if not scripts:
        return None
    for item in root.iter("noscript"):
        if _SCRIPTS_NEEDED.search("".join(item.itertext())):
            return Failure("content.browser", "the page says that it needs JavaScript: its text is made in a browser")
    for item in root.iter("div", "app-root", "main", "body"):
        if (item.get("id") or str(item.tag)) in _ROOTS or item.get("ng-app") is not None:
            return Failure("content.browser", "the page is a shell that scripts fill in a browser")
    return None
