"""What stands before the first sentence of an article and is not part of it.

Datelines, bylines, dates, the caption of the picture above, "Advertisement".
"""

import re

from digest.sourcing.phrases import AGENCIES, CREDITED, LABELS

_DASH = r"\s*(?:\.?[-—–]+|:)\s*"
_UPPER = r"A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪĮİĶĻŁŃŅŇŌŐŒŘŚŞŠŤŪŮŰŲŹŻŽА-ЯЁІЇЄҐΑ-Ω"
_MONTH = r"(?:[^\W\d]{3,9}\.? \d{1,2}(?:, \d{4})?|\d{1,2}\.? [^\W\d]{3,9}\.?(?: \d{4})?)"
_PLACE = rf"[{_UPPER}][^\s(),]*+(?: (?:(?:de|da|do|la|el|al|am|of|der) )?[{_UPPER}][^\s(),]*+){{0,3}}"
_CITIES = (
    "Washington(?:, D\\.?C\\.?)?|New York|United Nations|London|Paris|Berlin|Brussels|Geneva|Vienna|Rome|Madrid|Lisbon|Athens|Warsaw|"
    "Moscow|Kyiv|Kiev|Minsk|Tbilisi|Yerevan|Baku|Ankara|Istanbul|Jerusalem|Tel Aviv|Gaza(?: City)?|Ramallah|Beirut|Damascus|Amman|Cairo|"
    "Baghdad|Tehran|Riyadh|Doha|Dubai|Sanaa|Kabul|Islamabad|New Delhi|Delhi|Mumbai|Dhaka|Colombo|Kathmandu|Beijing|Shanghai|Hong Kong|"
    "Taipei|Tokyo|Seoul|Pyongyang|Manila|Jakarta|Bangkok|Hanoi|Kuala Lumpur|Singapore|Yangon|Sydney|Canberra|Wellington|Nairobi|"
    "Addis Ababa|Khartoum|Kampala|Kinshasa|Lagos|Abuja|Accra|Dakar|Johannesburg|Pretoria|Cape Town|Harare|Tripoli|Tunis|Algiers|Rabat|"
    "Mexico City|Havana|Caracas|Bogot[aá]|Lima|Quito|La Paz|Santiago|Buenos Aires|Bras[ií]lia|São Paulo|Rio de Janeiro|Ottawa|Toronto|München|Hamburg|Köln|"
    "Frankfurt(?: am Main)?|Düsseldorf|Stuttgart|Leipzig|Dresden|Wien|Zürich|Bern|Genf|Brüssel|Moskau|Kiew|Rom|Athen|Warschau|Peking|"
    "Teheran|Kairo|Bagdad|Den Haag|Bruxelles|Genève|Londres|Moscou|Pékin|Jérusalem|Roma|Milano|Mosca|Parigi|Londra|Barcelona|Bruselas|"
    "Moscú|Ciudad de México|Lisboa|Bruxelas|Moscovo"
)
_DATELINES = (
    # a place, perhaps a date, the agency in brackets
    (
        rf"(?:{_PLACE}(?:, ?(?:{_MONTH}|{_PLACE}))*,?\s*|[^\x00-\u052f()][^()\n]{{0,30}}?)?"
        rf"[(（](?:{AGENCIES})(?:[/, ][^)）]{{1,30}})?[)）]{_DASH}"
    ),
    # the same with a house's own three letters, and places joined by a stroke
    rf"{_PLACE}\s*\([a-z]{{2,4}}(?:/[a-z]{{2,4}})?\){_DASH}",
    rf"[{_UPPER}]\w+(?:/[{_UPPER}]\w+)+\s*(?:—|–| - )\s*(?=[{_UPPER}“\"„«])",
    # the agency first, as in Italy
    rf"\((?:{AGENCIES})\){_DASH}[{_UPPER}' ]{{2,30}}, \d{{1,2}} [{_UPPER}]{{3,4}}{_DASH}",
    # a place in capitals, the agency between strokes or before a full stop
    rf"[А-ЯЁ][А-ЯЁ\- ]{{2,30}}(?:, {_MONTH})?\s*\.?\s*(?:[—–-]\s*(?:{AGENCIES})\.|/(?:{AGENCIES})/\.)\s*",
    # a place in capitals, or one that everybody reports from
    rf"[{_UPPER}][{_UPPER}.’' /-]{{2,40}}(?:, (?:{_MONTH}|[^\W\d][\w.]{{1,15}}(?: \w{{2,12}})?))*\s*(?:—|–|--| - )\s*(?=[{_UPPER}“\"«])",
    rf"(?:{_CITIES})\s*(?:—|–|--| - )\s*(?=[{_UPPER}“\"«])",
    # East Asia: the agency, its place and "by wire", or all of it in brackets of their own
    r"(?:新华社|新華社|中新社|中新网|中新網|央视网|人民网|路透社|法新社|美联社|美聯社)[^，。,]{0,30}?[电電讯訊](?:\s*[（(][^）)]{1,40}[）)])?[：:\s]*",
    r"[（(](?:中央社|法新社|路透社|美聯社|新华社)[^）)]{1,40}[）)]\s*",
    r"(?:【(?!関連|関联)[^】]{1,30}】|［[^］]{1,40}］)\s*(?:[-—–=]\s*)?",
    rf"\[[^\]]{{1,30}}(?:{AGENCIES})\]\s*(?:[-—–=]\s*)?",
    # Korea: place and agency joined by a sign of equality, then the reporter
    r"[(\[][^()\[\]=]{1,20}=[^()\[\]]{2,20}[)\]](?:\s*[가-힣·, ]{2,20}\s*(?:기자|특파원))?\s*=?\s*",
    r"\[[^\]]{1,30}(?:기자|특파원|뉴스|일보|신문)\]\s*",
)
_OPENS = (
    r"(?:The|A|An|In|On|At|It|He|She|They|We|I|But|And|This|That|These|Those|If|When|While|For|As|By|With|After|Before|"
    r"There|Since|Der|Die|Das|Ein|Eine|Im|In|Le|La|Les|Un|Une|El|Los|Una|O|Os|Um|Il)\b"
)
_PERSON = (
    r"[A-ZÀ-Þ][\w’'.-]*(?: [A-Z]\.)?(?: (?:van|von|de|der|al|bin|di|da|dos|el))*(?: [A-ZÀ-Þ][\w’'-]+){1,2}?"
)
_GLUED = (
    (
        rf"(?:By|BY|Von|Par|Por|Door|Di) {_PERSON}(?:(?:,| and| und| et| y| e|,? &) {_PERSON})*"
        rf"(?:,? (?:in|for|BBC News|Al Jazeera|AP|AFP|Reuters|Associated Press)[^.]{{0,30}}?)?\s*(?:[|•·—–-]\s*|(?={_OPENS})|(?=[A-Z]{{3,}}[ ,(]))"
    ),
    (
        r"(?:First published|Published|Updated|Last updated|Last modified|Posted|Issued|Erstellt|Veröffentlicht|Aktualisiert|Publié|"
        r"Mis à jour|Publicado|Actualizado|Pubblicato|Aggiornato)(?: on| at| am| le| el| em| il)?:? [^.!?\n]{0,40}?\b\d{4}\b"
        r"(?:(?:[,\s–-]+| at | um | à )\d{1,2}[:.h]\d{2}(?: ?(?:[ap]\.?m\.?|Uhr|GMT|UTC|E[SD]T|CES?T|BST|IST))*)?\s*[|•·—–:.-]*\s*"
    ),
    rf"(?:{_MONTH},? \d{{4}})\s*[|•·—–]\s*",
    r"\d{1,3}[ -]min(?:ute)?s?(?: read)?\s*(?:[|•·—–]\s*|read\s*)",
    rf"(?:{LABELS})(?:\s*[:.|•·—–-]\s*|\s+(?=[^\Wa-z\d_]|[“\"«¿¡‘])|$)",
    r"(?:(?:Facebook|Twitter|X|WhatsApp|Telegram|LinkedIn|E-?mail|Print|Reddit|Pinterest|Copy link|Share|Tweet|Save)[\s|,•·/]+){2,}",
)
_CREDIT = (
    r"[(\[](?:Photo|Image|Picture|Foto|Bild|Photograph|Illustration|Credit|Screenshot|File photo|AP Photo|Reuters|REUTERS|Getty|AFP|Photo by)"
    rf"[^)\]]{{0,80}}[)\]]|[(\[][^)\]\n]{{2,50}}\b(?:{CREDITED})\b[^)\]]{{0,40}}[)\]]"
    rf"|(?:Photo|Image|Picture|Photograph|Foto|Bild|Credit|Crédits?(?: photo)?|Photo credit|Image credit|Illustration)s?(?: by)?: ?"
    rf"[^.\n]{{2,50}}?(?:/ ?(?:{CREDITED})|\b(?:{CREDITED})\b)(?: via [A-Z][\w ]{{1,20}})?"
    rf"|(?<=[.!?”\"] )(?:AP Photo|REUTERS|(?:{CREDITED}) ?/)/? ?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){{0,3}}(?= {_OPENS})"
    rf"|© ?[^.\n]{{2,40}}?(?:{CREDITED})\b"
)
_CAPTION = re.compile(
    rf"^[^\n]{{0,300}}?(?:{_CREDIT})\s*[|•·.—–-]*\s*(?=[{_UPPER}“\"«¿¡‘]|\W?[^\x00-\u024f]|$)"
)
_OPENING = re.compile("|".join(f"(?:{shape})" for shape in (*_DATELINES, *_GLUED)))
MOST_OPENINGS = 4  # "By Jane Roe | Nov 12, 2026 | GENEVA (AP) — "
LEAST_LEFT = 25


def without_openings(text: str) -> str:
    """The text from its first own word on; "" when nothing but a caption or a label was there."""
    for _ in range(MOST_OPENINGS):
        found = _OPENING.match(text)
        if not found or not found[0].strip():
            break
        text = text[found.end() :]
    return text


def without_caption(text: str) -> str:
    """Without the caption of a picture that stands before the text, known by its credit."""
    found = _CAPTION.match(text)
    rest = text[found.end() :] if found else text
    return rest if len(rest) >= LEAST_LEFT or not rest else text
