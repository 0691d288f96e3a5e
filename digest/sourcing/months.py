"""The months as feeds name them, in the languages that publish dates in words.

Two languages share some names for different months (Polish and Croatian
"listopada"); then the one with more speakers has it.
"""

import unicodedata
from collections.abc import Mapping

_LATIN = (
    (
        "january jan januar janvier janv enero ene gennaio gen janeiro januari janvari styczen stycznia sty leden ledna "
        "ianuarie ocak gener jaanuar tammikuuta tammikuu január siječnja siječanj janúar sausio"
    ),
    (
        "february feb februar février fevr fev febrero febbraio fevereiro februari februar luty lutego lut unor unora "
        "februarie şubat febrer veebruar helmikuuta helmikuu februára veljače veljača vasario şub"
    ),
    (
        "march mar marz märz maerz mrz mars marzo marco março maart mrt marzec marca brezen brezna martie mart març märts "
        "maaliskuuta maaliskuu március ožujka ožujak kovo"
    ),
    (
        "april apr avril avr abril abr aprile kwiecien kwietnia kwi duben dubna aprilie nisan aprill huhtikuuta huhtikuu "
        "április travnja travanj apríl balandžio"
    ),
    (
        "may mai mayo maggio mag maio mei maj maja kveten kvetna mayıs maig toukokuuta toukokuu május svibnja svibanj maí "
        "gegužės"
    ),
    (
        "june jun juni juin junio giugno giu junho czerwiec czerwca cze cerven cervna iunie haziran juny juuni kesäkuuta "
        "kesäkuu június lipnja lipanj júní birželio haz"
    ),
    (
        "july jul juli juillet juil julio luglio lug julho lipiec lipca lip cervenec cervence iulie temmuz juliol juuli "
        "heinäkuuta heinäkuu július srpnja srpanj júlí liepos tem"
    ),
    (
        "august aug août aout agosto ago agosto augustus augusti sierpien sierpnia sie srpen srpna agustus avgust avgusta "
        "ağustos agost elokuuta elokuu augusztus kolovoza kolovoz ágúst rugpjūčio agu ağu"
    ),
    (
        "september sep sept septembre septiembre settembre set setembro wrzesien wrzesnia wrz zari septembrie eylül setembre "
        "syyskuuta syyskuu szeptember septembar septembra rujna rujan rugsėjo setiembre eyl"
    ),
    (
        "october oct oktober okt octobre octubre ottobre ott outubro out pazdziernik pazdziernika paz rijen rijna octombrie "
        "ekim oktoober lokakuuta lokakuu október oktobar oktobra spalio eki"
    ),
    (
        "november nov novembre noviembre novembro listopada lis listopadu noiembrie kasım marraskuuta marraskuu novembar "
        "novembra studenoga studeni nóvember lapkričio kas"
    ),
    (
        "december dec dezember dez decembre décembre diciembre dic dicembre dezembro grudzien grudnia gru prosinec prosince "
        "decembrie desember des aralık desembre detsember joulukuuta joulukuu decembar decembra prosinca gruodžio ara"
    ),
)
_CYRILLIC = (
    "января январь янв січня січ януари януар јануар студзеня",
    "февраля февраль фев лютого лют февруари фебруар лютага",
    "марта март мар березня бер сакавіка",
    "апреля апрель апр квітня кві април красавіка",
    "мая май травня тра мај",
    "июня июнь июн червня чер юни јун чэрвеня",
    "июля июль июл липня лип юли јул ліпеня",
    "августа август авг серпня сер жніўня",
    "сентября сентябрь сен сент вересня вер септември септембар верасня",
    "октября октябрь окт жовтня жов октомври октобар кастрычніка",
    "ноября ноябрь ноя нояб листопада лис ноември новембар лістапада",
    "декабря декабрь дек грудня гру декември децембар снежня",
)
_GREEK = (
    "ιανουαρίου ιανουάριος ιαν", "φεβρουαρίου φεβρουάριος φεβ", "μαρτίου μάρτιος μαρ", "απριλίου απρίλιος απρ",
    "μαΐου μάιος μαι", "ιουνίου ιούνιος ιουν", "ιουλίου ιούλιος ιουλ", "αυγούστου αύγουστος αυγ",
    "σεπτεμβρίου σεπτέμβριος σεπ", "οκτωβρίου οκτώβριος οκτ", "νοεμβρίου νοέμβριος νοε", "δεκεμβρίου δεκέμβριος δεκ",
)  # fmt: skip
_ARABIC = (
    "يناير كانون_الثاني جانفي ژانویه", "فبراير شباط فيفري فوریه", "مارس آذار", "أبريل ابريل نيسان أفريل آوریل",
    "مايو أيار ماي مه", "يونيو حزيران جوان ژوئن", "يوليو تموز جويلية ژوئیه", "أغسطس آب أوت اوت", "سبتمبر أيلول سپتامبر",
    "أكتوبر تشرين_الأول اکتبر", "نوفمبر تشرين_الثاني نوامبر", "ديسمبر كانون_الأول دسامبر",
)  # fmt: skip
_HEBREW = "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר"
_HINDI = "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर"
_SWAHILI = "januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba"


def folded(text: str) -> str:
    """Lower case without accents and vowel signs, single spaces: the shape in which names are compared."""
    decomposed = unicodedata.normalize("NFKD", " ".join(text.split()).casefold())
    bare = "".join(c for c in decomposed if not unicodedata.category(c).startswith(("M", "Cf")))
    return unicodedata.normalize("NFC", bare)


def _months() -> Mapping[str, int]:
    several = zip(_LATIN, _CYRILLIC, _GREEK, _ARABIC, strict=True)
    single = zip(_HEBREW.split(), _HINDI.split(), _SWAHILI.split(), strict=True)
    found: dict[str, int] = {}
    for number, (names, one_each) in enumerate(zip(several, single, strict=True), 1):
        for name in " ".join((*names, *one_each, f"ב{one_each[0]}")).split():
            found.setdefault(folded(name), number)
    return found


MONTHS = _months()
OF_TWO_WORDS = {
    folded(name.replace("_", " ")): folded(name) for names in _ARABIC for name in names.split() if "_" in name
}
