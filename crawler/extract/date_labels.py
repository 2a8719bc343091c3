"""What pages write beside a date: that it is the day of publication, of a change, or of something else.

Labels are words of many languages; a date without one is judged by where it stands.
"""

import re
from typing import Final, Literal

Label = Literal["published", "changed", "other"]

_PUBLISHED: Final = re.compile(
    r"(?<![^\W_])(?:"
    + "|".join(
        (
            # English
            r"(?:first )?published|publication date|publish(?:ed)? date|date published|date of publication"
            r"|date of issue|date issued|issue date|issued",
            r"posted|date posted|release date|date of release|released|for (?:immediate )?release"
            r"|press release date|date of (?:the )?(?:press )?release|created (?:on|at)|submitted (?:by|on)"
            r"|uploaded|added on|dated|date(?= ?:)|^date$",
            # German, Dutch, Scandinavian
            r"veröffentlicht|veröffentlichung(?:sdatum)?|^datum$|erschienen|erscheinungsdatum|datum(?= ?:)"
            r"|gepostet|publiziert|eingestellt|gespeichert von|geschrieben (?:von|am)|erstellt|verfasst"
            r"|ausgabedatum|pressemitteilung vom|meldung vom|ausgegeben",
            r"gepubliceerd|publicatiedatum|geplaatst|nieuwsbericht|publicerad|publicerat|publiceringsdatum"
            r"|publisert|publiceret|udgivet|offentliggjort|lagt ut|utgivningsdag|útgáfudagur",
            # French, Spanish, Portuguese, Italian, Romanian, Catalan
            r"publié|publiée|date de publication|mis en ligne|mise en ligne|posté|paru|diffusé|publication",
            r"publicad[oa]|fecha de publicación|fecha(?= ?:)|publicación|data de publicação|data da publicação"
            r"|data(?= ?:)|postado|divulgado",
            r"pubblicat[oa]|data di pubblicazione|data pubblicazione|inserito il|postat|publicat(?:ă)?(?: la| pe)?"
            r"|data publicării|publicat el",
            # Polish, Czech, Slovak, Slovene, Croatian, Serbian, Bosnian, Hungarian
            r"opublikowan[oey]|data publikacji|data(?= ?:)|data dodania|dodano|utworzono|data utworzenia"
            r"|publikováno|zveřejněno|vydáno|datum vydání|datum zveřejnění|zverejnené|zverejnen[oé]|publikované"
            r"|dátum(?= ?:)|vložené|vloženo",
            r"objavljen[oaie]?|datum objave|objava|objavio|postavljeno|megjelen(?:és|t)|közzététel|közzétéve"
            r"|publikálva|dátuma?(?= ?:)|datum(?= ?:)",
            r"објављен[оаи]|датум(?= ?:)|датум објаве|објавено",
            # Russian, Ukrainian, Belarusian, Bulgarian, Kazakh …
            r"опубликован[оаы]?|дата публикации|дата(?= ?:)|размещено|дата размещения|добавлено|дата создания"
            r"|создано|опубліковано|дата публікації|оприлюднено|розміщено|апублікавана|дата публікацыі|размешчана"
            r"|публикувано|публикуван[аои]?|дата на публикуване",
            r"жарияланған(?: күні)?|жарияланды|жарыяланды|e'lon qilingan|chop etilgan|joylashtirilgan|нашр шуд"
            r"|санаи нашр",
            # Azerbaijani, Turkish, Baltic, Finnish, Estonian, Greek, Albanian, Maltese
            r"dərc (?:olunub|edilib)|yayımlanıb|dərc tarixi|tarix(?= ?:)|yayınlan(?:ma tarihi|dı)|yayın tarihi"
            r"|yayımlanma tarihi|yayımlandı|eklenme tarihi|tarih(?= ?:)|giriş tarihi",
            r"paskelbta|publikuota|paskelbimo data|publicēts|publicēta|publicēšanas datums|ievietots|julkaistu"
            r"|julkaisupäivä|julkaistu|avaldatud|postitatud|δημοσιεύ(?:τηκε|θηκε)|δημοσίευση"
            r"|ημερομηνία(?: δημοσίευσης)?(?= ?:)|ανάρτηση|publikuar|botuar|data e publikimit|ippubblikat",
            # Arabic, Persian, Hebrew, Armenian, Georgian, Urdu
            r"نُ?شر(?:ت)?(?: في| بتاريخ)?|تاريخ النشر|تاريخ الإصدار|التاريخ(?= ?:)|تاريخ(?= ?:)|تم النشر"
            r"|تاریخ انتشار|تاریخ(?= ?:)|منتشر شده|زمان انتشار|تاريخ الخبر|شائع",
            r"פורסם|תאריך פרסום|תאריך(?= ?:)|הועלה|հրապարակվել է|հրապարակված|ամսաթիվ|გამოქვეყნ(?:და|ებულია"
            r"|ების თარიღი)|თარიღი(?= ?:)",
            # Malay, Indonesian, Vietnamese, Thai, Hindi, Swahili, Mongolian, Tetum
            r"diterbitkan|tarikh(?= ?:)|dipublikasikan|diposting|tanggal(?: terbit| rilis)?(?= ?:)|dimuat naik"
            r"|ngày đăng|đăng ngày|ngày xuất bản|xuất bản|cập nhật lúc(?= ?:)|imechapishwa|iliyochapishwa"
            r"|ilichapishwa|imewekwa|imetolewa|tarehe"
            r"|нийтэлсэн",
            # "Date:", alone
            r"(?:dato|dagsetning|päivä(?:ys|määrä)|kuupäev|datums|datë|keltezés|күні|сана|огноо|sene|დღე|दिनांक"
            r"|दिनाङ्क|तारीख|तिथि|मिति|তারিখ|திகதி|தேதி|తేదీ|ದಿನಾಂಕ|തീയതി|දිනය|วันที่|ວັນທີ|កាលបរិច្ឆេទ|ថ្ងៃទី|နေ့စွဲ"
            r"|ngày|petsa|taariikh|ranar|ቀን|tarehe|ημ/νία|күнү|тарых|sanasi|loron)(?= ?:)",
            r"वितरित|प्रविष्टि तिथि|पोस्ट किया गया|प्रकाशित(?: तिथि)?|posted on|jalkaistu",
        )
    )
    + r")(?![^\W_])"
    # No blanks part words here.
    r"|发布(?:时间|日期|于)?|發布(?:時間|日期)?|發佈(?:時間|日期)?|(?<!更新)(?<!修改)(?:日期|时间|時間)[:：]|公布日|公開日"
    r"|掲載日|発表日|発出日|公表日|作成日|配信日|등록일|작성일|게시일|입력|발행일|배포일|보도일|วันที่(?:เผยแพร่|นำเข้าข้อมูล|ลงข้อมูล"
    r"|ประกาศ|ลงข่าว)|เผยแพร่(?:เมื่อ|วันที่)?|โพสต์เมื่อ",
    re.IGNORECASE,
)
_CHANGED: Final = re.compile(
    r"(?<![^\W_])(?:"
    + "|".join(
        (
            r"last upd\.?|(?:last |page )?(?:updat|modif|chang|revis|review|edit|amend)\w*|last (?:build|saved"
            r"|checked)|up ?dated|as of|current as of|retrieved|accessed|printed|version of",
            r"aktualis\w+|aktualiz\w+|geändert|letzten? (?:änderung|aktualisierung)|stand(?= ?[-–:])"
            r"|stand(?=(?: vom)? \d)|zuletzt"
            r"|überarbeitet|bearbeitet|bijgewerkt|gewijzigd|laatst|uppdatera\w*|senast|oppdatert|sist endret"
            r"|opdateret|senest",
            r"mis(?:e)? à jour|dernière (?:mise à jour|modification)|modifié\w*|actualizad[oa]"
            r"|fecha de (?:la última )?actualización|data d[ae] (?:última )?atualização"
            r"|última (?:actualización|modificación|atualização|modificação)|modificad[oa]|atualizad[oa]"
            r"|aggiornat[oa]|ultim[oa] (?:aggiornamento|modifica)|modificat[oa]?|actualizat\w*"
            r"|ultima (?:actualizare|modificare)",
            r"ostatni\w* (?:modyfikacj\w*|aktualizacj\w*|zmian\w*)|zmodyfikowan\w*|zaktualizowan\w*"
            r"|poslední (?:změna|aktualizace|úprava)|upraveno|změněno|posledná (?:zmena|aktualizácia)|upravené"
            r"|zadnja sprememba|posodobljeno|ažurirano|posljednja izmjena|frissítve|módosít\w*|utolsó frissítés"
            r"|ажурирано|последна промена",
            r"обновлен[оаы]?|обновлени[ея]|изменен[оаы]?|изменён|последнее (?:изменение|обновление)|дата изменения"
            r"|оновлен[оаы]?|змінено|оновлення|останні зміни|абноўлен\w*|зменена|актуализиран\w*"
            r"|последна промяна|өзгертілген|жаңартылған",
            r"yenilən\w*|dəyiş\w*|son yeniləmə|güncellen?\w*|güncelleme(?: tarihi)?|son güncelleme|atnaujint\w*"
            r"|redaguota|atjaunin\w*|päivitetty|muokattu|viimeksi|uuendatud|muudetud|ενημερώθηκε"
            r"|τελευταία (?:ενημέρωση|τροποποίηση)|përditësuar",
            r"آخر تحديث|تاريخ التحديث|تم التحديث|تم التعديل|آخرین (?:به ?روز ?رسانی|ویرایش|تغییر)|به ?روز ?رسانی"
            r"|עודכן|עדכון אחרון|תאריך עדכון|թարմացվել|განახლ\w*",
            r"dikemas ?kini|kemaskini|diperbarui|terakhir|cập nhật|imesasishwa|шинэчил\w*|अपडेट|अद्यतन|अंतिम",
        )
    )
    + r")(?![^\W_])"
    r"|更新|最終改訂|改定|最后修改|修改|수정|업데이트|최종|ปรับปรุง|อัปเดต|แก้ไข",
    re.IGNORECASE,
)
# When something else is made public: results, a list, a law.
_OF_OTHERS: Final = re.compile(
    r"(?<![^\W_])(?:publication|publicaci[oó]n|publicação|publicació|pubblicazione|publicare\w?|veröffentlichung"
    r"|bekanntgabe|publicatie|δημοσίευση|announcement|anuncio|annonce|duyuru)\s+"
    r"(?:(?:of|des|de|du|do|dos|das|da|del|della|dei|degli|delle|von|der|van|a|al|των|του|της|the|los|las|les|la|le)\s+)+"
    r"(?!(?:press|release|article|artículo|artigo|articolo|not[ií]cia|comunicado|communiqué|news|this|statement|page|site"
    r"|date|by|von|por|par)(?![^\W_]))[^\W\d_]{4,}"
    r"|(?<![^\W_])(?:публикаци\w|публікаці\w|опубликовани\w|оприлюднення|publikacj\w|ogłoszeni\w|zveřejnění|objav[ae]"
    r"|közzététele?)\s+(?!(?:сайт\w*|новост\w*|стать\w*|материал\w*|artyku\w*|člán\w*)(?![^\W_]))[^\W\d_]{4,}"
    r"[^:]{0,40}:\s*$",
    re.IGNORECASE,
)
_OTHER: Final = re.compile(
    r"(?<![^\W_])(?:"
    + "|".join(
        (
            r"deadline|due|closing date|closes|closed|opens|expir\w+|valid (?:until|from|through)|effective|effect"
            r"|until|till|starts?|starting|begins?|beginning|ends?|ending|event date|event|when|where|venue"
            r"|meeting|hearing|session|conference|from|since|between|embargo\w*|born|died|comments? (?:by|due)"
            r"|consultation|apply by|today|today is|now|copyright|©|view(?:s|ed)?|archived|reply|says|wrote"
            r"|commented|scheduled|upcoming|next|previous",
            r"frist|bis zum|ab dem|gültig|termin|veranstaltung|beginn|ende|anmeldeschluss|heute|sagt|antworten"
            r"|kommentar|ab|bis|seit|wann",
            r"date limite|jusqu['’]au|valable|événement|aujourd['’]hui|dit|répondre|commentaire|fecha límite|hasta"
            r"|válido|evento|hoy|dice|responder|comentario|prazo|até|hoje|disse|comentário|scadenza|fino al|valido"
            r"|oggi|dal",
            r"termin składania|do dnia|ważne|wydarzenie|dzisiaj|dziś|komentarz|odpowiedz|срок|до|действует"
            r"|мероприятие|сегодня|сейчас|комментари\w*|ответить|говорит|просмотр\w*|строк|сьогодні|сёння"
            r"|son tarix|bu gün|bugün|son tarih|geçerli|yorum|etkinlik|اليوم|حتى|امروز|היום|hari ini|hôm nay|leo"
            r"|сегодняшн\w+",
        )
    )
    + r")(?![^\W_])"
    r"|(?<![^\W_])(?:photo\w*|foto\w*|image|imagen|imagem|bild|picture"
    r"|фото\w*|fotograf\w*|صورة|תמונה|φωτο\w*)(?= ?[:/])"
    r"|(?:图|图片|照片|摄影|写真|사진|ภาพ)(?=\s?[:：/])"
    r"|截止|有效期|今天|今日|本日|現在|締切|期限|開催|日時|施行|오늘|마감|วันนี้|จนถึง",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_JOINS: Final = 3  # letters of words such as "on", "le", "am"


def label_of(before: str, after: str) -> Label | None:
    """What the words before a date say that it is; where they say nothing, those directly after it."""
    published, changed, other = (_last(pattern, before) for pattern in (_PUBLISHED, _CHANGED, _OTHER))
    if max(published, changed, other) >= 0:
        if changed >= max(published, other):
            return "changed"
        return "published" if published >= other and not _OF_OTHERS.search(before[-120:]) else "other"
    if _CHANGED_AFTER.match(after):
        return "changed"
    return "published" if _PUBLISHED.search(after[:160]) or _WRITTEN_AFTER.search(after[:160]) else None


def says_changed(text: str) -> bool:
    """Whether words speak of a change of the page."""
    return _CHANGED.search(text) is not None


def is_pure(before: str) -> bool:
    """Whether the words before a date say that it is the day of publication, and nothing more."""
    return not any(len(word) > _JOINS for word in _WORD.findall(_PUBLISHED.sub(" ", before.strip())))


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the word ends that stands nearest to the date; -1: there is none."""
    return max((match.end() for match in pattern.finditer(text.strip()[-120:])), default=-1)


_CHANGED_AFTER: Final = re.compile(
    r"^\s?[(\[]?(?:updated|aktualisiert|geändert|mis à jour|обновлено|güncellendi|yenilənib|更新|수정)(?!\s*:)",
    re.IGNORECASE,
)
_WRITTEN_AFTER: Final = re.compile(
    r"(?<!\w)(?:geschrieben|verfasst|eingetragen|written|filed under)(?!\w)", re.IGNORECASE
)
