"""The screen of questions to authors: what translators ask, answered in place."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.menu import MenuItem
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Page

from portal.core.models import Unit
from portal.core.permissions import current_memberships
from portal.localization.errors import RefusedError
from portal.localization.menu import MENU
from portal.localization.models import SegmentQuestion, TranslationJob
from portal.localization.page_offers import target_of
from portal.localization.question_forms import Thread, act_on_question, answerable_ids, choices, do, readable
from portal.localization.question_rights import in_units, questions_for, reads_questions
from portal.localization.services.question_places import about, current_text, places_of_source, with_replies
from portal.localization.services.record_words import owner_of

PER_SCREEN = 20
OPEN, SETTLED, ALL = "open", "settled", "all"
_DOING = ("answer", "settle", "reopen")


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """What the person may see: open or settled, all or those they asked or are in, of one unit, about one source."""
    if not reads_questions(request.user):
        raise PermissionDenied
    rows = _narrowed(request, with_replies(questions_for(request.user)))
    shown = Paginator(rows.order_by("-created_at", "-pk"), PER_SCREEN).get_page(request.GET.get("p"))
    mine = answerable_ids(request, shown)
    asked = request.GET.copy()
    asked.pop("p", None)
    context = {
        "shown": shown,
        "threads": [Thread(question, may_answer=question.pk in mine) for question in shown],
        "units": units_to_choose(request.user),
        "states": [(OPEN, _("Open")), (SETTLED, _("Settled")), (ALL, _("All"))],
        "state": request.GET.get("state", OPEN),
        "query": _and(asked),
    }
    return render(request, "localization/question_list.html", context)


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question with what its place says now. What cannot be kept stays in the form."""
    row = get_object_or_404(with_replies(questions_for(request.user)), pk=pk)
    is_mine = pk in answerable_ids(request, [row])
    if request.method == "POST" and not is_mine:
        raise PermissionDenied
    action = next((one for one in _DOING if one in request.POST), "")
    typed = ""
    if action:
        try:
            messages.success(request, do(request, action, str(pk)))
            return redirect(get_valid_next_url_from_request(request) or "questions:one", *_args(request, pk))
        except RefusedError as refusal:
            messages.error(request, str(refusal))
            typed = request.POST.get(f"reply-{pk}", "")
    now = current_text(row)
    thread = Thread(row, now != row.source_text, is_mine, typed)
    says = None if now is None else readable(row, now)
    context = {"thread": thread, "now": says, "source_url": _source_url(request, row)}
    return render(request, "localization/question.html", context, status=409 if typed else 200)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask about a segment of a page that is chosen from a list; whoever may edit the translated page may ask."""
    job = get_object_or_404(TranslationJob.objects.select_related("source_locale", "target_locale"), pk=pk)
    page, translation = target_of(request, job)
    places = {place.key: place for place in places_of_source(translation.source)}
    chosen = request.POST.get("segment", "")
    typed = request.POST.get("text", "")
    if request.method == "POST":
        request.POST = request.POST.copy()  # type: ignore[assignment]
        request.POST.update({"ask": chosen, f"question-{chosen}": typed})
        if act_on_question(request, job, places):
            return redirect("wagtailadmin_pages:edit", page.pk)
    context = {"job": job, "page": page, "places": choices(places.values()), "chosen": chosen, "typed": typed}
    return render(request, "localization/question_ask.html", context)


def units_to_choose(user: Any) -> QuerySet[Unit]:
    """The units a list may be narrowed to: all for those who work for all, else one's own."""
    units = [member.unit_id for member in current_memberships(user)]
    if user.is_superuser or None in units:
        return Unit.objects.all()
    return Unit.objects.filter(pk__in=[unit for unit in units if unit is not None])


def _narrowed(request: HttpRequest, rows: QuerySet[SegmentQuestion]) -> QuerySet[SegmentQuestion]:
    state, unit, source = (request.GET.get(name, "") for name in ("state", "unit", "about"))
    if state != ALL:
        rows = rows.filter(closed_at__isnull=state != SETTLED)
    if request.GET.get("mine"):
        rows = rows.filter(Q(asked_by=request.user) | Q(pk__in=_said_by(request.user)))
    if unit.isdecimal() and len(unit) < 10:
        rows = rows.filter(in_units(units_to_choose(request.user).filter(pk=int(unit))))
    return rows.filter(_about(source)) if source else rows


def _said_by(user: Any) -> QuerySet[Any]:
    return SegmentQuestion.objects.filter(replies__by=user).order_by().values("pk")


def _about(text: str) -> Q:
    """`kind-key` of a source, as the buttons above the editors send it; its parts are meant too."""
    kind, _dash, key = text.partition("-")
    if not (kind.isdecimal() and key.isdecimal() and len(kind) < 10 and len(key) < 19):
        return Q(pk__in=[])
    found = ContentType.objects.filter(pk=int(kind)).first()
    model = found.model_class() if found is not None else None
    if found is None or model is None:
        return Q(pk__in=[])
    return about(model, [int(key)])


def _and(query: QueryDict) -> str:
    return f"{query.urlencode()}&" if query else ""


def _args(request: HttpRequest, pk: int) -> list[int]:
    return [] if get_valid_next_url_from_request(request) else [pk]


def _source_url(request: HttpRequest, row: SegmentQuestion) -> str:
    """Where the source is edited, for those who may."""
    source = row.source_object
    if source is None:
        return ""
    whole = source.specific if isinstance(source, Page) else owner_of(source)
    return AdminURLFinder(request.user).get_edit_url(whole) or ""


class QuestionsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return reads_questions(request.user)


class QuestionViewSet(ViewSet):
    name = "questions"
    url_prefix = "translations/questions"
    icon = "help"
    menu_label = gettext_lazy("Questions to authors")
    menu_order = 15
    menu_hook = MENU
    menu_item_class = QuestionsMenuItem

    @property
    def menu_url(self) -> str:
        return reverse("questions:index")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", questions, name="index"),
            path("<int:pk>/", question, name="one"),
            path("ask/<int:pk>/", ask, name="ask"),
        ]
