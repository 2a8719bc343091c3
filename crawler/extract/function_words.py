"""Words by which languages of one script are told apart: frequent, short, and rarely quoted in another language."""

from collections import defaultdict
from functools import lru_cache
from typing import Final

_LATIN: Final = {
    "en": "the of and to in that for is on with by as was are be this from at has it have will their which"
    " not an its he she they were been would his her our we you or all who but also said more than"
    " other about these into",
    "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden"
    " aus hat dass sie nach bei einer um am sind noch wie einem über einen zum haben nur oder aber"
    " vor zur bis wurde wir durch",
    "fr": "le la les et des en du un une dans est que pour qui par sur au avec ne pas se plus sont cette"
    " ses aux nous ont ce il elle été leur son sa ou mais comme être entre ces lors ainsi deux à où"
    " également afin notre",
    "es": "el la los las de y en que un una por con para del se su al lo no como más es entre sobre esta"
    " este ha sus también fue son desde hoy ministro hasta pero o ser sin están muy donde así durante"
    " nuestro país",
    "pt": "o a os as de e em que um uma do da dos das no na nos nas para por com não se ao aos à às mais"
    " como foi são pelo pela entre também sua seu ser sobre ou sem está pelos pelas até isso muito"
    " quando já tem esta este",
    "gl": "o a os as de e en que un unha do da dos das no na nos nas para por con non se ao aos á ás máis"
    " como foi son polo pola entre tamén súa seu ser sobre ou sen está xunta galicia desde así este"
    " esta cun cunha coa co moi xa",
    "ca": "el la els les de i en que un una per amb del dels al als es no com més són va aquest aquesta"
    " també seva ha entre sobre han ser però o sense fins pel molt hi seu seus d'una l'any"
    " generalitat govern quals",
    "it": "il la le gli di e in che un una per con del della dei delle nel nella al alla dal dalla si non è"
    " sono anche come più da lo i ha tra questo questa suo sua degli dell alle ai ed sul sulla hanno"
    " essere nostro ma",
    "ro": "și de în la cu a pe din că nu să pentru care al ale o un este mai fi au prin sau ca fost sunt"
    " după între acest această lui către asupra precum privind cele cei dintre dar va le se şi ceea"
    " astfel",
    "nl": "de het van en een in is op te dat voor met zijn die aan niet om door naar ook bij er uit als"
    " worden over wordt hebben heeft tot maar deze onder tussen nog werd zich meer zal wij hun na kan"
    " moet deel",
    "af": "die van en in 'n is het om te nie vir wat met op dat sal aan deur word ons as hulle hierdie was"
    " ook by kan sy moet oor uit tot baie ek jou hom haar maar meer onder alle tussen suid-afrika",
    "sv": "och att i det som en på är av för med den till inte om ett har de från vid vi kan ska eller var"
    " mellan också efter mot under när över sin man detta denna hos vara blir men genom samt alla"
    " inom enligt sverige sig så",
    "da": "og at i det som en på er af for med den til ikke om et har de fra ved vi kan skal eller var"
    " mellem også efter mod under når over sin man dette denne hos være bliver men gennem samt alle"
    " inden danmark sig så blev nogle hvad deres efterfølgende udenrigsministeren udenrigsministeriet",
    "no": "og at i det som en på er av for med den til ikke om et har de fra ved vi kan skal eller var"
    " mellom også etter mot under når over sin man dette denne hos være blir men gjennom samt alle"
    " innen norge seg så ble noen hva deres utenriksministeren utenriksdepartementet regjeringen",
    "nn": "og at i det som ein eit på er av for med den til ikkje om har dei frå ved vi kan skal eller var"
    " mellom òg etter mot under når over sin dette denne hjå vere blir men gjennom alle innan noreg"
    " seg så vart nokre kva deira me korleis berre noko meir",
    "is": "og að í á sem er til um við með en fyrir ekki það var af hefur þess eru frá þar verið þau vegna"
    " eftir hann einnig milli verður sér hún þetta íslands utanríkisráðherra eða þá",
    "fi": "ja on ei se että oli mutta myös joka ovat hän tai kuin sekä tämä kanssa ole mukaan jotka hänen"
    " ollut kun välillä voi niin vielä kaikki suomen tämän jossa mitä ulkoministeri ulkoministeriön"
    " olla jo me sen",
    "et": "ja on ei et see oli kui ka mis ning eesti oma kes ta aga või selle poolt välisminister nende"
    " tema meie välisministeeriumi samuti peab vahel aasta üle koos mille nii eest veel pärast olema"
    " olnud kuid ole",
    "lv": "un ir ar par no uz ka kas arī tika kā lai bet gada latvijas nav viņš tiek pēc to šo ministrs"
    " savu starp gadā kopš vai ļoti ārlietu tās būs jau pie līdz mēs kuru tikai bija es",
    "lt": "ir yra į su kad iš kaip tai bei už buvo apie nuo ne savo po taip pat dėl lietuvos jis bus ar šio"
    " užsienio ministras tarp kurie kuris jų mūsų šalies metų tačiau pagal prie bet",
    "pl": "i w na z do że nie się jest o od za oraz po dla są przez ze jak to był ale ich polski przy tym"
    " co roku także między minister który która które jego być czy został będzie pod spraw"
    " zagranicznych może jej tego",
    "cs": "a v se na je že s z do o k i ve za pro by jsou jako po které od při byl který která této také"
    " ministr nebo mezi jeho svého více však české republiky podle bude jsme aby není již ale"
    " zahraničních tak až ze",
    "sk": "a v sa na je že s z do o k i vo za pre by sú ako po ktoré od pri bol ktorý ktorá tejto aj"
    " minister alebo medzi jeho svojho viac však slovenskej republiky podľa bude sme aby nie už ale"
    " zahraničných tak až zo čo ktorých",
    "sl": "in v je na se za da ki so z s pa o po tudi kot do pri ali ne bo iz med od slovenije bila bil"
    " zunanjih kateri zadeve pred minister ter katerih njihove smo sta leta lahko več tem kako"
    " sodelovanje",
    "hu": "a az és hogy nem is egy ez meg csak de mint volt már vagy el azt magyar magyarország szerint"
    " után még hozzá között külügyminiszter minden amely ha van ezt ezek lesz kell azonban valamint"
    " arra ennek",
    "sq": "dhe të në e i një për me që nga është se si u do ka më nuk por janë kjo ky ishte punëve jashtme"
    " ministria shqipërisë kosovës duke midis gjatë sipas edhe këtë tij saj kanë",
    "tr": "ve bir bu ile için olarak da de olan daha türkiye çok ancak kadar gibi en sonra olduğu ise"
    " tarafından dışişleri bakanı bakanlığı arasında iki her üzere değil ne eden bakan ülkemiz nın"
    " karşı yönelik ya var göre",
    "az": "və bu bir ilə üçün olan da ki azərbaycan daha çox edilib olunub xarici işlər nazirliyi"
    " respublikasının arasında sonra görə kimi edib olub həmin bildirib nazir tərəfindən haqqında"
    " olaraq ermənistan hər iki isə deyil etdi var qeyd bəyanat",
    "uz": "va bilan uchun bu ham bir uning deb o'zbekiston oʻzbekiston o‘zbekiston tomonidan ushbu hamda"
    " bo'yicha bo‘yicha boʻyicha tashqi ishlar vaziri yil esa boʻlgan bo‘lgan bo'lgan o'rtasida"
    " oʻrtasida davlat mamlakat haqida",
    "tk": "we bilen üçin hem bu bir türkmenistanyň türkmenistan boýunça hormatly prezidenti daşary işler"
    " ministri ministrligi döwlet diýip ýurdumyzyň eden bolan arasynda ýyl şeýle-de barada",
    "mt": "li ta tal u il fl dan din huwa hija għal minn ma jew dwar bejn malta kien kienet qal biex kull"
    " għall mal dawn aktar ministru se hemm ministeru tagħna fuq jkun",
    "ga": "agus an na ar is go i le a do ag sé bhí nach tá ón don faoi mar seo sin idir chuig aire gnóthaí"
    " atá ina gach sa",
    "gd": "agus an na air anns is gu bheil tha le a do ri mar airson aig seo sin nach chan bha bidh gach no"
    " nas dha fo leis ann ach",
    "br": "ha an ar al da eo gant evit war a e zo ket en ur un ul ez ma pe hag int",
    "fy": "de it en fan yn is te op foar mei dat net oan in om troch by ek wurdt hat wêze",
    "ig": "na nke ị dị ndị ya ka n'ime iji ga maka bụ ọ site a",
    "cy": "a y yr yn o i ar am gan ei mae wedi bod fod eu hyn neu gyda fel cymru hefyd gyfer ac nad sydd"
    " oedd fydd drwy",
    "eu": "eta da ez du bat ere dira izan zuen dute baina hau gure euskal jaurlaritza bere dela arteko"
    " izango beste egin",
    "lb": "an de fir vun déi ass huet sinn och net mat dat datt den vum am op bei gouf lëtzebuerg"
    " lëtzebuerger eng en hunn zu iwwer tëscht nei virun goufen",
    "id": "dan yang di untuk dengan dari pada dalam ini itu tidak akan oleh telah indonesia bahwa juga"
    " kepada ke sebagai karena adalah dapat negara antara para serta bisa kementerian luar negeri"
    " menteri pemerintah menlu bersama",
    "ms": "dan yang di untuk dengan dari pada dalam ini itu tidak akan oleh telah malaysia bahawa juga"
    " kepada ke sebagai kerana adalah dapat negara antara para serta boleh kementerian luar negeri"
    " menteri kerajaan ialah beliau berkenaan turut mesyuarat persidangan lawatan rasmi julai ogos",
    "tl": "ang ng sa na mga at ay para ito hindi ni si may nang mula pilipinas kanyang kung upang bilang"
    " din rin kay pa kagawaran",
    "vi": "và của các có là trong được cho với những một không này đã tại về người từ đến nước việt nam"
    " việc ngày như khi sẽ cũng hai bộ ngoại giao giữa năm thứ trưởng ra theo phát vào",
    "sw": "na ya wa kwa katika ni za la kuwa hii pia hiyo kutoka cha nchi waziri serikali mambo kama ili"
    " wake huo vya nje hayo yake zaidi hilo tanzania kenya mheshimiwa baina",
    "so": "iyo ee oo ka ku waa uu ah in la ayaa soomaaliya wasiirka dowladda wuxuu isagoo ugu waxaa"
    " arrimaha dibadda lagu kala",
    "tet": "iha nia ba husi no ne'ebé ne’ebé hodi hanesan ema mak sira atu governu nasaun ne'e ne’e maibé"
    " hotu rua hamutuk ministru sei tuir liu iha-ne'e timor-leste nasionál ida",
    "ht": "ak nan pou yon ki se sa yo te gen pa li nou ayiti ministè ap sou fè oswa avèk",
    "rw": "na mu ku ya wa rwanda kandi ko ba by'ububanyi minisitiri ubwo muri kuri cyane iyi aho igihugu hagati uyu",
    "mg": "ny sy tamin'ny amin'ny izay dia ho an'ny fa ao no malagasy madagasikara ireo momba tao",
    "eo": "la kaj de en al estas por kun ne ke pri el sed ĉi kiu kiuj estis",
}
_SOUTH_SLAVIC: Final = {  # one language in words that nearly all are shared: told apart by what is not
    "sr": "gde pre posle vreme svet svetu takođe saopštenje spoljnih srbije srbija uvek mesto tokom vlade"
    " evropske evropska ko šta saradnje bezbednosti odnosi odeljenje uspeh reč deo",
    "hr": "također priopćenje tijekom tko europske europska europskih tisuća hrvatske hrvatska vanjskih"
    " glede gospodarstvo sustav tjedan dogovoreno ministrica-vanjskih suradnje suradnja povijest"
    " uopće sigurnosti obnašatelj",
    "bs": "također saopćenje tokom ko evropske evropska hiljada bosne hercegovine bosna hercegovina"
    " vanjskih inostranih saradnje saradnja sedmica historija općina sigurnosti bih",
}
_SHARED_SLAVIC: Final = (
    "i u je na da se za od su o sa ne koji kao koja iz do po što koje bio ali između nije već svoje te će ili biti"
    " ministar može prema poslova smo sve ovo njih bilo"
)
_CYRILLIC: Final = {
    "ru": "и в на с что по не для о к из за от как он это его был также при между или было их которые"
    " россии мы все министр будет были сторон а у до под который этого том если",
    "uk": "і в на з що та у не для про до за від як це його був також при між або було їх які україни ми"
    " всі міністр буде були сторін а під який цього й щодо із є",
    "be": "і ў на з што па не для аб да за ад як гэта яго быў таксама пры паміж або было іх якія беларусі"
    " мы ўсе міністр будзе былі бакоў а пад які гэтага",
    "bg": "и в на с че по не за от да се е са като той това му беше също при между или бяха които българия"
    " ние всички министър ще до под който си бе към през след има във със",
    "mk": "и во на со што по не за од да се е ги како тој ова му беше исто меѓу или беа кои македонија ние"
    " сите министер ќе до под кој кон преку има република северна",
    "sr": "и у на са што по не за од да се је су као он ово му био такође између или били који србије ми"
    " сви министар ће до под која кроз има републике",
    "kk": "және мен бен бұл үшін бойынша қазақстан туралы болып деп да де осы арасындағы еді жылы сыртқы"
    " істер министрлігі бар ол оның",
    "ky": "жана менен бул үчүн боюнча кыргыз республикасынын тууралуу болуп деп да ошондой тышкы иштер"
    " министрлиги ортосундагы жылы ал анын",
    "tg": "ва дар аз ба бо ки барои ин тоҷикистон ҷумҳурии вазири корҳои хориҷии байни инчунин мебошад оид"
    " шуд ҳамкории",
    "mn": "нь болон энэ бөгөөд улсын монгол байна гэж юм ба тус хооронд гадаад харилцааны яам сайд хамтын"
    " байгаа талаар авч хийж олон",
    "uz": "ва билан учун бу ҳам бир ўзбекистон томонидан ушбу ҳамда бўйича ташқи ишлар вазири йил эса бўлган ўртасида",
    "tt": "һәм белән бу өчен татарстан буенча дип да булган турында",
}
_ARABIC: Final = {
    "ar": "في من على إلى أن التي هذا هذه عن مع الذي كما وزير وزارة الخارجية بين ما لا ذلك بعد كان قد خلال أو حيث",
    "fa": "در و از به که این با را است برای آن های می شد کرد ایران وزیر خارجه امور خود بین تا یا شده نیز وی هم بر",
    "ur": "کے کی میں سے اور کا ہے کو پر نے یہ کہ ہیں پاکستان بھی کیا وزیر خارجہ جو گیا تھا ان اس ایک لیے",
    "ps": "په او د چې کې ته له دی سره افغانستان هم وزارت چارو بهرنیو کړې شو یې یو شوي وزیر باندې",
    "ckb": "لە و بە کە بۆ ئەو لەگەڵ هەرێمی کوردستان بوو دەکات ئەم سەر نێوان کرد",
    "ug": "ۋە بىلەن بۇ ئۇ ئۈچۈن شىنجاڭ بولغان قىلىش دەپ ھەم",
    "sd": "۾ جي جو کي ۽ سنڌ آهي تي سان لاءِ هن ته",
}
_DEVANAGARI: Final = {
    "hi": "है के में की और का से को पर हैं ने यह लिए कि एक भी इस था किया भारत विदेश मंत्री",
    "ne": "र छ मा को लाई भएको गर्न हुने नेपाल पनि छन् गरेको तथा बाट भने रहेको यस परराष्ट्र मन्त्रालय",
    "mr": "आहे आणि या च्या ला ते मध्ये आहेत व हे केले राज्य महाराष्ट्र करण्यात मंत्री येथे असे",
    "sa": "च अस्ति इति तत्र एव सः",
}
_ETHIOPIC: Final = {"am": "እና ላይ ነው ውስጥ ጋር ኢትዮጵያ ሚኒስትር የውጭ እንደ ወደ", "ti": "ናይ ኣብ እዩ ምስ ካብ ኤርትራ ድማ ብ እዚ ነቲ"}

ALPHABETS: Final = {
    "latin": {**_LATIN, **{code: f"{words} {_SHARED_SLAVIC}" for code, words in _SOUTH_SLAVIC.items()}},
    "cyrillic": _CYRILLIC,
    "arabic": _ARABIC,
    "devanagari": _DEVANAGARI,
    "ethiopic": _ETHIOPIC,
}


@lru_cache(maxsize=8)
def weights(alphabet: str) -> dict[str, tuple[tuple[str, float], ...]]:
    """For each word the languages that have it and what it weighs there: the fewer they are, the more."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, words in ALPHABETS[alphabet].items():
        for word in dict.fromkeys(words.split()):
            found[word].append(code)
    return {word: tuple((code, len(codes) ** -0.7) for code in codes) for word, codes in found.items()}
