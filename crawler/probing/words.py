"""Words of links: what ministries call their press pages, the next page, and the languages they write in."""

import re
from typing import Final, NamedTuple


class Word(NamedTuple):
    """A word of links to press pages and how much it says: 3 names statements themselves, 1 any news."""

    text: str
    weight: int


_STATEMENTS: Final = """
press release|press releases|media release|media releases|news release|news releases|press statement
press statements|statement|statements|official statements|communique|communiques|communiqué|communiqués
communiqués de presse|pressemitteilung|pressemitteilungen|medienmitteilungen|persberichten|pressmeddelanden
pressemeddelelser|pressemeldinger|comunicado|comunicados|comunicados de prensa|notas de prensa|comunicati
comunicati stampa|comunicados de imprensa|declaraciones|declarações|dichiarazioni|déclarations|erklärungen
komunikaty|komunikaty prasowe|tiskové zprávy|tlačové správy|priopćenja|saopštenja|саопштења|sporočila za javnost
sajtóközlemények|közlemények|comunicate de presă|comunicate|декларации|прессъобщения|прес съобщения|заявления
пресс-релизы|комментарии|сообщения для сми|заяви|заяви мзс|прес-релізи|заявы|прэс-рэлізы|мәлімдемелер
баяндамалар|bəyanatlar|mətbuat üçün açıqlamalar|açıklamalar|basın açıklamaları|basın bildirileri|deklarata
deklaratat|njoftime për shtyp|δελτία τύπου|ανακοινώσεις|ανακοινώσεις – δηλώσεις|fréttatilkynningar
lehdistötiedotteet|tiedotteet|pressiteated|preses relīzes|pranešimai spaudai|pranešimai|stqarrijiet|siaran pers
siaran media|kenyataan media|pernyataan|pernyataan pers|thông cáo báo chí|tuyên bố|ข่าวประชาสัมพันธ์|แถลงการณ์
taarifa kwa vyombo vya habari|taarifa|press briefing|press briefings|speeches|speech|declarations|announcements
بيانات|البيانات|بيانات صحفية|البيانات الصحفية|تصريحات|بلاغات|بلاغات صحفية|بیانیه|بیانیه ها|بیانیه‌ها|اعلامیه ها
بیانات|הודעות לעיתונות|הודעות|הצהרות|报道|新闻稿|新闻公报|声明|外交部声明|发言人表态|发言人谈话|公報|新聞稿
新聞公報|報道発表|報道発表資料|プレスリリース|記者発表|談話|会見|声明|보도자료|성명|대변인 논평|განცხადებები
პრესრელიზი|հայտարարություններ|հաղորդագրություններ|प्रेस विज्ञप्ति|प्रेस विज्ञप्तियां|প্রেস বিজ্ঞপ্তি
مطبوعات بیان|پریس ریلیز|мэдэгдэл|хэвлэлийн мэдээ|билдирүүлөр|bayonotlar|изҳорот|komunikadu imprensa|komunikadu
"""
_PRESS: Final = """
press|press room|pressroom|press office|press center|press centre|press corner|press service|media|media centre
media center|media room|newsroom|for the media|for journalists|presse|espace presse|salle de presse|medien
pressebereich|pers|persruimte|prensa|sala de prensa|imprensa|sala de imprensa|comunicação|stampa|sala stampa
ufficio stampa|pressrum|presserom|media ja|prasa|dla mediów|pro média|pro media|média|mediji|za medije|за медије
за медиуми|sajtó|sajtószoba|presă|presa|медиа|пресцентър|пресс-служба|пресс-центр|прессе|для сми|пресс-центр
прес-центр|прес-служба|прэс-служба|прэс-цэнтр|баспасөз қызметі|баспасөз|mətbuat|mətbuat xidməti|media mərkəzi
basın|basın odası|shtypi|zyra e shtypit|τύπος|γραφείο τύπου|lehdistölle|medialle|pressile|presei|spaudai
žiniasklaidai|zhurnalistëve|pers rilis|media massa|báo chí|สื่อมวลชน|الصحافة|المركز الإعلامي|الاعلام|الإعلام
مرکز اطلاع رسانی|رسانه|עיתונות|תקשורת|新闻发布|新聞|记者会|報道・広報|広報|報道|언론|브리핑|პრესცენტრი|մամուլ
լրատվական կենտրոն|मीडिया|मीडिया केंद्र|গণমাধ্যম|میڈیا|хэвлэл|matbuot|матбуот
"""
_NEWS: Final = """
news|latest news|all news|news and events|news & events|news archive|nouvelles|actualités|toutes les actualités
actualité|aktuelles|aktuell|nachrichten|meldungen|neuigkeiten|nieuws|nyheter|nyheder|noticias|notícias|novedades
actualidad|notizie|attualità|wiadomości|aktualności|aktuality|novinky|zprávy|správy|novosti|vijesti|vesti|вести
новости|novice|hírek|știri|noutăți|новини|актуално|новости|события|навіны|жаңалықтар|xəbərlər|haberler|lajme
lajmet|νέα|επικαιρότητα|fréttir|uutiset|ajankohtaista|uudised|jaunumi|ziņas|naujienos|aħbarijiet|berita|tin tức
ข่าว|ข่าวสาร|habari|الأخبار|أخبار|اخبار|اخبار و رویدادها|חדשות|新闻|新闻动态|要闻|最新消息|新着情報|お知らせ
ニュース|新着|뉴스|소식|სიახლეები|ახალი ამბები|լուրեր|նորություններ|समाचार|সংবাদ|خبریں|мэдээ|жаңылыктар
yangiliklar|хабарҳо|khabarlar|notísia|notisia|updates|events|archive|archives|архив|arxiv|publications
"""
_SPLIT: Final = re.compile(r"[|\n]")


def _words(text: str, weight: int) -> dict[str, int]:
    return {word.strip().casefold(): weight for word in _SPLIT.split(text) if word.strip()}


PRESS: Final = {**_words(_NEWS, 1), **_words(_PRESS, 2), **_words(_STATEMENTS, 3)}

# Parts of addresses, in whatever language the words beside them are.
PRESS_PATH: Final = re.compile(
    r"press(?:e|a)?[-_]?(?:releases?|mitteilung\w*|statements?|room)?|(?:media|news)[-_]?releases?|statements?"
    r"|communiques?|comunicad\w+|news(?:room)?|noticias|actualit\w+|aktuelles|novosti|xeberler|haberler|berita|media"
    r"|xwdt|xwfb|hodo|houdou|bodo|fabu|zxxx|fyrbt",
    re.IGNORECASE,
)

_NEXT_WORDS: Final = """
next|next page|older|older posts|older entries|older news|previous posts|more news|weiter|nächste|nächste seite
vor|ältere|suivant|page suivante|suivante|plus anciens|siguiente|siguientes|página siguiente|entradas anteriores
sig|próximo|próxima|próxima página|seguinte|seguintes|successiva|successivo|pagina successiva|avanti|volgende
volgende pagina|nästa|næste|neste|seuraava|järgmine|nākamā|kitas|następna|następny|dalej|další|ďalšia
následující|sljedeća|sledeća|следећа|naslednja|következő|înainte|următoarea|следваща|следующая|вперед|вперёд
далее|наступна|далі|наступная|далей|келесі|növbəti|irəli|sonraki|ileri|tjetra|επόμενη|επόμενο|næsta|seterusnya
berikutnya|selanjutnya|trang sau|tiếp|ถัดไป|inayofuata|التالي|التالية|بعدی|الصفحة التالية|הבא|לדף הבא|下一页
下一頁|下页|次へ|次のページ|次|다음|다음 페이지|შემდეგი|հաջորդ|अगला|পরবর্তী|дараах|кийинки|keyingi|баъдӣ
"""
NEXT: Final = frozenset(_words(_NEXT_WORDS, 1))

# Language names as a switcher writes them, folded; two- and three-letter codes are known without it.
_AUTONYMS: Final = """
sq shqip|am አማርኛ|ar العربية|ar عربي|hy հայերեն|az azərbaycanca|az azərbaycan dili|az azərbaycan|eu euskara
be беларуская|bn বাংলা|bs bosanski|bg български|my မြန်မာ|ca català|zh 中文|zh 简体中文|zh 简体|zh-Hant 繁體中文
zh-Hant 繁體|hr hrvatski|cs čeština|cs česky|da dansk|nl nederlands|en english|et eesti|et eesti keeles|fi suomi
fi suomeksi|fr français|fr francais|gl galego|ka ქართული|de deutsch|el ελληνικά|he עברית|hi हिन्दी|hi हिंदी
hu magyar|is íslenska|id indonesia|id bahasa indonesia|ga gaeilge|it italiano|ja 日本語|kk қазақша|kk қазақ тілі
km ខ្មែរ|ko 한국어|ku kurdî|ky кыргызча|lo ລາວ|lv latviešu|lv latviski|lt lietuvių|lb lëtzebuergesch
mk македонски|ms melayu|ms bahasa melayu|mt malti|mn монгол|ne नेपाली|no norsk|nb bokmål|fa فارسی|ps پښتو
pl polski|pt português|pt-BR português do brasil|ro română|ro romana|ru русский|ru по-русски|rm rumantsch
sr српски|sr srpski|si සිංහල|sk slovenčina|sk slovensky|sl slovenščina|sl slovensko|so soomaali|es español
es castellano|sw kiswahili|sv svenska|tg тоҷикӣ|ta தமிழ்|tet tetun|th ไทย|th ภาษาไทย|tr türkçe|tk türkmen
tk türkmençe|uk українська|ur اردو|uz o'zbek|uz oʻzbekcha|uz ўзбек|vi tiếng việt|cy cymraeg
"""


AUTONYMS: Final = {
    name.casefold(): code for line in _SPLIT.split(_AUTONYMS) if line.strip() for code, _, name in [line.partition(" ")]
}
_CODES: Final = """
aa ab af am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cs cv cy da de dv dz ee el en eo es et eu
fa ff fi fil fj fo fr fy ga gd gl gn gu gv ha he hi hr ht hu hy ia id ig ii is it iu ja jv ka kg ki kk kl km
kn ko ks ku kv kw ky la lb lg ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc
om or os pa pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tet tg th
ti tk tl tn to tpi tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
LANGUAGES: Final = frozenset(_CODES.split())
"""ISO 639 codes that a part of an address may be."""

REGIONS_AS_LANGUAGES: Final = {
    "cn": "zh", "jp": "ja", "kr": "ko", "ua": "uk", "kz": "kk", "cz": "cs", "dk": "da", "gr": "el", "rus": "ru",
    "eng": "en", "aze": "az", "fre": "fr", "fra": "fr", "esp": "es", "spa": "es", "ger": "de", "deu": "de", "arb": "ar",
    "ara": "ar", "por": "pt", "chn": "zh", "jpn": "ja", "kor": "ko", "ita": "it", "ukr": "uk", "lat": "lv", "est": "et",
    "lit": "lt", "geo": "ka", "arm": "hy", "tur": "tr", "pol": "pl",
}  # fmt: skip
"""What switchers and addresses write in place of a language's code."""
