"""What nobody wrote is cut off, and nothing that somebody wrote."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sourcing.boilerplate import is_plea, lede_of, without_boilerplate

TEXT = "The talks went on."


@pytest.mark.parametrize(
    "tail",
    [
        "Continue reading", "Continue reading…", "Continue reading “A Title” →", "Read more", "Read More »", "[Read more]",
        "Read the full article", "Read the rest of this post at The Example", "(more…)", "[Read more...]", "→", "[+]",
        "Weiterlesen", "Weiterlesen auf example.de →", "Lire la suite →", "Lire la suite sur example.fr", "Leer más",
        "Leer más en example.es", "Leggi tutto", "Leia mais", "Lees verder", "Czytaj dalej", "Läs mer", "Devamını oku",
        "Читать далее", "Подробнее", "Читати далі", "اقرأ المزيد", "ادامه مطلب", "להמשך קריאה", "और पढ़ें", "อ่านต่อ",
        "阅读全文", "閱讀更多", "続きを読む", "더보기", "Baca juga: Pelabuhan", "Il vous reste 75 % de cet article à lire.",
        "The post A Title appeared first on The Example.", "The post “What? Why!” appeared first on A.B. Example",
        "Der Beitrag Titel erschien zuerst auf Beispiel.", "L’article Titre est apparu en premier sur Exemple.",
        "La entrada Título se publicó primero en Ejemplo.", "O post Título apareceu primeiro em Exemplo.",
        "L'articolo Titolo proviene da Esempio.", "Сообщение Название появились сначала на Пример.",
        "Artykuł Tytuł pochodzi z serwisu Przykład.", "Inlägget Titel dök först upp på Exempel.",
        "This article was originally published on The Example.", "This story first appeared in The Example.",
        "[link] [comments]", "(Reporting by Jane Roe; Editing by John Doe)", "© 2026 The Example. All rights reserved.",
        "Photo: Jane Roe", "(AP Photo/Jane Roe)", "Subscribe to our newsletter.", "Follow us on Telegram.",
        "Share on Facebook", "Facebook Twitter Email", "Advertisement", "By Jane Roe", "Von Peter Muster (Test, Hafen)",
        "Sign up here.", "Already a subscriber? Log in",
    ],
)  # fmt: skip
def test_what_was_put_behind_the_text_is_cut(tail: str) -> None:
    assert without_boilerplate(f"{TEXT} {tail}")[0] == TEXT


@pytest.mark.parametrize(
    "head",
    [
        "LONDON (AP) — ", "(Reuters) - ", "GENEVA, Nov 12 (Reuters) - ", "WASHINGTON, Nov. 12 — ", "KYIV, Ukraine -- ",
        "Paris (AFP) – ", "Berlin (dpa) - ", "Madrid, 12 nov (EFE).- ", "(ANSA) - ROMA, 12 NOV - ", "London — ",
        "SÃO PAULO (Folhapress) - ", "JERUSALEM/GAZA (Reuters) - ", "UNITED NATIONS (AP) — ", "München/London – ",
        "ST. PETERSBURG, Russia (AP) — ", "Kiel (abc) - ", "МОСКВА, 12 ноя — РИА Новости. ", "МОСКВА, 12 ноября. /ТАСС/. ",
        "القاهرة (رويترز) - ", "新华社北京11月12日电（记者 某某）", "（中央社台北12日電）", "【ソウル共同】", "［ロンドン 12日 ロイター］ - ",
        "(서울=연합뉴스) 홍길동 기자 = ", "By Jane Roe ", "By Jane Roe and John Doe ", "By Jane Roe | ", "By Jane Roe GENEVA (AP) — ",
        "By Jane Roe, BBC News ", "November 12, 2026 | ", "Published: 12 Nov 2026 10:00 GMT ", "5 min read ",
        "Updated on November 12, 2026 at 10:15 am EST ", "Advertisement ", "Anzeige ", "Publicité ", "Реклама ", "広告 ",
        "Listen to this article. ", "Subscribe to our newsletter. ", "Click here to listen. ", "Facebook Twitter WhatsApp Email ",
        "Read more: Old quay. ", "Related: Old quay. ", "Donate now. ", "Join our Telegram channel. ", "Share this article. ",
        "This article was originally published by The Example. ", "A version of this article appeared in Monday’s paper. ",
        "This story is part of a series on salt. ", "Lesen Sie auch: Der Hafen. ", "À lire aussi : le port. ",
        "Lea también: El puerto. ", "Leia também: O porto. ", "Leggi anche: Il porto. ", "Читайте также: Порт. ",
        "اقرأ أيضا: الميناء. ", "延伸阅读：港口。", "関連記事：港。",
    ],
)  # fmt: skip
def test_what_was_put_before_the_text_is_cut(head: str) -> None:
    assert without_boilerplate(head + TEXT) == (TEXT, False)


@pytest.mark.parametrize(
    "caption",
    [
        "A rally on the quay. (Photo by Jane Roe/Getty Images)",
        "A rally on the quay (AP Photo/Jane Roe)",
        "A rally on the quay. Photo: Jane Roe/Reuters",
        "FILE PHOTO: A rally on the quay. REUTERS/Jane Roe",
        "A rally on the quay. Credit: Jane Roe / AFP",
        "A rally on the quay. [Jane Roe/AFP via Getty Images]",
    ],
)
def test_the_caption_that_sticks_to_the_lede_is_cut(caption: str) -> None:
    assert lede_of(f"{caption} {TEXT} They will end.") == f"{TEXT} They will end."


@pytest.mark.parametrize(
    "paragraph",
    [
        "By Jane Roe", "Von Max Muster und Ida Holm", "Photo: Jane Roe/AP", "FILE PHOTO: A rally on the quay", "Image: Jane Roe",
        "Editor’s note: This column comes on Mondays. It is about salt.", "Anmerkung der Redaktion: Der Text ist alt.",
        "Advertisement", "Anzeige", "Share this article", "Subscribe now and save", "Correction: An earlier text was wrong.",
        "Listen here on your chosen platform.", "Lesen Sie hier: Der Hafen brennt", "【関連記事】港",
    ],
)  # fmt: skip
def test_what_can_open_no_article_is_no_lede(paragraph: str) -> None:
    assert lede_of(paragraph) == ""


@pytest.mark.parametrize(
    "text",
    [
        "He wanted to read more.", "They continue reading the treaty.", "It was more", "The post office burned first.",
        "She asked for comments", "Learn more about war, he said, before it is too late to stop.", "NATO is here.",
        "The U.S. (and Israel) – both agreed.", "By Monday The Hague had agreed.", "Subscribers left in droves.",
        "The broadcaster (BBC) - which he led - closed.", "Follow the money on the quay, she said.", "Photo shops close.",
        "Advertisement spending rose.", "Listen to the sea, he said.", "Support our troops, they said.", "Share prices fell.",
        "This story is about a quay.", "This report was written by ghosts.", "Continua la guerra a Gaza.", "Editor quits.",
        "Read my lips: no taxes.", "In Paris (France) - and elsewhere - it rains.", "Sign of the times: the quay closes.",
        "IRAN’S war goes on.", "You can listen to the birds here.", "The views of the port are known.", "Opinion polls fell.",
        "Donated blood saves lives.", "Von der Brücke spricht niemand.", "Par ailleurs, il pleut.", "Por Dios, dijo.",
        "تابعوا المؤتمر في جنيف.", "اشترك في الهجوم عشرة رجال.", "Mehr als das weiß niemand.", "Ver para creer.",
        "The talks, by Jane Roe and others, went on.", "订阅数下降。", "Он сказал: «Мы идём!»", "Elle a dit : « Nous partons ! »", "相关部门已介入。",
    ],
)  # fmt: skip
def test_words_of_the_author_are_not_boilerplate(text: str) -> None:
    assert without_boilerplate(text) == (text, False)
    assert lede_of(text) == text


def test_a_text_that_breaks_off_before_a_plea_is_told_to_be_cut() -> None:
    assert without_boilerplate("The talks went on […] Subscribe to our newsletter.") == (
        "The talks went on",
        True,
    )


@given(st.text(max_size=400))
def test_cutting_twice_cuts_no_more_than_words_that_stood_there(text: str) -> None:
    bare, _ = without_boilerplate(text)
    assert len(bare) <= len(text)
    assert all(word in text for word in bare.split())


@pytest.mark.parametrize(
    "text",
    [
        "The post " * 700, "By " + "Jane Roe and " * 500, "(" * 6000, "Advertisement " * 500, "LONDON, " * 800, "Facebook " * 700,
        "Photo: " * 900, "a. " * 2000, "【" * 6000, "A" * 6000, "This article " * 500, "Published: " * 600, "12 Nov " * 900,
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_hostile_text_costs_no_time(text: str) -> None:
    started = time.process_time()
    without_boilerplate(text)
    lede_of(text)
    is_plea(text[:300])
    assert time.process_time() - started < 2
