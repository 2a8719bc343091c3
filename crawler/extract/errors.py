"""Pages that a server sends in place of the one asked for, under a status of success: it failed, rests or is new.

Errors of servers, databases and programs, too many requests, maintenance, the pages that servers come with, and what
archives say of pages that they do not have. A statement may speak of all of these: what says so must be a title or a
heading as a whole, or words that only machines write, and hardly anything else may stand on the page.
"""

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from crawler.extract import labels
from crawler.extract.lines import Line
from crawler.extract.tree import title_of
from crawler.model.failure import Failure

_LITTLE: Final = 800  # characters outside frames and links: an error says no more
_PROSE: Final = 200  # characters of a paragraph of a statement: a program's warning may stand above one
_NAME: Final = 160  # characters of a title or heading that is looked at
_PARTS: Final = re.compile(r"\s[|–—-]\s|\s*[|:»«]\s+|\s{2,}")

# Whole titles and headings. ``~`` stands for a short rest of the sentence.
_FAILED: Final = (
    "(?:http|server|erreur|fehler|ошибка|помилка|hata|xəta|خطأ|エラー|错误|오류)?[ :-]*(?:error|status|code|kod|"
    r"код)?[\s:№#(-]*(?:400|401|403|405|408|429|50[0-9]|51[01]|52[0-9])[\s:.)!|–—-]*(?:(?:internal server error|"
    "bad (?:request|gateway)|service (?:temporarily )?unavailable|gateway time-?out|(?:http |server |web server |"
    "origin )?(?:error|is down|is unreachable)|too many requests|forbidden|unauthori[sz]ed|access denied|"
    "method not allowed|not implemented|request time-?out|backend fetch|erreur|fehler|ошибка|помилка|hata)~)?",
    "(?:internal )?server error(?: in .{1,60} application)?|(?:http )?error|runtime error|application error"
    "|unexpected error|fatal error|database error|sql error|system error|error page|bad gateway|bad request"
    "|gateway time-?out|request time-?out|backend fetch failed|guru meditation~",
    "(?:an? )?(?:unexpected |internal |unknown |server )?error (?:has )?occurred~"
    "|error establishing a database connection"
    "|(?:we(?:['’]| a)re )?(?:sorry,? |whoops,? |oops[,!]* )?(?:but )?(?:looks like )?something(?: has)? (?:went|"
    "gone) wrong~",
    "(?:the )?(?:service|server|web ?site|site|page|system) (?:is |was )?(?:currently |temporarily |too )"
    "+(?:unavailable|down|busy|overloaded|offline)~|service unavailable|too many (?:requests|connections)~"
    "|rate limit(?:ed| exceeded| reached)?~|bandwidth limit exceeded|resource limit is reached"
    "|account (?:has been )?suspended~",
    "interner (?:server)?fehler"
    "|(?:der )?(?:dienst|server|seite|website) (?:ist )?(?:derzeit|momentan|vorübergehend) nicht (?:verfügbar|"
    r"erreichbar)~|zu viele anfragen|es ist ein (?:\w+ )?fehler aufgetreten~",
    r"erreur (?:interne|serveur|inattendue|technique)~|une erreur (?:\w+ )?(?:est survenue|s['’]est produite)~"
    "|(?:le )?(?:service|site) (?:est )?(?:temporairement |momentanément )?(?:indisponible|inaccessible)~"
    "|trop de requêtes",
    "error interno(?: del servidor)?|(?:se )?ha(?: ocurrido|bido) un error~|ocurrió un error~"
    "|demasiadas (?:solicitudes|peticiones)~|(?:el )?(?:servicio|sitio) (?:no disponible|temporalmente fuera)~"
    "|erro interno(?: do servidor)?|ocorreu um erro~|serviço indisponível~|muitas (?:solicitações|requisições)"
    "|errore (?:interno|del server)~|si è verificato un errore~|servizio non disponibile~|troppe richieste",
    r"(?:внутренняя )?ошибка (?:сервера|базы данных|приложения|500)|произошла (?:\w+ )?ошибка~"
    "|слишком много запросов"
    "|(?:сайт|сервис|сервер|портал|ресурс) (?:временно )?(?:недоступен|не работает|перегружен)~"
    "|технические неполадки|(?:внутрішня )?помилка сервера|сталася помилка~|забагато запитів"
    "|сайт тимчасово недоступний~|(?:унутраная )?памылка сервера|сайт часова недаступны~|грешка в сървъра"
    "|вътрешна грешка~|възникна грешка~",
    "(?:wewnętrzny )?błąd serwera|wystąpił błąd~|zbyt wiele (?:żądań|zapytań)|(?:vnitřní )?chyba serveru"
    "|vnitřní chyba~|došlo k chybě~|interná chyba~|(?:belső )?szerverhiba|(?:belső )?hiba történt~"
    "|eroare (?:internă|de server)~|a apărut o eroare~"
    "|(?:interna )?greška (?:na )?(?:servera|serveru|poslužitelja)|došlo je do gre[šs]ke~|napaka strežnika"
    "|vidinė serverio klaida|įvyko klaida~|(?:iekšēja )?servera kļūda|sisemine (?:serveri )?viga|palvelinvirhe"
    "|sisäinen (?:palvelin)?virhe|(?:internt )?serverfel|intern (?:server)?fe(?:il|jl)|interne serverfout"
    "|er is (?:een|iets) (?:fout|mis)~|σφάλμα διακομιστή|εσωτερικό σφάλμα~",
    "(?:dahili )?sunucu hatası|bir hata oluştu~|çok fazla istek|(?:daxili )?server xətası|xəta baş verdi~"
    "|сервер қатесі|қате (?:орын алды|пайда болды)~|server xatosi|xatolik yuz berdi~|սերվերի սխալ"
    "|სერვერის შეცდომა",
    "خطأ (?:داخلي )?(?:في )?(?:الخادم|السيرفر|النظام)~|حدث خطأ~|الخدمة غير متاحة~|طلبات كثيرة~"
    "|خطای (?:داخلی )?سرور~|خطایی رخ داد~|سرویس در دسترس نیست~|שגיאת שרת|שגיאה פנימית~|אירעה שגיאה~|سرور کی خرابی",
    "(?:内部)?(?:サーバ(?:ー)?|システム)エラー~|エラーが発生しました~|アクセスが(?:集中|混雑)し~"
    "|(?:内部)?(?:服务器|系统|伺服器|系統|程序)(?:内部)?(?:错误|繁忙|忙|異常|异常|出错|錯誤)~"
    "|(?:请求|访问|訪問)(?:过于|过|太)(?:频繁|多)~|(?:内部 )?(?:서버|시스템) ?(?:내부 )?(?:오류|에러|장애)~"
    "|오류가 발생~|요청이 너무 많습니다~|เกิดข้อผิดพลาด~|ข้อผิดพลาดของเซิร์ฟเวอร์~|lỗi (?:máy chủ|hệ thống)~"
    "|đã xảy ra lỗi~|terjadi kesalahan~|ralat pelayan~|kesalahan server~|सर्वर त्रुटि~|hitilafu (?:ya )?seva~",
)  # fmt: skip
_INSTALLED: Final = (  # pages that servers come with
    "welcome to (?:nginx|openresty|caddy|centos|tengine|apache)~|apache2? .{0,30}default page~|it works!?"
    r"|(?:iis|microsoft[- ]iis|internet information services)(?: ?\d+(?:\.\d)?)?(?: windows(?: server)?)?"
    "|(?:(?:apache|nginx) )?(?:http server )?test page(?: for)?~|test page for the (?:apache|nginx)~"
    "|default (?:web ?)?(?:site|server|page)(?: page)?|web server['’]s default page|domain default page"
    r"|index of /.{0,60}|directory listing (?:for|denied)~|apache tomcat(?:/[\d.]+)?~"
    "|(?:this )?domain (?:is |name is )?(?:parked|for sale)~",
)  # fmt: skip
_RESTS: Final = (  # maintenance: a statement may announce one, and bears a date
    "(?:(?:the|this|our) )?(?:web ?site|site|system|portal|page|server|service)(?: is)?(?: currently|"
    " temporarily)?(?: down)?(?: undergoing| under| for| in)?(?: scheduled| routine| planned)? (?:maintenance|"
    "construction)~|(?:(?:scheduled|routine|planned) )?maintenance(?: mode| page| in progress)?"
    "|(?:currently |we are (?:currently )?)?(?:down for|undergoing|under|performing)(?: scheduled| routine|"
    " planned)? (?:maintenance|construction)|coming soon"
    "|(?:(?:the|our) site )?(?:we['’]ll|will) be (?:right )?back~|be right back|(?:site |temporarily )offline",
    "wartung(?:sarbeiten|smodus)?"
    "|(?:die |diese |unsere )?(?:web)?(?:seite|site) (?:befindet sich |ist |wird )?(?:(?:derzeit|gerade|momentan)"
    " )?(?:in wartung|im aufbau|gewartet)~|(?:gepland )?onderhoud"
    "|(?:de |deze |onze )?(?:web)?site is (?:tijdelijk )?in onderhoud~",
    "(?:le |ce |notre )?(?:site|service|portail) (?:web )?(?:est )?(?:actuellement )?en (?:cours de )"
    "?(?:maintenance|construction)~|(?:page )?en (?:maintenance|construction)|maintenance (?:en cours|du site)",
    "(?:el |o |la |il |este )?(?:sitio|site|sito|portal|portale|página|pagina)(?: web)?(?: está| è| se encuentra)"
    "? (?:en|em|in) (?:mantenimiento|manutenção|manutenzione|construcción|construção|costruzione|manteniment)~"
    "|(?:en |em |in )?(?:mantenimiento|manutenção|manutenzione|manteniment)|en construcción|em construção"
    "|in costruzione|mantenimiento (?:del sitio|programado|web)",
    "(?:на сайте |на портале )?(?:ведутся|проводятся|идут) (?:технические|профилактические|регламентные) работы~"
    "|(?:технические|профилактические|регламентные) работы(?: на (?:сайте|портале|сервере))?"
    "|(?:сайт|портал|страница) (?:находится )?(?:на|в) (?:обслуживании|реконструкции|разработке|техобслуживании|"
    "профилактике)~|техническое обслуживание(?: сайта)?|(?:на сайті )?(?:ведуться|проводяться) технічні роботи~"
    "|технічні роботи(?: на сайті)?|сайт (?:на|в) (?:обслуговуванні|реконструкції|розробці)~"
    "|(?:на сайце )?(?:вядуцца|праводзяцца) тэхнічныя работы~|тэхнічныя работы"
    "|сайтът (?:е )?в (?:профилактика|поддръжка|процес на поддръжка)~|в (?:профилактика|поддръжка)"
    "|сајт (?:је )?у (?:одржавању|изради|припреми)~",
    "przerwa techniczna|prace (?:techniczne|konserwacyjne)|strona w (?:budowie|przebudowie)~"
    "|(?:plánovaná )?(?:odstávka|údržba)(?: (?:webu|stránek|systému|serveru|stránok))?"
    "|stránky? (?:jsou |sú |je )?(?:v údržbě|ve výstavbě|v údržbe|vo výstavbe|mimo provoz)~"
    "|(?:tervezett )?karbantartás|(?:az oldal )?karbantartás alatt~"
    "|(?:site(?:-ul)? )?(?:(?:este )?în|in) (?:mentenanță|construcție|lucru)"
    "|(?:stranica|sajt) (?:je )?u (?:izradi|održavanju|pripremi)~|stran je v (?:izdelavi|vzdrževanju)~"
    "|huolto(?:katko|tauko|työt?)|hooldustööd|tehniskie darbi|(?:techniniai|profilaktikos) darbai"
    "|(?:planerat |pågående )?underhåll|vedlikehold|vedligeholdelse|υπό (?:κατασκευή|συντήρηση)"
    "|(?:η )?ιστοσελίδα .{0,20}(?:συντήρηση|κατασκευή)~",
    "(?:site|sitemiz|web sitemiz) (?:bakım|yapım) ?(?:da(?:yız)?|aşamasında(?:dır)?)~"
    "|bakım(?:dayız| çalışması| modu)?|yapım aşamasında"
    "|(?:saytda )?(?:texniki|təmir|profilaktik) işl[əe]r(?: aparılır)?|(?:сайтта )?техникалық жұмыстар"
    "|(?:saytda )?texnik ish(?:lar)?|տեխնիկական աշխատանքներ|ტექნიკური სამუშაოები|техник ажил",
    "(?:الموقع|الصفحة|البوابة) (?:الآن )?(?:تحت|قيد|في) (?:ال)?(?:صيانة|إنشاء|تطوير|تحديث)~"
    "|(?:تحت|قيد|في) (?:ال)?(?:صيانة|إنشاء)"
    "|(?:سایت|وب ?سایت|پورتال) در (?:حال|دست) (?:تعمیر|به ?روز ?رسانی|بروزرسانی|ساخت)~"
    "|در (?:حال|دست) (?:تعمیر|به ?روز ?رسانی|بروزرسانی|ساخت)|האתר (?:נמצא )?ב(?:תחזוקה|בנייה)~|ב(?:תחזוקה|בנייה)"
    "|(?:वेबसाइट )?रखरखाव|রক্ষণাবেক্ষণ",
    "(?:ただいま|現在)?、?(?:サイト|システム|サーバー?)?(?:は|の)?(?:メンテナンス|工事|準備)中~"
    "|(?:サイト|システム|サーバー?)?メンテナンス(?:のお知らせ)?"
    "|(?:网站|網站|系统|系統|服务器)(?:正在)?(?:维护|維護|升级|建设|建設)中?~|正在(?:维护|升级|建设)中?"
    "|(?:维护|維護|升级|建设|建設)中|(?:시스템|서비스|사이트|홈페이지) ?(?:정기 )?점검 ?(?:중|안내)?~|점검 ?중"
    "|(?:เว็บไซต์)?(?:ปิด|อยู่ระหว่าง|กำลัง)(?:การ)?ปรับปรุง(?:เว็บไซต์)?"
    "|(?:trang web|website|hệ thống) (?:đang |được )?bảo trì~|(?:đang )?bảo trì(?: hệ thống)?"
    "|(?:situs|laman|sistem)(?: web)? (?:ini )?(?:sedang )?(?:dalam )?(?:pemeliharaan|perbaikan|penyelenggaraan|"
    "pembaikan)~|sedang (?:dalam )?(?:pemeliharaan|perbaikan|penyelenggaraan|pembaikan)"
    "|tovuti (?:iko )?(?:kwenye|katika) matengenezo~",
)  # fmt: skip


def _whole(sayings: Sequence[str]) -> re.Pattern[str]:
    return re.compile("^(?:" + "|".join(sayings).replace("~", ".{0,60}") + ")$", re.IGNORECASE)


_ERROR: Final = _whole((*_FAILED, *_INSTALLED))
_RESTING: Final = _whole(_RESTS)
# Words that machines write, wherever they stand in a line.
_MACHINES: Final = re.compile(
    "|".join(
        (
            r"\b(?:fatal error|parse error|warning|notice|deprecated): .{0,300} in \S+\.(?:php|inc)\b",
            r"\buncaught (?:\w+\\)*\w*(?:exception|error)\b|call to (?:undefined|a member) function",
            r"\b(?:mysqli?|pg|oci|odbc|mssql|sqlsrv|ibase)_\w+\(\)|\bSQLSTATE\[|\bORA-\d{5}\b|\bPDOException\b",
            r"you have an error in your sql syntax|unknown database '|error establishing a database connection",
            r"(?:could not|can['’]?t|cannot|unable to|failed to) connect to (?:the |local )?(?:\w+ )?"
            r"(?:database|mysql|sql server)\b",
            r"microsoft ole db provider|\[odbc .{1,40}driver\]|unclosed quotation mark",
            r"traceback \(most recent call last\)|\bjava\.(?:lang|io|sql)\.\w+|javax?\.servlet|at org\.apache\.",
            r"\bSystem\.(?:Web|Data|NullReference|Web\.Http)\w*\.?\w*exception|server error in '.{0,40}' application",
            r"object reference not set to an instance|correlation id: ?[0-9a-f-]{20,}",
            r"the server encountered an internal error or misconfiguration",
            r"the server is temporarily unable to service your",
            r"the website encountered an unexpected error|there has been a critical error on this website",
            r"briefly unavailable for scheduled maintenance|we['’]re sorry, but something went wrong",
            r"the nginx web server is successfully installed|nginx is functioning normally",
            r"this is the default (?:web|welcome) page",
            r"the (?:user|client) has sent too many requests|you have been rate limited|xid: \d{6,}",
            r"the wayback machine has not archived that url|this url has been excluded from the wayback machine"
            r"|page cannot be (?:crawled or )?displayed due to robots\.txt",
        )
    ),
    re.IGNORECASE,
)  # fmt: skip


def server_error(root: etree._Element, lines: Sequence[Line]) -> Failure | None:
    """Why the page is no answer to what was asked, or ``None``."""
    said = [line for line in lines if not line.frame and not line.header and not line.is_link]
    rest: list[Line] = []
    length = 0
    for line in said:
        if not _MACHINES.search(line.text):
            rest.append(line)
            length += len(line.text)
            if length > _LITTLE:
                return None
    title = title_of(root)
    machine = next((found for line in said if (found := _MACHINES.search(line.text))), None)
    if machine and not any(len(line.text) > _PROSE for line in rest):
        return Failure("content.error", f"the server failed and says: {machine.group(0)[:100]!r}")
    headings = [line.text for line in lines if line.level and not line.frame and not line.is_link][:4]
    is_dated = any(line.dated or labels.is_date_line(line.text) for line in said)
    for name in (*headings, title, *_PARTS.split(title)):
        name = name.strip(" !.…*")
        if not name or len(name) > _NAME:
            continue
        if _ERROR.match(name):
            return Failure("content.error", f"the server failed or shows a page of its own: {name[:100]!r}")
        if _RESTING.match(name) and not is_dated:
            return Failure("content.error", f"the site is not at work: {name[:100]!r}")
    return None
