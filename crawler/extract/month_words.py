"""The names of months as ministries write them in dates: by language, all cases that a date stands in, short forms.

Each line holds twelve months, parted by blanks; forms of one month are joined by "/", words of one form by "_". Endings
that a language hangs on a month in a date are in :data:`ENDINGS`. What a name does not say for certain is left out: a
name that a neighbouring language uses for another month ("Nyakanga"), and calendars that share names with others.
"""

from typing import Final

NAMES: Final[dict[str, str]] = {
    "en": "january/jan february/feb/febr march/mar april/apr may june/jun july/jul august/aug"
    " september/sept/sep october/oct november/nov december/dec",
    # East Slavic
    "ru": "января/январь/январе/янв февраля/февраль/феврале/фев/февр марта/март/марте/мар"
    " апреля/апрель/апреле/апр мая/май/мае июня/июнь/июне/июн июля/июль/июле/июл августа/август/августе/авг"
    " сентября/сентябрь/сентябре/сен/сент октября/октябрь/октябре/окт ноября/ноябрь/ноябре/ноя/нояб"
    " декабря/декабрь/декабре/дек",
    "be": "студзеня/студзень/студз/сту лютага/люты/лют сакавіка/сакавік/сак красавіка/красавік/крас/кра"
    " мая/май/травень/траўня/тра чэрвеня/чэрвень/чэрв/чэр ліпеня/ліпень/ліп жніўня/жнівень/жн/жні"
    " верасня/верасень/вер кастрычніка/кастрычнік/каст/кас лістапада/лістапад/ліст/ліс снежня/снежань/сн/сне",
    "uk": "січня/січень/січ лютого/лютий/лют березня/березень/бер/берез квітня/квітень/квіт/кві"
    " травня/травень/трав/тра червня/червень/черв/чер липня/липень/лип серпня/серпень/серп/сер"
    " вересня/вересень/вер/верес жовтня/жовтень/жовт/жов листопада/листопад/лист/лис грудня/грудень/груд/гру",
    # West and South Slavic
    "pl": "stycznia/styczeń/sty/stycz lutego/luty/lut marca/marzec/mar kwietnia/kwiecień/kwi/kwiet maja/maj"
    " czerwca/czerwiec/cze/czerw lipca/lipiec/lip sierpnia/sierpień/sie/sierp września/wrzesień/wrz/wrzes"
    " października/październik/paź/pazdz listopada/listopad/lis/list grudnia/grudzień/gru/grudz",
    "cs": "ledna/leden/led února/únor/úno března/březen/bře dubna/duben/dub května/květen/kvě června/červen/čvn"
    " července/červenec/čvc srpna/srpen/srp září/zář října/říjen/říj listopadu/listopad/lis"
    " prosince/prosinec/pro",
    "sk": "januára/január/jan februára/február/feb marca/marec/mar apríla/apríl/apr mája/máj júna/jún júla/júl"
    " augusta/august/aug septembra/september/sep/sept októbra/október/okt novembra/november/nov"
    " decembra/december/dec",
    "sl": "januarja/januar/jan februarja/februar/feb marca/marec/mar aprila/april/apr maja/maj junija/junij/jun"
    " julija/julij/jul avgusta/avgust/avg septembra/september/sep/sept oktobra/oktober/okt"
    " novembra/november/nov decembra/december/dec",
    "hr": "siječnja/siječanj/sij veljače/veljača/velj ožujka/ožujak/ožu travnja/travanj/tra svibnja/svibanj/svi"
    " lipnja/lipanj/lip srpnja/srpanj/srp kolovoza/kolovoz/kol rujna/rujan/ruj listopada/listopad/lis"
    " studenoga/studenog/studeni/stu prosinca/prosinac/pro",
    "bs": "januara/januar/jan/siječnja februara/februar/feb/veljače marta/mart/mar/ožujka"
    " aprila/april/apr/travnja maja/maj/svibnja juna/juni/jun/lipnja jula/juli/jul/srpnja"
    " augusta/august/avgusta/avgust/aug/avg/kolovoza septembra/septembar/sep/sept/rujna oktobra/oktobar/okt"
    " novembra/novembar/nov/studenog/studenoga decembra/decembar/dec/prosinca",
    "sr": "januara/januar/jan/јануара/јануар/јан februara/februar/feb/фебруара/фебруар/феб"
    " marta/mart/mar/марта/март/мар aprila/april/apr/априла/април/апр maja/maj/маја/мај"
    " juna/jun/juni/јуна/јун/јуни jula/jul/juli/јула/јул/јули avgusta/avgust/avg/августа/август/авг"
    " septembra/septembar/sep/sept/септембра/септембар/сеп/септ oktobra/oktobar/okt/октобра/октобар/окт"
    " novembra/novembar/nov/новембра/новембар/нов decembra/decembar/dec/децембра/децембар/дец",
    "mk": "јануари/јан февруари/фев/февр март/мар април/апр мај јуни/јун јули/јул август/авг септември/сеп/септ"
    " октомври/окт ноември/ное/ноем декември/дек/декем",
    "bg": "януари/яну/ян февруари/фев/февр март/мар април/апр май юни юли август/авг септември/сеп/септ"
    " октомври/окт ноември/ное/ноем декември/дек",
    # Romance
    "fr": "janvier/janv/jan février/févr/fév mars avril/avr mai juin juillet/juil août septembre/sept"
    " octobre/oct novembre/nov décembre/déc",
    "es": "enero/ene febrero/feb marzo/mar abril/abr mayo/may junio/jun julio/jul agosto/ago"
    " septiembre/setiembre/sept/sep/set octubre/oct noviembre/nov diciembre/dic",
    "pt": "janeiro/jan fevereiro/fev março/mar abril/abr maio/mai junho/jun julho/jul agosto/ago setembro/set"
    " outubro/out novembro/nov dezembro/dez",
    "it": "gennaio/gen/genn febbraio/feb/febbr marzo/mar aprile/apr maggio/mag giugno/giu luglio/lug agosto/ago"
    " settembre/set/sett ottobre/ott novembre/nov dicembre/dic",
    "ro": "ianuarie/ian februarie/feb martie/mar aprilie/apr mai iunie/iun iulie/iul august/aug"
    " septembrie/sept/sep octombrie/oct noiembrie/noi/nov decembrie/dec",
    "ca": "gener/gen febrer/febr/feb març abril/abr maig juny juliol/jul agost/ag setembre/set octubre/oct"
    " novembre/nov desembre/des",
    "gl": "xaneiro/xan febreiro/feb marzo/mar abril/abr maio/mai xuño/xuñ xullo/xul agosto/ago setembro/set"
    " outubro/out novembro/nov decembro/dec",
    "la": "ianuarii/ianuarius/ian februarii/februarius/feb martii/martius aprilis/apr maii/maius iunii/iunius"
    " iulii/iulius augusti/augustus septembris/september octobris/october novembris/november decembris/december",
    "eo": "januaro/jan februaro/feb marto/mar aprilo/apr majo junio/jun julio/jul aŭgusto/aŭg septembro/sep"
    " oktobro/okt novembro/nov decembro/dec",
    # Germanic
    "de": "januar/jänner/jan/jän februar/feber/feb märz/mär/mrz april/apr mai juni/jun juli/jul august/aug"
    " september/sept/sep oktober/okt november/nov dezember/dez",
    "lb": "januar/jan februar/feb/febr mäerz/märz/mäe abrëll/abr/abrel mee/mai juni/jun juli/jul august/aug/aus"
    " september/sept/sep oktober/okt november/nov dezember/dez",
    "nl": "januari/jan februari/feb maart/mrt april/apr mei juni/jun juli/jul augustus/aug september/sept/sep"
    " oktober/okt november/nov december/dec",
    "af": "januarie/jan februarie/feb maart/mrt april/apr mei junie/jun julie/jul augustus/aug"
    " september/sep/sept oktober/okt november/nov desember/des",
    "sv": "januari/jan februari/feb/febr mars/mar april/apr maj juni/jun juli/jul augusti/aug"
    " september/sep/sept oktober/okt november/nov december/dec",
    "da": "januar/jan februar/feb/febr marts/mar april/apr maj juni/jun juli/jul august/aug september/sep/sept"
    " oktober/okt november/nov december/dec",
    "nb": "januar/jan februar/feb/febr mars/mar april/apr mai juni/jun juli/jul august/aug september/sep/sept"
    " oktober/okt november/nov desember/des",
    "nn": "januar/jan februar/feb/febr mars/mar april/apr mai juni/jun juli/jul august/aug september/sep/sept"
    " oktober/okt november/nov desember/des",
    "is": "janúar/jan febrúar/feb/febr mars/mar apríl/apr maí júní/jún júlí/júl ágúst/ágú september/sep/sept"
    " október/okt nóvember/nóv desember/des",
    "fo": "januar/jan februar/feb mars apríl/apr mai juni/jun juli/jul august/aug september/sep oktober/okt"
    " november/nov desember/des",
    # Baltic and Uralic
    "lt": "sausio/sausis/saus vasario/vasaris/vas kovo/kovas balandžio/balandis/bal gegužės/gegužė/geg"
    " birželio/birželis/birž liepos/liepa/liep rugpjūčio/rugpjūtis/rugp rugsėjo/rugsėjis/rugs"
    " spalio/spalis/spal lapkričio/lapkritis/lapkr gruodžio/gruodis/gruod",
    "lv": "janvāris/janvārī/janvāra/janv februāris/februārī/februāra/febr marts/martā/marta"
    " aprīlis/aprīlī/aprīļa/apr maijs/maijā/maija jūnijs/jūnijā/jūnija/jūn jūlijs/jūlijā/jūlija/jūl"
    " augusts/augustā/augusta/aug septembris/septembrī/septembra/sept oktobris/oktobrī/oktobra/okt"
    " novembris/novembrī/novembra/nov decembris/decembrī/decembra/dec",
    "et": "jaanuar/jaanuaril/jaan veebruar/veebruaril/veebr/veeb märts/märtsil aprill/aprillil/apr mai/mail"
    " juuni/juunil juuli/juulil august/augustil/aug september/septembril/sept oktoober/oktoobril/okt"
    " november/novembril/nov detsember/detsembril/dets",
    "fi": "tammikuuta/tammikuun/tammikuu/tammi helmikuuta/helmikuun/helmikuu/helmi"
    " maaliskuuta/maaliskuun/maaliskuu/maalis huhtikuuta/huhtikuun/huhtikuu/huhti"
    " toukokuuta/toukokuun/toukokuu/touko kesäkuuta/kesäkuun/kesäkuu/kesä heinäkuuta/heinäkuun/heinäkuu/heinä"
    " elokuuta/elokuun/elokuu/elo syyskuuta/syyskuun/syyskuu/syys lokakuuta/lokakuun/lokakuu/loka"
    " marraskuuta/marraskuun/marraskuu/marras joulukuuta/joulukuun/joulukuu/joulu",
    "hu": "január/jan február/febr/feb március/márc/már április/ápr május/máj június/jún július/júl"
    " augusztus/aug szeptember/szept/szep október/okt november/nov december/dec",
    # other European
    "el": "ιανουαρίου/ιανουάριος/ιαν φεβρουαρίου/φεβρουάριος/φεβ μαρτίου/μάρτιος/μαρ/μάρ απριλίου/απρίλιος/απρ"
    " μαΐου/μάιος/μαϊ/μάι/μαΐ/μαϊου ιουνίου/ιούνιος/ιουν/ιούν ιουλίου/ιούλιος/ιουλ/ιούλ"
    " αυγούστου/αύγουστος/αυγ/αύγ σεπτεμβρίου/σεπτέμβριος/σεπ/σεπτ οκτωβρίου/οκτώβριος/οκτ"
    " νοεμβρίου/νοέμβριος/νοε/νοέ δεκεμβρίου/δεκέμβριος/δεκ",
    "sq": "janar/jan shkurt/shk/shkurtit mars/marsit/mar prill/pri/prillit maj/majit qershor/qer/qershorit"
    " korrik/korr/korrikut gusht/gush/gushtit shtator/sht/shtatorit tetor/tet/tetorit nëntor/nën/nëntorit"
    " dhjetor/dhj/dhjetorit",
    "eu": "urtarrila/urtarrilaren/urtarrilak/urt otsaila/otsailaren/otsailak/ots"
    " martxoa/martxoaren/martxoak/mar apirila/apirilaren/apirilak/api maiatza/maiatzaren/maiatzak/mai"
    " ekaina/ekainaren/ekainak/eka uztaila/uztailaren/uztailak/uzt abuztua/abuztuaren/abuztuak/abu"
    " iraila/irailaren/irailak/ira urria/urriaren/urriak/urr azaroa/azaroaren/azaroak/aza"
    " abendua/abenduaren/abenduak/abe",
    "ga": "eanáir/ean feabhra/feabh márta/mhárta aibreán/aib bealtaine/bhealtaine/beal"
    " meitheamh/mheitheamh/meith iúil lúnasa/lún meán_fómhair/mfómh deireadh_fómhair/dfómh"
    " samhain/samhna/shamhain/samh nollaig/nollag/noll",
    "gd": "faoilleach/dhen_fhaoilleach/fhaoilleach gearran/ghearran màrt/mhàrt giblean/ghiblean"
    " cèitean/chèitean ògmhios/ògmhìos iuchar lùnastal sultain/t-sultain dàmhair samhain/t-samhain dùbhlachd",
    "cy": "ionawr/ion chwefror/chwef mawrth/maw/fawrth ebrill/ebr mai/fai mehefin/meh/fehefin"
    " gorffennaf/gorff/orffennaf awst medi/fedi hydref/hyd tachwedd/tach/dachwedd rhagfyr/rhag/ragfyr",
    "mt": "jannar/jan frar/fra marzu/mar april/apr mejju/mej ġunju/ġun lulju/lul awwissu/aww settembru/set"
    " ottubru/ott novembru/nov diċembru/diċ",
    "hy": "հունվարի/հունվար/հնվ փետրվարի/փետրվար/փտվ մարտի/մարտ/մրտ ապրիլի/ապրիլ/ապր մայիսի/մայիս/մյս"
    " հունիսի/հունիս/հնս հուլիսի/հուլիս/հլս օգոստոսի/օգոստոս/օգս սեպտեմբերի/սեպտեմբեր/սեպ"
    " հոկտեմբերի/հոկտեմբեր/հոկ նոյեմբերի/նոյեմբեր/նոյ դեկտեմբերի/դեկտեմբեր/դեկ",
    "ka": "იანვარი/იანვარს/იანვრის/იან თებერვალი/თებერვალს/თებერვლის/თებ მარტი/მარტს/მარტის/მარ"
    " აპრილი/აპრილს/აპრილის/აპრ მაისი/მაისს/მაისის/მაი ივნისი/ივნისს/ივნისის/ივნ ივლისი/ივლისს/ივლისის/ივლ"
    " აგვისტო/აგვისტოს/აგვ სექტემბერი/სექტემბერს/სექტემბრის/სექ ოქტომბერი/ოქტომბერს/ოქტომბრის/ოქტ"
    " ნოემბერი/ნოემბერს/ნოემბრის/ნოე დეკემბერი/დეკემბერს/დეკემბრის/დეკ",
    # Turkic and its neighbours
    "az": "yanvar/yan fevral/fev mart/mar aprel/apr may iyun/iyn iyul/iyl avqust/avq sentyabr/sen oktyabr/okt"
    " noyabr/noy dekabr/dek",
    "tr": "ocak/oca şubat/şub mart/mar nisan/nis mayıs/may haziran/haz temmuz/tem ağustos/ağu eylül/eyl"
    " ekim/eki kasım/kas aralık/ara",
    "kk": "қаңтар/қаң/qańtar/qańtar/qantar ақпан/ақп/aqpan наурыз/нау/naýryz/nauryz сәуір/сәу/sáýir/säuır"
    " мамыр/мам/mamyr маусым/мау/maýsym/mausym шілде/шіл/shilde/şılde тамыз/там/tamyz"
    " қыркүйек/қыр/qyrkúıek/qyrküiek қазан/қаз/qazan қараша/қар/qarasha/qaraşa желтоқсан/жел/jeltoqsan",
    "ky": "январь/январ/янв февраль/феврал/фев март/мар апрель/апрел/апр май июнь/июн июль/июл август/авг"
    " сентябрь/сентябр/сен октябрь/октябр/окт ноябрь/ноябр/ноя декабрь/декабр/дек",
    "uz": "yanvar/yan/январ/январь/янв fevral/fev/феврал/февраль/фев mart/mar/март/мар"
    " aprel/apr/апрел/апрель/апр may/май iyun/iyn/июн/июнь iyul/iyl/июл/июль avgust/avg/август/авг"
    " sentyabr/sentabr/sen/сентябр/сентябрь/сен oktyabr/oktabr/okt/октябр/октябрь/окт"
    " noyabr/noy/ноябр/ноябрь/ноя dekabr/dek/декабр/декабрь/дек",
    "tk": "ýanwar/ýan fewral/few mart/mar aprel/apr maý iýun/iýn iýul/iýl awgust/awg sentýabr/sen oktýabr/okt"
    " noýabr/noý dekabr/dek",
    "tt": "гыйнвар/гыйн февраль/фев март/мар апрель/апр май июнь/июн июль/июл август/авг сентябрь/сен"
    " октябрь/окт ноябрь/ноя декабрь/дек",
    "tg": "январи/январ/янв феврали/феврал/фев марти/март/мар апрели/апрел/апр майи/май июни/июн июли/июл"
    " августи/август/авг сентябри/сентябр/сен октябри/октябр/окт ноябри/ноябр/ноя декабри/декабр/дек",
    "mn": "нэгдүгээр_сар/нэгдүгээр_сарын/нэгдүгээр хоёрдугаар_сар/хоёрдугаар_сарын/хоёрдугаар"
    " гуравдугаар_сар/гуравдугаар_сарын/гуравдугаар дөрөвдүгээр_сар/дөрөвдүгээр_сарын/дөрөвдүгээр"
    " тавдугаар_сар/тавдугаар_сарын/тавдугаар зургаадугаар_сар/зургаадугаар_сарын/зургаадугаар"
    " долоодугаар_сар/долоодугаар_сарын/долоодугаар наймдугаар_сар/наймдугаар_сарын/наймдугаар"
    " есдүгээр_сар/есдүгээр_сарын/есдүгээр аравдугаар_сар/аравдугаар_сарын/аравдугаар"
    " арваннэгдүгээр_сар/арваннэгдүгээр_сарын/арван_нэгдүгээр_сар/арван_нэгдүгээр_сарын"
    " арванхоёрдугаар_сар/арванхоёрдугаар_сарын/арван_хоёрдугаар_сар/арван_хоёрдугаар_сарын",
    # Semitic and Iranian; the Persian year and the lunar one are in calendars.py
    "ar": "يناير/كانون_الثاني/جانفي فبراير/شباط/فيفري مارس/آذار أبريل/نيسان/أفريل مايو/أيار/ماي"
    " يونيو/يونيه/حزيران/جوان يوليو/يوليه/تموز/جويلية/يوليوز أغسطس/آب/أوت/غشت سبتمبر/أيلول/شتنبر"
    " أكتوبر/تشرين_الأول نوفمبر/تشرين_الثاني/نونبر ديسمبر/كانون_الأول/دجنبر",
    "he": "ינואר/ינו פברואר/פבר מרץ/מרס/מרצ אפריל/אפר מאי יוני יולי אוגוסט/אוג ספטמבר/ספט אוקטובר/אוק"
    " נובמבר/נוב דצמבר/דצמ",
    "fa": "ژانویه/ژانویهٔ/جنوری فوریه/فوریهٔ/فبروری مارس/مارچ آوریل/آپریل/اپریل مه/می/مهٔ ژوئن/ژوئنِ/جون"
    " ژوئیه/ژوئیهٔ/جولای/جولائی اوت/آگوست/اگست سپتامبر/سپتمبر اکتبر/اکتوبر نوامبر/نومبر دسامبر/دسمبر",
    "ps": "جنوري/جنوری فبروري/فېبروري/فبروری مارچ اپرېل/اپریل می/مۍ جون جولای/جولايي اګست/اگست سپتمبر/سېپتمبر"
    " اکتوبر نومبر دسمبر/ډسمبر",
    "ur": "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
    "sd": "جنوري فيبروري مارچ اپريل مئي جون جولاءِ/جولاء آگسٽ سيپٽمبر/سيپٽيمبر آڪٽوبر نومبر ڊسمبر",
    # South Asian
    "hi": "जनवरी/जन फरवरी/फ़रवरी/फर/फ़र मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर/सित"
    " अक्टूबर/अक्तूबर/अक्टू/अक्तू नवंबर/नवम्बर/नव दिसंबर/दिसम्बर/दिस",
    "mr": "जानेवारी/जाने फेब्रुवारी/फेब्रु मार्च एप्रिल मे जून जुलै ऑगस्ट/ऑग सप्टेंबर/सप्टें ऑक्टोबर/ऑक्टो"
    " नोव्हेंबर/नोव्हें डिसेंबर/डिसें",
    "ne": "जनवरी/जनवरि फेब्रुअरी/फेब्रुवरी मार्च अप्रिल/अप्रील मे/मई जुन/जून जुलाई अगस्ट/अगस्त सेप्टेम्बर"
    " अक्टोबर नोभेम्बर डिसेम्बर",
    "bn": "জানুয়ারি/জানুয়ারী/জানু ফেব্রুয়ারি/ফেব্রুয়ারী/ফেব মার্চ এপ্রিল মে জুন জুলাই আগস্ট/আগষ্ট"
    " সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
    "as": "জানুৱাৰী/জানুৱাৰি ফেব্ৰুৱাৰী/ফেব্ৰুৱাৰি মাৰ্চ এপ্ৰিল মে’/মে জুন জুলাই আগষ্ট ছেপ্তেম্বৰ অক্টোবৰ"
    " নৱেম্বৰ ডিচেম্বৰ",
    "pa": "ਜਨਵਰੀ/ਜਨ ਫਰਵਰੀ/ਫ਼ਰਵਰੀ/ਫ਼ਰ ਮਾਰਚ ਅਪ੍ਰੈਲ ਮਈ ਜੂਨ ਜੁਲਾਈ ਅਗਸਤ ਸਤੰਬਰ ਅਕਤੂਬਰ ਨਵੰਬਰ ਦਸੰਬਰ",
    "gu": "જાન્યુઆરી/જાન્યુ ફેબ્રુઆરી/ફેબ્રુ માર્ચ એપ્રિલ મે જૂન જુલાઈ/જુલાઇ ઑગસ્ટ/ઓગસ્ટ સપ્ટેમ્બર/સપ્ટે"
    " ઑક્ટોબર/ઓક્ટોબર/ઑક્ટો નવેમ્બર/નવે ડિસેમ્બર/ડિસે",
    "or": "ଜାନୁଆରୀ/ଜାନୁଆରି ଫେବୃଆରୀ/ଫେବୃଆରି/ଫେବ୍ରୁଆରୀ ମାର୍ଚ୍ଚ ଅପ୍ରେଲ/ଏପ୍ରିଲ ମଇ ଜୁନ ଜୁଲାଇ ଅଗଷ୍ଟ/ଅଗଷ୍ଟ ସେପ୍ଟେମ୍ବର"
    " ଅକ୍ଟୋବର ନଭେମ୍ବର ଡିସେମ୍ବର",
    "ta": "ஜனவரி/ஜன பிப்ரவரி/பெப்ரவரி/பிப் மார்ச்/மார் ஏப்ரல்/ஏப் மே ஜூன் ஜூலை ஆகஸ்ட்/ஆகஸ்டு/ஓகஸ்ட்/ஆக"
    " செப்டம்பர்/செப்டெம்பர்/செப் அக்டோபர்/ஒக்டோபர்/அக் நவம்பர்/நவ டிசம்பர்/டிச",
    "te": "జనవరి/జన ఫిబ్రవరి/ఫిబ్ర మార్చి ఏప్రిల్/ఏప్రి మే జూన్ జులై/జూలై ఆగస్టు/ఆగస్ట్/ఆగ"
    " సెప్టెంబర్/సెప్టెంబరు/సెప్టెం అక్టోబర్/అక్టోబరు/అక్టో నవంబర్/నవంబరు/నవం డిసెంబర్/డిసెంబరు/డిసెం",
    "ml": "ജനുവരി/ജനു ഫെബ്രുവരി/ഫെബ്രു മാർച്ച്/മാർ ഏപ്രിൽ/ഏപ്രി മേയ്/മെയ് ജൂൺ ജൂലൈ ഓഗസ്റ്റ്/ആഗസ്റ്റ്/ആഗസ്ത്/ഓഗ"
    " സെപ്റ്റംബർ/സെപ്തംബർ/സെപ്റ്റം ഒക്ടോബർ/ഒക്‌ടോബർ/ഒക്ടോ നവംബർ/നവം ഡിസംബർ/ഡിസം",
    "kn": "ಜನವರಿ/ಜನ ಫೆಬ್ರವರಿ/ಫೆಬ್ರುವರಿ/ಫೆಬ್ರ ಮಾರ್ಚ್ ಏಪ್ರಿಲ್/ಏಪ್ರಿ ಮೇ ಜೂನ್ ಜುಲೈ/ಜೂಲೈ ಆಗಸ್ಟ್/ಆಗ"
    " ಸೆಪ್ಟೆಂಬರ್/ಸೆಪ್ಟೆಂ ಅಕ್ಟೋಬರ್/ಅಕ್ಟೋ ನವೆಂಬರ್/ನವೆಂ ಡಿಸೆಂಬರ್/ಡಿಸೆಂ",
    "si": "ජනවාරි/ජන පෙබරවාරි/පෙබ මාර්තු/මාර් අප්‍රේල්/අප්රේල් මැයි ජූනි/ජුනි ජූලි/ජුලි අගෝස්තු/අගෝ"
    " සැප්තැම්බර්/සැප් ඔක්තෝබර්/ඔක්තෝම්බර්/ඔක් නොවැම්බර්/නොවැ දෙසැම්බර්/දෙසැ",
    # South-East Asian
    "th": "มกราคม/ม.ค./มกรา/มค. กุมภาพันธ์/ก.พ./กุมภา/กพ. มีนาคม/มี.ค./มีนา/มีค. เมษายน/เม.ย./เมษา/เมย."
    " พฤษภาคม/พ.ค./พฤษภา/พค. มิถุนายน/มิ.ย./มิถุนา/มิย. กรกฎาคม/ก.ค./กรกฎา/กค. สิงหาคม/ส.ค./สิงหา/สค."
    " กันยายน/ก.ย./กันยา/กย. ตุลาคม/ต.ค./ตุลา/ตค. พฤศจิกายน/พ.ย./พฤศจิกา/พย. ธันวาคม/ธ.ค./ธันวา/ธค.",
    "lo": "ມັງກອນ/ມ.ກ. ກຸມພາ/ກ.ພ. ມີນາ/ມ.ນ. ເມສາ/ມ.ສ. ພຶດສະພາ/ພ.ພ. ມິຖຸນາ/ມິ.ຖ. ກໍລະກົດ/ກ.ລ. ສິງຫາ/ສ.ຫ."
    " ກັນຍາ/ກ.ຍ. ຕຸລາ/ຕ.ລ. ພະຈິກ/ພ.ຈ. ທັນວາ/ທ.ວ.",
    "km": "មករា កុម្ភៈ/កុម្ភះ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ",
    "my": "ဇန်နဝါရီ/ဇန်နဝါရီလ ဖေဖော်ဝါရီ/ဖေဖော်ဝါရီလ မတ်/မတ်လ ဧပြီ/ဧပြီလ မေ/မေလ ဇွန်/ဇွန်လ ဇူလိုင်/ဇူလိုင်လ"
    " ဩဂုတ်/ဩဂုတ်လ/သြဂုတ်/သြဂုတ်လ စက်တင်ဘာ/စက်တင်ဘာလ အောက်တိုဘာ/အောက်တိုဘာလ နိုဝင်ဘာ/နိုဝင်ဘာလ ဒီဇင်ဘာ/ဒီဇင်ဘာလ",
    "id": "januari/jan februari/feb/pebruari maret/mar april/apr mei juni/jun juli/jul agustus/agu/ags/agt"
    " september/sep/sept oktober/okt november/nov/nopember/nop desember/des",
    "ms": "januari/jan februari/feb mac april/apr mei jun julai/jul ogos/ogo september/sep/sept oktober/okt"
    " november/nov disember/dis",
    "tl": "enero/ene pebrero/peb marso/mar abril/abr mayo/may hunyo/hun hulyo/hul agosto/ago setyembre/set"
    " oktubre/okt nobyembre/nob disyembre/dis",
    "tet": "janeiru/jan fevereiru/fev marsu/mar abríl/abril/abr maiu/mai juñu/juñhu/junhu/jun jullu/julhu/jul"
    " agostu/ago setembru/set outubru/out novembru/nov dezembru/dez",
    "vi": "tháng_giêng tháng_hai tháng_ba tháng_tư tháng_năm tháng_sáu tháng_bảy tháng_tám tháng_chín"
    " tháng_mười tháng_mười_một tháng_mười_hai",
    # African; the Ethiopian year has months of its own, which are not here
    "sw": "januari/jan februari/feb machi aprili/apr mei juni/jun julai/jul agosti/ago septemba/sept/sep"
    " oktoba/okt novemba/nov desemba/des",
    "ha": "janairu/jan faburairu/fab/fabrairu maris/mar afirilu/afi/afrilu mayu yuni/yun yuli/yul agusta/agu"
    " satumba/sat oktoba/okt nuwamba/nuw disamba/dis",
    "so": "janaayo/jannaayo/janwari/jannaayo febraayo/feebraayo/febraayo maarso/maarij abriil/abril/abriil"
    " maajo/mey/maayo juun/juunyo luulyo/julaay/luuliyo ogost/agoosto/agosto sebteembar/sebtembar/sebtember"
    " oktoobar/oktoober/oktoobar noofeembar/nofembar/nofeembar/nofember diseembar/disembar/disember",
    "rw": "mutarama gashyantare werurwe mata gicurasi kamena - kanama nzeri/nzeli ukwakira ugushyingo ukuboza",
    "am": "ጃንዋሪ/ጃንዩወሪ/ጃኑዋሪ/ጃንዩዋሪ ፌብሩዋሪ/ፌብሩወሪ/ፌብርዋሪ ማርች/ማርቸ ኤፕሪል/ኤፕረል ሜይ ጁን ጁላይ ኦገስት/ኦገሰት ሴፕቴምበር/ሴፕቴምብር"
    " ኦክቶበር/ኦክተውበር ኖቬምበር/ኖቬምብር ዲሴምበር/ዲሴምብር",
    "mg": "janoary/jan febroary/feb martsa/mar aprily/apr mey/may jona/jon jolay/jol aogositra/aog"
    " septambra/sep oktobra/okt novambra/nov desambra/des",
}  # fmt: skip

ENDINGS: Final[dict[str, tuple[str, ...]]] = {
    "az": ("ın", "in", "un", "ün", "da", "də", "ında", "ində", "unda", "ündə"),
    "tr": ("da", "de", "ın", "in"),
    "kk": ("да", "де", "та", "те", "дың", "дің", "ның", "нің", "тың"),
    "ky": ("да", "де", "до", "дө", "ы", "и", "у", "ү", "дын", "дин", "ында", "инде", "унда", "үндө"),
    "uz": ("da", "dagi", "ning", "да", "даги", "нинг"),
    "tk": ("y", "i", "da", "de", "yň", "iň", "ynda", "inde"),
    "tt": ("да", "дә", "ендә", "ында"),
    "hu": ("ban", "ben", "i", "a", "ában", "ig"),
    "sq": ("i", "it", "ut"),
    "hy": ("ին", "ից"),
    "eu": ("n", "an"),
    "ta": ("ல்",),
}
