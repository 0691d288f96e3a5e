"""Sentences end where they end, in the languages newsrooms publish in."""

import time

import pytest

from digest.sourcing.sentences import ends_whole, sentences
from digest.sourcing.tongue import tongue


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # A bar stands where one sentence ends and the next begins.
        ("en", "Rep. Ro Imari (D-Calif.) said no.|He left."),
        ("en", "It ends on Jan. 12.|Gen. C.Q. Holm agreed."),
        ("en", "Gen. C.Q. Holm agreed.|He left."),
        ("en", "The U.S. Army stayed.|It will go."),
        ("en", "They left the U.S.|The army stayed."),
        ("en", "The U.N. Council met.|It left."),
        ("en", "The envoy met U.S. troops in St. Petersburg at 5 p.m. on Friday.|Talks went on."),
        ("en", "They met at 5 p.m.|The talks went on."),
        ("en", "Quays Inc. said it would sell.|Shares fell."),
        ("en", "It was sold by Quays Inc.|The price was not told."),
        ("en", "Harbour Street No. 10 was quiet.|The cat slept."),
        ("en", "It was Rivero vs. the State.|The State won."),
        ("en", "“We will go.”|They went."),
        ("en", "“We will go,” she said.|“We will not stay.”|They went."),
        ("en", "He said: “It is over. We are going home.”|They left."),
        ("en", "(He had gone.)|They stayed."),
        ("en", "[He had gone.]|They stayed."),
        ("en", "Prices rose 3.5 percent.|Wages fell."),
        ("en", "Was it a coup?!|Nobody knew."),
        ("en", "Was it a coup‽|Nobody knew."),
        ("en", "“Why?” he asked.|Nobody answered."),
        ("en", "J. D. Holm spoke.|He left."),
        ("en", "Ana W. Ruiz spoke.|She left."),
        ("en", "They chose Plan B.|It failed."),
        ("en", "Lt. Col. Smith and Maj. Gen. Ruiz met Sen. Lee (R-Utah).|They agreed."),
        ("en", "It is based in Port Holm, D.C.|It left."),
        ("en", "He quoted Art. 5 of the treaty.|It holds."),
        ("en", "Is it over?|Not yet.|Wait!"),
        ("de", "Das sagte Dr. h.c. Müller am 5. Mai in St. Gallen.|Er ging."),
        ("de", "Er kam z. B. aus Bonn.|Sie nicht."),
        ("de", "Laut Nr. 5 und Abs. 3 gilt das.|Er ging."),
        ("de", "Es war besser als GTA 5.|Von hier an regnet es."),
        ("de", "Papst Leo XIV. kam nach Rom.|Er sprach."),
        ("de", "Der Minister sagte „Nein! Nie!“ und ging.|Dann kam sie."),
        ("fr", "M. Macret a parlé.|Il est parti."),
        ("fr", "L’art. 5 du traité tient.|Il le dit."),
        ("fr", "« Nous partons. Tous. »|Il est parti."),
        ("es", "El Sr. Pérez viajó a EE. UU. el lunes.|Volvió."),
        ("it", "Il sig. Rossi e l'on. Bianchi hanno parlato.|Sono andati via."),
        ("pt", "O Sr. Silva e a Dra. Lima falaram.|Foram embora."),
        ("nl", "Dhr. De Vries en mevr. Bos spraken.|Ze gingen."),
        ("sv", "Bl.a. kom kl. 10 en båt.|Den gick."),
        ("pl", "Prof. Nowak i dr hab. Lis mówili.|Wyszli."),
        ("tr", "Dr. Yılmaz geldi.|Prof. Kaya gitti."),
        ("ru", "Об этом сообщил г. Иванов, т. е. мэр.|Он ушёл."),
        ("ru", "Ущерб составил 5 млн руб. за год.|Он вырос."),
        ("ru", "«Мы уходим», — сказал он.|Они ушли."),
        ("el", "Τελείωσε;|Όχι ακόμη.|Περιμένετε!"),
        ("hy", "Նա եկավ։|Նա գնաց։"),
        ("am", "እሱ መጣ።|እሱ ሄደ።|ለምን፧"),
        ("hi", "डॉ. सिंह ने कहा।|वह गए।"),
        ("bn", "সে এল।|সে গেল।"),
        ("ur", "وہ آیا۔|وہ گیا۔|کیوں؟"),
        ("ar", "قال د. أحمد إن الوفد وصل.|غادر."),
        ("fa", "او آمد.|او رفت؟|بله!"),
        ("he", "הוא בא.|הוא הלך?|כן!"),
        ("zh", "他来了。|他走了！|为什么？"),
        ("ja", "「行く。」と言った。|帰った。"),
        ("ko", "그는 왔다.|그는 갔다.|왜?"),
        ("th", "เขามา เขาไป"),
        ("km", "គាត់មក។|គាត់ទៅ។"),
        ("lo", "ລາວມາ ລາວໄປ"),
        ("my", "သူလာသည်။|သူသွားသည်။"),
        ("bo", "ཁོང་ཡོང་།|ཁོང་ཕེབས།"),
        ("vi", "TP. Hồ Chí Minh rất nóng.|Mưa đến."),
        ("", "Об этом сообщил г. Иванов.|Он ушёл."),
        ("", "Das ist am 11. und 12. Mai nicht die Frage.|Es ist der Wind."),
        ("en-US", "他来了。|他走了！"),
    ],
)  # fmt: skip
def test_sentences_end_where_they_end(language: str, text: str) -> None:
    spaceless = language in ("zh", "ja") or "。" in text
    assert sentences(text.replace("|", "" if spaceless else " "), language) == text.split("|")


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("He left.", True),
        ("“He left.”", True),
        ("He left (at last).", True),
        ("他走了。”", True),
        ("ท่าเรือเปิดแล้ว", True),
        ("وہ گیا۔", True),
        ("वह गया।", True),
        ("Τελείωσε;", True),
        ("It is over;", False),
        ("He left…", False),
        ("He left [...]", False),
        ("He left", False),
        ("He left:", False),
        ("", False),
    ],
)
def test_a_text_ends_whole_or_not(text: str, whole: bool) -> None:
    assert ends_whole(text) is whole


@pytest.mark.parametrize(
    ("text", "said", "code"),
    [
        ("The quay of the port is open", "", "en"),
        ("Der Hafen ist offen und die Schiffe sind in der Stadt", "", "de"),
        ("Le port est ouvert et les bateaux sont dans la ville", "", "fr"),
        ("Puerto", "es-MX", "es"),
        ("Порт открыт", "", "ru"),
        ("Порт відкрито", "uk", "uk"),
        ("港が開いた", "en", "ja"),
        ("旧港再开", "", "zh"),
        ("The “Ъ” paper and the quay", "", "en"),
        ("", "", "en"),
    ],
)
def test_the_language_is_the_one_said_unless_the_text_says_otherwise(text: str, said: str, code: str) -> None:
    assert tongue(text, said) == code


@pytest.mark.parametrize(
    "text",
    ["“" * 4000, "(" * 4000, "a. " * 1400, '"' * 4000, "U.S. " * 800, "Dr. " * 1000, "„a. " * 1000],
    ids=["quotes", "brackets", "letters", "straight quotes", "countries", "titles", "German quotes"],
)
def test_hostile_text_is_cut_in_no_time(text: str) -> None:
    started = time.process_time()
    sentences(text)
    assert time.process_time() - started < 3
