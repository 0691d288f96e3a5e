"""Whole editions as newsrooms have them, by name: for the golden mails and the gallery."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from digest.model.edition import Correction, Edition, Placed, Section
from tests.builders.editions import SITE, a_look, a_placed, an_article, an_edition, an_image

SIZES = {"marsh": (1600, 900), "tide": (1200, 800), "cable": (800, 1200), "ferry": (1000, 1000)}

WEEK = {
    "africa": (
        ("The dam that three ministries own", "dam", "Analysis"),
        ("What the salt caravans carry now", "salt", "Reporting"),
        ("A grain reserve with nobody's name on it", "grain", "Analysis"),
    ),
    "americas": (
        ("The canal is dry, the tolls are not", "locks", "Reporting"),
        ("Pylons across the border, slowly", "pylons", "Analysis"),
    ),
    "asia-pacific": (
        ("Insurers have found the strait", "strait", "Analysis"),
        ("Night trains to the capital nobody wants", "railway", "Slow Boat"),
        ("Four ferries and an election", "ferry", "Reporting"),
    ),
    "europe": (
        ("The Baltic rehearses the dark", "night-city", "Reporting"),
        ("A treaty with a galley", "anchor", "Analysis"),
    ),
    "middle-east": (("A desk in Muscat for other people’s quarrels", "table", "Analysis"),),
}
SUMMARY = (
    "Operators in three countries will open nine switches and listen. If the hum stays within "
    "two tenths of a hertz until morning, the region will have proved that it can live alone for a night."
)


def picture(name: str, **over: Any) -> Any:
    """One of the demo's pictures, by its file's name."""
    width, height = SIZES.get(name, (1200, 675))
    base = an_image(
        url=f"{SITE}/pictures/{name}.jpg",
        alt="",
        caption="",
        credit="Ida Holm / Example Wire",
        width=width,
        height=height,
    )
    return replace(base, **over)


def placed(title: str, name: str, region: str | None, kind: str = "Analysis", **over: Any) -> Placed:
    shown = region.replace("-", " ").title() if region else "Global"
    whole: dict[str, Any] = {
        "slug": name,
        "title": title,
        "kind": kind,
        "kicker": "",
        "dek": "",
        "summary": SUMMARY,
        "authors": ("Maarja Kallas-Finch",),
        "image": picture(name),
    }
    return a_placed(an_article(**(whole | over)), region=region, region_title=shown)


def rich() -> Edition:
    """An ordinary week: five regions, a series, Latest, a correction."""
    sections = tuple(
        Section(
            region,
            region.replace("-", " ").title().replace("Asia Pacific", "Asia-Pacific"),
            tuple(placed(title, name, region, kind) for title, name, kind in articles),
            more=2 if region in ("africa", "europe") else 0,
        )
        for region, articles in WEEK.items()
    )
    lead = placed(
        "The marsh ledger",
        "marsh",
        "middle-east",
        "Reporting",
        dek="In southern Iraq, a census of buffalo has become the best record of where the water went.",
        authors=("Zahra al-Mansoury", "Tom Okafor"),
        image=picture("marsh", alt="A boat among reeds at sunset", caption="The marshes north of Basra."),
    )
    headlines = (
        "The committee that decides what time it is",
        "Eleven words for “shall”",
        "A seat at the small table",
    )
    return an_edition(
        subject="The marsh ledger",
        preheader="Who counts the water, who owns the dam, and a night without the grid.",
        intro="Good morning. Four harbors, two river treaties and a railway that changed its mind: this "
        "week’s pieces are about who gets to decide what crosses a line on a map.\n\n"
        "If you read only one, read the lead; if you read two, write to us about the second.",
        lead=lead,
        sections=sections,
        latest=tuple(placed(title, f"latest-{n}", None, image=None) for n, title in enumerate(headlines)),
        corrections=(
            Correction(
                "Four ferries and an election",
                "Last week we gave the crossing as nine hours. It takes nineteen.",
                f"{SITE}/2026/11/ferry",
            ),
        ),
        look=a_look(
            series=("Slow Boat", "Letter From"),
            region_pages=(("africa", f"{SITE}/africa"),),
            socials=(("Mastodon", "https://social.example.net/@review"), ("RSS", f"{SITE}/rss")),
        ),
    )


ARABIC = (
    (
        "africa",
        "أفريقيا",
        ("السد الذي تملكه ثلاث وزارات", "ما الذي تحمله قوافل الملح اليوم", "مخزون حبوب بلا صاحب"),
    ),
    ("europe", "أوروبا", ("بحر البلطيق يتدرب على الظلام", "معاهدة لها مطبخ")),
    ("middle-east", "الشرق الأوسط", ("قناة هادئة تُفتح من جديد في مسقط",)),
)
ARABIC_SUMMARY = (
    "سيفتح المشغلون في ثلاث دول تسعة مفاتيح ثم يصغون. فإذا بقي التردد ثابتًا حتى الصباح، أثبتت المنطقة أنها "
    "قادرة على العيش وحدها ليلة كاملة."
)


def arabic() -> Edition:
    """A whole edition from right to left, with one Latin title in it."""
    arabic_text: dict[str, Any] = {"summary": ARABIC_SUMMARY, "authors": ("زهراء المنصوري", "سامي حداد")}
    names = iter(("dam", "salt", "grain", "night-city", "anchor", "table"))
    sections = tuple(
        Section(
            region,
            title,
            tuple(
                replace(placed(name, next(names), region, "تحليل", **arabic_text), region_title=title)
                for name in articles
            ),
            more=more,
        )
        for (region, title, articles), more in zip(ARABIC, (1, 2, 11), strict=True)
    )
    lead = placed(
        "دفتر الأهوار",
        "marsh",
        None,
        "تقرير",
        **arabic_text,
        dek="صار إحصاء الجاموس في جنوب العراق أفضل سجل لمسار المياه.",
        image=picture("marsh", alt="قارب بين القصب", caption="الأهوار شمال البصرة.", credit="إيدا هولم"),
    )
    return an_edition(
        subject="دفتر الأهوار",
        preheader="من يحصي المياه، ومن يملك السد؟",
        intro="صباح الخير. أربعة موانئ ومعاهدتان نهريتان وسكة حديد غيّرت رأيها.",
        lead=replace(lead, region_title="الشرق الأوسط"),
        sections=sections,
        latest=(
            replace(
                placed("Eleven words for “shall”", "shall", None, "رأي", image=None, language="en"),
                region_title="",
            ),
            replace(placed("مقعد على الطاولة الصغيرة", "seat", None, "رأي", image=None), region_title=""),
        ),
        corrections=(
            Correction("أربع عبّارات وانتخابات", "تستغرق الرحلة تسع عشرة ساعة، لا تسعًا.", f"{SITE}/a"),
        ),
        look=a_look(
            language="ar",
            publication="المرفأ والداخل",
            title="المرفأ والداخل",
            tagline="العالم بأقاليمه، مرة كل أسبوع",
            region_pages=(("europe", f"{SITE}/europe"),),
        ),
    )


def sparse() -> Edition:
    """One article without anything that can be missing, from a newsroom that gave nothing but its name."""
    bare = an_article(
        title="Nothing but a title", dek="", summary="", kicker="", kind="", authors=(), image=None
    )
    return an_edition(
        subject="",
        preheader="",
        intro="",
        lead=None,
        sections=(Section("europe", "Europe", (a_placed(bare, region_title=""),)),),
        latest=(),
        look=a_look(title="", tagline="", site="", socials=(), postal_address=""),
    )


def heavy(regions: int = 5, each: int = 50) -> Edition:
    """More than any client would show."""
    keys = tuple(WEEK)[:regions]
    names = [name for articles in WEEK.values() for _, name, _ in articles]
    sections = tuple(
        Section(
            key,
            key.title(),
            tuple(
                placed(
                    f"{key.title()}: what the harbour towns will not say, part {n}",
                    f"{key}-{n}",
                    key,
                    image=picture(names[n % len(names)]),
                )
                for n in range(1, each + 1)
            ),
        )
        for key in keys
    )
    return replace(rich(), sections=sections, corrections=())


def odd() -> Edition:
    """Scripts, lengths and gaps that a real week brings sooner or later."""
    long_title = "How the harbour towns along the northern shore came to keep three sets of books, " * 3
    odd_ones = (
        placed(
            f"{long_title}and why", "long", "asia-pacific", image=picture("tide"), authors=tuple("ABCDEFG")
        ),
        placed("قناة هادئة تُفتح من جديد؟", "qanat", "asia-pacific", language="ar", summary=ARABIC_SUMMARY),
        placed(
            "重庆港口重新开放：谁来支付？" * 3, "harbour", "asia-pacific", language="zh", summary="港口" * 80
        ),
        placed("🚢 👩🏽\u200d🚀 The fleet, in pictures", "emoji", "asia-pacific", summary=""),
        placed("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 2, "word", "asia-pacific"),
        placed("https://news.example.org/" + "an-address-as-a-title-" * 6, "address", "asia-pacific"),
        placed("No picture, no author", "plain", "asia-pacific", image=None, authors=()),
        placed("A tall picture", "tall", "asia-pacific", image=picture("cable")),
        placed("A picture nobody measured", "loose", "asia-pacific", image=picture("boats", width=None)),
    )
    only = placed("Only a title", "only", "europe", image=None, summary="", authors=(), kind="")
    return replace(
        rich(),
        lead=placed(long_title + "and why", "lead", "europe", image=picture("cable", caption="Tall. " * 40)),
        sections=(
            Section("asia-pacific", "Asia-Pacific", odd_ones, more=1),
            Section("europe", "Europe", (replace(only, region_title=""),), more=0),
            Section("polar", "The Polar Regions and the Northern Sea Route, with Greenland", odd_ones[:1]),
        ),
        latest=(odd_ones[1], odd_ones[2], only),
        intro="",
    )


def looking(**look: Any) -> Edition:
    """The ordinary week in another look."""
    week = rich()
    return replace(week, look=replace(week.look, **look))


CASES: dict[str, Callable[[], Edition]] = {
    "rich": rich,
    "arabic": arabic,
    "sparse": sparse,
    "odd": odd,
    "one-article": lambda: replace(
        rich(), lead=None, sections=rich().sections[4:], latest=(), corrections=()
    ),
    "lead-only": lambda: replace(rich(), sections=(), latest=(), corrections=(), intro=""),
    "fifty": lambda: heavy(regions=1),
    "heavy": heavy,
    "twelve-each": lambda: heavy(each=12),
    "no-pictures": lambda: _without_pictures(rich()),
    "band-sans-blue": lambda: looking(
        masthead="band", serif=False, accent="#0b4f8a", accent_dark="#8cc4ff", paper="#ffffff"
    ),
    "logo": lambda: looking(logo_url=f"{SITE}/pictures/logo.png"),
    "night-paper": lambda: looking(paper="#101418", ink="#e8e4da", accent="#e0a030"),
    "french": lambda: looking(language="fr"),
    "german": lambda: looking(language="de"),
    "spanish": lambda: looking(language="es"),
}


def _without_pictures(edition: Edition) -> Edition:
    def bare(one: Placed) -> Placed:
        return replace(one, article=replace(one.article, image=None))

    return replace(
        edition,
        lead=bare(edition.lead) if edition.lead else None,
        sections=tuple(replace(s, articles=tuple(map(bare, s.articles))) for s in edition.sections),
    )
