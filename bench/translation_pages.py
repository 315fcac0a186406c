"""What the benchmark of translation does inside Django: write pages, send them, wait; the bare loop beside it."""

from __future__ import annotations

import json
import statistics
import sys
import time

import django

django.setup()

from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import translation  # noqa: E402
from wagtail.models import Locale, Page  # noqa: E402
from wagtail_localize.models import StringTranslation, Translation, TranslationSource  # noqa: E402
from wagtail_localize.operations import translate_object  # noqa: E402

from news.models import NewsIndexPage, NewsPage  # noqa: E402
from portal.home.models import HomePage  # noqa: E402
from portal.localization.engines.base import Request  # noqa: E402
from portal.localization.engines.registry import engine_named  # noqa: E402
from portal.localization.enums import JobState  # noqa: E402
from portal.localization.models import Charge, MemoryEntry, TranslationJob, TranslationOrder  # noqa: E402
from portal.localization.services import counts, orders, pipeline  # noqa: E402

#: With the title twenty segments a page.
PARAGRAPHS = 19
ROUNDS = 15
SENTENCE = (
    "长三角科创园区第{page}号合作项目第{paragraph}段：双方就<b>联合实验室</b>的建设、人才引进和成果转化达成一致。"
)


def write(number: int) -> None:
    """`number` live pages of twenty segments, every text a text of its own."""
    call_command("prepare", verbosity=0)
    chinese, english = (Locale.objects.get(language_code=code) for code in ("zh-hans", "en"))
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="首页", slug="bench", locale=chinese))
    home_en = root.add_child(
        instance=HomePage(title="Home", slug="bench-en", locale=english, translation_key=home.translation_key)
    )
    index = home.add_child(instance=NewsIndexPage(title="新闻", slug="news", locale=chinese))
    home_en.add_child(
        instance=NewsIndexPage(title="News", slug="news", locale=english, translation_key=index.translation_key)
    )
    for page in range(number):
        texts = [SENTENCE.format(page=page, paragraph=paragraph) for paragraph in range(PARAGRAPHS)]
        body = [
            {"type": "text", "value": "".join(f"<p>{text}</p>" for text in texts[first : first + 4])}
            for first in range(0, PARAGRAPHS, 4)
        ]
        news = index.add_child(instance=NewsPage(title=f"第{page}号合作项目签约", locale=chinese, body=body))
        counts.count_page(page=news)


def order(number: int) -> float:
    """Seconds from the order to the last draft, by workers that run elsewhere."""
    began = time.monotonic()
    _place(_ids(number))
    wanted = TranslationJob.objects.filter(state=JobState.NEEDS_REVIEW)
    deadline = began + 1800
    while wanted.count() < number:
        if time.monotonic() > deadline:
            raise TimeoutError(str(list(TranslationJob.objects.values_list("state", "last_error")[:5])))
        time.sleep(0.1)
    seconds = time.monotonic() - began
    _check(number)
    _forget()
    return seconds


def ours(number: int) -> float:
    """Pages a second from the claim to the draft, in this one process."""
    _place(_ids(number))
    while orders.place_waiting(limit=100):
        pass
    began = time.monotonic()
    with translation.override("zh-hans"):
        pipeline.work(worker=iter(map(str, range(10**6))).__next__, limit=number)
    rate = number / (time.monotonic() - began)
    _check(number)
    _forget()
    return rate


def stock(number: int) -> float:
    """Pages a second by the functions of wagtail-localize, as its documentation has them."""
    target, engine = Locale.objects.get(language_code="en"), engine_named()
    assert engine is not None
    pages = list(NewsPage.objects.filter(pk__in=_ids(number)))
    began = time.monotonic()
    for page in pages:
        with transaction.atomic():
            translate_object(page, [target])
            source = TranslationSource.objects.get_for_instance(page)
            rows = [
                row
                for row in source.stringsegment_set.select_related("string", "context").order_by("order")
                if row.context.path != "slug"
            ]
            answers = engine.translate(Request(tuple(row.string.data for row in rows), "zh-hans", "en"))
            for row, answer in zip(rows, answers, strict=True):
                StringTranslation.objects.update_or_create(
                    translation_of=row.string,
                    locale=target,
                    context=row.context,
                    defaults={"data": answer.text, "translation_type": "machine", "tool_name": engine.name},
                )
            Translation.objects.get(source=source, target_locale=target).save_target(publish=False)
    rate = number / (time.monotonic() - began)
    _check(number)
    _forget()
    return rate


def submit(number: int) -> tuple[float, float]:
    """Median seconds of an order of 5 and of `number`, turn by turn; nothing works them off."""
    times: tuple[list[float], list[float]] = ([], [])
    _place(_ids(5))
    for _round in range(ROUNDS):
        for kept, ids in zip(times, (_ids(5), _ids(number)), strict=True):
            began = time.monotonic()
            _place(ids)
            kept.append(time.monotonic() - began)
    _forget()
    return statistics.median(times[0]), statistics.median(times[1])


def _ids(number: int) -> list[int]:
    chinese = NewsPage.objects.filter(locale__language_code="zh-hans").order_by("pk")
    return list(chinese.values_list("pk", flat=True)[:number])


def _place(ids: list[int]) -> None:
    english = Locale.objects.get(language_code="en")
    orders.place_order(
        content_type=ContentType.objects.get_for_model(Page), object_ids=ids, target_locales=[english], by=None
    )


def _check(number: int) -> None:
    """Every page has its draft, and every segment of it a wording."""
    drafts = NewsPage.objects.filter(locale__language_code="en")
    wordings = StringTranslation.objects.exclude(context__path="slug").filter(has_error=False)
    found = drafts.count(), wordings.count()
    assert found == (number, number * (PARAGRAPHS + 1)), found


def _forget() -> None:
    """As before the first translation."""
    for page in NewsPage.objects.filter(locale__language_code="en"):
        page.delete()
    Charge.objects.all().delete()
    MemoryEntry.objects.all().delete()
    TranslationJob.objects.all().delete()
    TranslationOrder.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE wagtail_localize_translatableobject, wagtail_localize_string CASCADE")
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    name, number = sys.argv[1:]
    print(
        json.dumps({"write": write, "order": order, "ours": ours, "stock": stock, "submit": submit}[name](int(number)))
    )
