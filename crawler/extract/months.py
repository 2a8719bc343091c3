"""Names of months, by language: as written in dates, lower case, full and short forms."""

from functools import lru_cache
from typing import Final

# Twelve words a language, separated by blanks; several forms of one month are joined by "/".
_NAMES: Final[dict[str, str]] = {
    "en": "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sept/sep october/oct"
    " november/nov december/dec",
    "ru": "января/январь/янв февраля/февраль/фев марта/март/мар апреля/апрель/апр мая/май июня/июнь/июн июля/июль/июл"
    " августа/август/авг сентября/сентябрь/сен/сент октября/октябрь/окт ноября/ноябрь/ноя/нояб декабря/декабрь/дек",
    "be": "студзеня/студзень лютага/люты сакавіка/сакавік красавіка/красавік мая/май/травень/траўня чэрвеня/чэрвень"
    " ліпеня/ліпень жніўня/жнівень верасня/верасень кастрычніка/кастрычнік лістапада/лістапад снежня/снежань",
    "uk": "січня/січень лютого/лютий березня/березень квітня/квітень травня/травень червня/червень липня/липень"
    " серпня/серпень вересня/вересень жовтня/жовтень листопада/листопад грудня/грудень",
    "az": "yanvar/yanvarın fevral/fevralın mart/martın aprel/aprelin may/mayın iyun/iyunun iyul/iyulun avqust/avqustun"
    " sentyabr/sentyabrın oktyabr/oktyabrın noyabr/noyabrın dekabr/dekabrın",
    "tr": "ocak/oca şubat/şub mart/mar nisan/nis mayıs/may haziran/haz temmuz/tem ağustos/ağu eylül/eyl ekim/eki"
    " kasım/kas aralık/ara",
    "de": "januar/jänner/jan februar/feb märz/mär/mrz april/apr mai juni/jun juli/jul august/aug september/sept/sep"
    " oktober/okt november/nov dezember/dez",
    "fr": "janvier/janv février/févr/fév mars avril/avr mai juin juillet/juil août septembre/sept octobre/oct"
    " novembre/nov décembre/déc",
    "es": "enero/ene febrero/feb marzo/mar abril/abr mayo/may junio/jun julio/jul agosto/ago"
    " septiembre/setiembre/sept/sep octubre/oct noviembre/nov diciembre/dic",
    "pt": "janeiro/jan fevereiro/fev março/mar abril/abr maio/mai junho/jun julho/jul agosto/ago setembro/set"
    " outubro/out novembro/nov dezembro/dez",
    "it": "gennaio/gen febbraio/feb marzo/mar aprile/apr maggio/mag giugno/giu luglio/lug agosto/ago settembre/set/sett"
    " ottobre/ott novembre/nov dicembre/dic",
    "nl": "januari/jan februari/feb maart/mrt april/apr mei juni/jun juli/jul augustus/aug september/sept/sep"
    " oktober/okt november/nov december/dec",
    "pl": "stycznia/styczeń lutego/luty marca/marzec kwietnia/kwiecień maja/maj czerwca/czerwiec lipca/lipiec"
    " sierpnia/sierpień września/wrzesień października/październik listopada/listopad grudnia/grudzień",
    "ro": "ianuarie/ian februarie/feb martie/mar aprilie/apr mai iunie/iun iulie/iul august/aug septembrie/sept/sep"
    " octombrie/oct noiembrie/noi decembrie/dec",
}

KNOWN: Final = frozenset(_NAMES)


def fold(text: str) -> str:
    """Lower case for comparison, one character for one: the dotted İ becomes i, as in Azerbaijani and Turkish."""
    return "".join(low if len(low := char.lower()) == 1 else low[0] for char in text)


@lru_cache(maxsize=256)
def month_names(languages: tuple[str, ...]) -> dict[str, int]:
    """Names in these languages to the month's number; the first language's meaning wins, English is always there."""
    names: dict[str, int] = {}
    for language in (*(item.partition("-")[0] for item in languages), "en"):
        for number, forms in enumerate(_NAMES.get(language, "").split(), start=1):
            for form in forms.split("/"):
                names.setdefault(form, number)
    return names
