"""The memory: what is taken, what is offered, and how alike two texts are."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from portal.core.models import User
from portal.localization.enums import Origin
from portal.localization.models import MemoryEntry
from portal.localization.services.fuzzy import similar, similar_many, similarity
from portal.localization.services.memory import Wording, exact_matches, remember, remember_many, reword_entry

ZH, EN = "zh-hans", "en"


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        ("双方签署合作协议。", "双方签署合作协议。", 1.0),
        # By characters: one of nine replaced, one added to three, one of four replaced.
        ("双方签署合作协议。", "各方签署合作协议。", 0.8889),
        ("科技园", "科技园区", 0.75),
        ("科技城市", "科学城市", 0.75),
        ("园区", "园地", 0.5),
        ("双方签署合作协议。", "人才政策", 0.0),
        # Characters outside the first plane count as one each.
        ("𠀀𠀁𠀂𠀃", "𠀀𠀁𠀂𠀄", 0.75),
        # By words and marks: one of seven replaced, one of six missing.
        ("The two sides signed an agreement.", "The two parties signed an agreement.", 0.8571),
        ("The sides signed an agreement.", "The sides signed agreement.", 0.8333),
        # A number is one token; another number costs 0.05, however long it is.
        ("2024年签约12,000家", "2025年签约9家", 0.95),
        ("Signed in 2024.", "Signed in 2025.", 0.95),
        ("Signed 2024.", "Opened 2025.", 0.6167),
        # Same tokens in another form.
        ("双方<b>签署</b>协议", "双方签署协议", 0.99),
        ("The Park", "the park", 0.99),
        ("R&amp;D centre", "R&amp;D <i>centre</i>", 0.99),
        ("<b></b>", "words", 0.0),
    ],
)
def test_similarity_of_two_texts_is_the_score_of_the_formula(one, other, score):
    assert similarity(one, other) == score
    assert similarity(other, one) == score


@pytest.fixture
def pair(locales):
    return locales[ZH], locales[EN]


@pytest.fixture
def person(db):
    return User.objects.create_user("translator", "translator@example.org")


def wording(pair, source, target, origin=Origin.PERSON, by=None):
    return Wording(pair[0].pk, pair[1].pk, source, target, origin, by and by.pk)


def test_offers_are_the_most_alike_first_then_by_origin_and_each_wording_once(pair, person):
    remember_many(
        wordings=[
            wording(pair, "双方签署合作协议。", "Machine's own", Origin.MACHINE),
            wording(pair, "双方签署合作协议。", "Imported", Origin.IMPORT),
            wording(pair, "双方签署合作协议。", "A person's", by=person),
            wording(pair, "各方签署合作协议。", "A person's", by=person),
            wording(pair, "各方签署合作协议。", "All sides", by=person),
            wording(pair, "人才政策发布", "Talent policy", by=person),
            wording(pair[::-1], "双方签署合作协议。", "other direction", by=person),
        ]
    )
    offers = similar(text="双方签署合作协议。", source=pair[0], target=pair[1])
    assert [(offer.target_text, offer.similarity, offer.origin, offer.by) for offer in offers] == [
        ("A person's", 1.0, Origin.PERSON, person),
        ("Imported", 1.0, Origin.IMPORT, None),
        ("Machine's own", 1.0, Origin.MACHINE, None),
        ("All sides", 0.8889, Origin.PERSON, person),
    ]
    assert exact_matches(["双方签署合作协议。", "人才"], *pair) == {"双方签署合作协议。": "A person's"}


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ("科技园", "科技园区"),  # three characters, and four
        ("科技城市", "科学城市"),  # four, one in the middle
        ("园区概况", "园区简况"),
        ("签署", "签署"),  # two are like themselves only
        ("《协议》", "《协议》。"),
        ("2024年签约", "2031年签约"),
        ("Signed in 2024.", "Signed in 2031."),
        ("THE Park", "the park"),
        ("Client/server parks: R&amp;D, 120 m²", "Client/server parks: R&amp;D, 80 m²"),  # one word for its parser
        ("The <b>two</b> sides signed an agreement on parks.", "Two sides signed an agreement on parks."),
        ("1 2 3 4 5 6 7 8", "1 2 3 4 5 6 7 9"),  # no word at all
        ("a b a b a b a c", "a b a b a b a d"),
        ("nai\u0308ve cafe\u0301 owners", "nai\u0308ve cafe\u0301 owner"),  # marks that join letters
        ('见<a id="a1">协议</a>全文', "见协议全文"),
    ],
)
def test_likes_of_a_short_text_are_found_in_the_database(pair, known, asked):
    remember_many(wordings=[wording(pair, known, "wording")])
    assert [offer.source_text for offer in similar(text=asked, source=pair[0], target=pair[1])] == [known]


@pytest.mark.parametrize("length", [1, 2, 3, 4, 7, 12, 25, 60, 200, 700])
@pytest.mark.parametrize("analysed", [False, True])
def test_no_text_in_words_that_scores_is_missed(pair, length, analysed):
    """Whichever of its words a text has lost, up to the threshold."""
    dice = random.Random(length)
    words = [f"{a}{b}{c}{d}" for a in "bdfgklmn" for b in "aeiou" for c in "prstvxz" for d in "aeiou"]
    text = [dice.choice(words) for _word in range(length)]
    known = set()
    for _row in range(20):
        row = list(text)
        for place in dice.sample(range(length), int(length * dice.choice([0, 0.1, 0.3]))):
            row[place] = "lost"
        known.add(" ".join(row))
    others = {" ".join(dice.choice(words) for _word in range(length)) for _row in range(100)}
    remember_many(wordings=[wording(pair, row, row) for row in known | others])
    if analysed:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE localization_memoryentry")
    asked = " ".join(text)
    offers = similar(text=asked, source=pair[0], target=pair[1], limit=50)
    assert {offer.source_text for offer in offers} == {row for row in known | others if similarity(asked, row) >= 0.7}


def test_text_of_a_megabyte_is_remembered_and_offered_to_nobody(pair):
    huge = "".join(f"word{chr(97 + number % 26) * (number % 40)} " for number in range(60_000))
    remember_many(wordings=[wording(pair, huge, "huge"), wording(pair, "字" * 400_000, "huge too")])
    assert similar_many(texts=[huge, "a" * 4000, "a " * 2000], source=pair[0], target=pair[1]) == {
        huge: [],
        "a" * 4000: [],
        "a " * 2000: [],
    }


def test_a_page_of_texts_takes_as_many_queries_as_one_text(pair, person, django_assert_num_queries, settings):
    texts = [f"第{number}届国际科技园区合作论坛在上海举行" for number in "一二三四五六七八九"] + ["科技园", "<br/>", ""]
    remember_many(wordings=[wording(pair, text or "空", f"wording of {text}", by=person) for text in texts])
    settings.TRANSLATION_MEMORY_OFFERS = 3
    settings.TRANSLATION_MEMORY_THRESHOLD = 0.9
    for asked in (texts[8:10], texts):
        with django_assert_num_queries(9):  # two of them the savepoint of the test's transaction
            found = similar_many(texts=asked, source=pair[0], target=pair[1])
        assert list(found) == asked
    assert [len(found[text]) for text in texts] == [3] * 9 + [1, 0, 0]
    assert found[texts[0]][0].similarity == 1.0
    with connection.cursor() as cursor:
        cursor.execute("SHOW pg_trgm.similarity_threshold")
        assert cursor.fetchone() == ("0.3",)


def test_a_wording_never_falls_back_to_a_lesser_origin(pair, person):
    for origin in (Origin.MACHINE, Origin.IMPORT, Origin.PERSON, Origin.IMPORT, Origin.MACHINE):
        entry = remember(
            source_locale=pair[0],
            target_locale=pair[1],
            source_text="园区",
            target_text="park",
            origin=origin,
            by=person if origin == Origin.PERSON else None,
        )
    assert (MemoryEntry.objects.count(), entry.origin, entry.by) == (1, Origin.PERSON, person)
    given = [wording(pair, "园区", "park", Origin.MACHINE), wording(pair, "会议", "meeting", Origin.IMPORT)]
    assert remember_many(wordings=given * 2) == 1
    assert set(MemoryEntry.objects.values_list("target_text", "origin")) == {("park", "person"), ("meeting", "import")}


def test_a_hundred_wordings_are_remembered_in_one_statement(pair, django_assert_num_queries):
    with django_assert_num_queries(3):  # and the savepoint of the test's transaction
        assert remember_many(wordings=[wording(pair, f"第{n}段", f"paragraph {n}") for n in range(100)]) == 100


def test_a_corrected_wording_is_the_persons_own_and_merges_with_its_twin(pair, person):
    remember_many(
        wordings=[wording(pair, "园区", "garden", Origin.MACHINE), wording(pair, "园区", "park", Origin.IMPORT)]
    )
    entry = MemoryEntry.objects.get(target_text="garden")
    reword_entry(entry=entry, target_text="park", by=person)
    assert list(MemoryEntry.objects.values_list("pk", "target_text", "origin", "by")) == [
        (entry.pk, "park", "person", person.pk)
    ]
    assert exact_matches(["园区"], *pair) == {"园区": "park"}


@pytest.mark.django_db(transaction=True)
def test_two_that_remember_the_same_wordings_at_once_wait_for_each_other(locales):
    pair = locales[ZH], locales[EN]
    texts = [f"第{number}段" for number in range(300)]
    start = Barrier(4)

    def work(order: list[str]) -> int:
        try:
            start.wait(timeout=20)
            return sum(remember_many(wordings=[wording(pair, text, "w") for text in order]) for _turn in range(5))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        new = list(pool.map(work, [texts, texts[::-1], texts[150:] + texts[:150], texts[::2] + texts[1::2]]))
    assert sum(new) == MemoryEntry.objects.count() == 300
