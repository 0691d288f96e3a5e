"""Words that say little about an article because many articles have them.

Two shares, both rough: of a hundred short news texts about thirty hold any one
function word and about three any one news word. Selection counts them as if it
had seen that many more texts, so that a week of ten articles already knows
that "government" is no proof of anything.
"""

from digest.selecting.words import folded

FUNCTION = 0.3
NEWS = 0.03

_FUNCTION_WORDS = """
a about after again against all also am an and any are as at be because been before being but by can could did do does
for from get had has have he her here him his how i if in into is it its just may me might more most must my no nor not
now of off on once only or our out over own s she should so some still such t than that the their them then there these
they this those through to too under until up upon us very was we were what when where which while who whom whose why
will with would yet you your d ll re ve don doesn didn isn wasn won let made make via amid per like need know
der die das den dem des ein eine einen einem einer und oder aber im in am an auf aus bei mit nach von vor zu zum zur ist
sind war waren wird werden hat haben nicht auch noch nur als wie was wer wo wann warum es er sie ich wir ihr sein seine
ihre so dass sich uber fur um bis durch gegen ohne unter wenn dann mehr kein keine man
le la les l un une des du de d et ou ou mais en au aux dans sur sous avec sans pour par pas ne plus que qui quoi dont
est sont etait ont a ete ce cet cette ces son sa ses leur leurs il elle ils elles on nous vous se comment pourquoi quand
el los las unos unas y o u pero del al con sin por para como mas muy no si su sus lo le les es son era fue han ha hay
este esta estos estas ese esa que quien cuando donde sobre entre hasta desde ya tambien
os as um uma uns umas e ou mas do da dos das no na nos nas ao aos pelo pela com sem por para como mais muito nao se sua
seu suas seus foi sao era tem ser esta este isso que quem quando onde sobre entre ate ja tambem
il lo gli i uno una di da in con su per tra fra e o ma del dello della dei degli delle al allo alla ai nel nella sul
sulla dal dalla che chi cui non piu come quando dove perche si sua suo suoi sono era ha hanno anche
de het een en of maar van in op aan met voor naar uit bij te is zijn was waren wordt worden niet ook nog als dat die dit
wat wie hoe waar om over door tegen na er hij zij ze we
och eller men av i pa for med til till fran ett en den det de som att at ikke inte er ar var har om vid ved hos nar hvad
hva hvem vad vem
i w z ze na do od po o u dla za przez nie sie jest sa byl byla jak co kto czy oraz ale to ten ta te
ve ile bir bu da de icin gibi olarak daha cok ne o ki en kadar sonra
dan yang di ke dari untuk dengan pada ini itu tidak akan oleh dalam sebagai juga telah adalah
и в во на с со к ко о об от до из у за по для при не ни но а что как это кто где когда или же бы был была были будет он
она они его ее их мы вы я то так уже еще
і й та у в на з до від за про для не що як це але або він вона вони
من في على الى إلى عن مع هذا هذه التي الذي ما لا لم لن ان أن إن و أو ثم كان كانت بعد قبل بين حول قد هو هي
و در به از که این آن با برای را است می بر تا هم یا شد بود خود
של על את עם לא הוא היא זה זו כי אם או גם אל מן בין כל יש אין מה מי
και ή το τα τη την της του των τον ο η οι στο στη στην στον με για από δεν να θα που πως είναι
का की के में से को और है हैं था थे पर ने यह वह कि या नहीं भी एक
"""

_NEWS_WORDS = """
said say says told tells report reports reported news update latest live video watch photos pictures picture
new first last next year years week weeks month months day days today yesterday tomorrow time times hour hours monday
tuesday wednesday thursday friday saturday sunday january february march april june july august september october
november december morning night two three four five six seven eight nine ten hundreds thousands million billion many
people person man men woman women child children family world country countries nation national international global
government state states city town region area president minister prime leader leaders official officials former party
police court case law military army force forces troops war attack attacks killed kills kill dead death deaths die dies
died injured election elections vote votes protest protests protester crisis deal talks plan plans call calls call
claims claim warn warns warning face faces facing take takes set sets get gets see sees want wants bring comes come
back big high top best most least part show shows find finds found help move moves end ends start starts begin begins
open opens close way life home work job house group member company business market economy economic price prices rise
rises fall falls percent record key major north south east west northern southern eastern western central capital
american british european chinese russian us uk eu un united kingdom analysis opinion explained explainer question
questions answer answers going happen happening happened need know mean means change changes look right left long
covid coronavirus pandemic
uhr jahr jahre tag tage woche prozent menschen regierung prasident minister polizei deutschland neue neuen neuer sagt
nach land krieg tote toten verletzte million millionen milliarden
an ans annees jour jours semaine gouvernement president ministre police pays france guerre morts mort nouveau nouvelle
ano anos dia dias semana gobierno governo presidente ministro policia policia pais paises guerra muertos mortos nuevo
nueva novo nova millones milhoes
anno anni giorno giorni settimana governo paese guerra morti nuovo nuova
год года лет дней день россии сша президент правительство сообщил заявил
"""

_SHARES = {folded(w): NEWS for w in _NEWS_WORDS.split()} | {
    folded(w): FUNCTION for w in _FUNCTION_WORDS.split()
}


def share(word: str) -> float:
    """Of all short news texts, the part that holds the (folded) word; 0 for one that is not in the table."""
    return _SHARES.get(word, 0.0)
