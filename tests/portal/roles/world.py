"""Two parks with everything that is nobody else's business, each piece carrying a word that must not be seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Comment, Locale, ModelLogEntry, Page, Task, UploadedFile, WorkflowPage
from wagtail_localize.models import StringTranslation, TranslationSource

from news.models import NewsIndexPage, NewsPage
from parks.models import ParkPage
from partnerships import models as partnerships
from partnerships.models import AgreementDocument, CalendarFeed, Inquiry
from portal.accounts.models import Invitation
from portal.core import audit
from portal.core.models import PortalDocument, PortalImage, Unit, User
from portal.core.services.groups import arrange_all_groups, ensure_group
from portal.core.services.memberships import grant_membership
from portal.core.services.review import arrange_review
from portal.localization.enums import JobState
from portal.localization.models import (
    EngineAccount,
    FindingOverride,
    GlossaryRendering,
    GlossaryTerm,
    HeldOffice,
    MemoryEntry,
    SavedFilter,
    SegmentQuestion,
    StyleSheet,
    TranslationJob,
    TranslationOrder,
    TranslationRule,
    WatchedTerm,
)
from portal.localization.services.records import write_record_segments
from portal.localization.services.submission import submit_record, submit_translation
from portal.outbox.enums import LetterState
from portal.outbox.models import Letter, Suppression, Webhook
from portal.outbox.services import write_letter
from portal.publication.models import Bundle, ReviewLink
from tests.parks import factories
from tests.partnerships.factories import (
    AgreementFactory,
    EventFactory,
    PlatformFactory,
    VisitFactory,
    VisitMemberFactory,
)
from tests.tree import Tree, build_tree

#: Roles of a unit, and stages of review, each with a group.
OF_UNIT = (
    *("administrator", "editor", "moderator", "moderator-first", "moderator-second", "moderator-secrecy"),
    *("officer", "head"),
)


@dataclass
class World:
    """`parks` by letter A and B; `secrets`: word → (object of the table, letter of the park)."""

    tree: Tree
    units: dict[str, Unit] = field(default_factory=dict)
    parks: dict[str, SimpleNamespace] = field(default_factory=dict)
    secrets: dict[str, tuple[str, str]] = field(default_factory=dict)
    common: SimpleNamespace = field(default_factory=SimpleNamespace)

    def secret(self, letter: str, name: str, key: str) -> str:
        """A word that belongs to `key` of a park."""
        word = f"Qz{letter}{name}"
        self.secrets[word] = (key, letter)
        return word


def build_world(locales: dict[str, Locale]) -> World:
    world = World(build_tree(locales))
    world.common = _common(world)
    for letter in "AB":
        _build_park(world, letter)
    _arrange_groups(world)
    for letter in "AB":
        _submit_for_review(world, letter)
    # A page that shows a picture of another park: its use must not name it.
    park_b = world.parks["B"]
    park_b.zh.draft.lead_picture = world.parks["A"].image
    park_b.zh.draft.save_revision()
    NewsPage.objects.filter(pk=park_b.zh.draft.pk).update(lead_picture=world.parks["A"].image)
    park_b.zh.draft.refresh_from_db()
    return world


def _common(world: World) -> SimpleNamespace:
    term = GlossaryTerm.objects.create()
    GlossaryRendering.objects.create(term_id=term.pk, locale=world.tree.locales["en"], text="incubator")
    term.save_revision()
    person, office = (GlossaryTerm.objects.create(kind=kind) for kind in ("person", "office"))
    user = User.objects.create_user("qz-somebody", "somebody@example.org")
    return SimpleNamespace(
        term=term,
        style_sheet=StyleSheet.objects.create(locale=world.tree.locales["en"]),
        watched=WatchedTerm.objects.create(locale=world.tree.locales["en"], text="obsolete"),
        held_office=HeldOffice.objects.create(person=person, office=office),
        memory=MemoryEntry.objects.create(
            source_locale=world.tree.locales["zh-hans"],
            target_locale=world.tree.locales["en"],
            source_text="孵化器",
            target_text="incubator",
            origin="person",
        ),
        override=FindingOverride.objects.create(
            content_type=ContentType.objects.get_for_model(Page),
            object_id=world.tree.home["zh-hans"].pk,
            locale=world.tree.locales["en"],
            path="title",
            code="number",
            fingerprint="0" * 64,
            message="The translation says 2025, the source does not.",
            reason="The year is right.",
        ),
        category=world.tree.category,
        work_calendar=_work_calendar(),
        # Not in force yet: what is, nobody changes.
        privacy_notice=partnerships.PrivacyNotice.objects.create(
            version="qz", locale="en", text="Qz", in_force_from=date(2099, 1, 1)
        ),
        place=factories.PlaceFactory(),
        sector=factories.SectorFactory(),
        organization=factories.OrganizationFactory(),
        person=factories.PersonFactory(),
        scheme=factories.SchemeFactory(),
        edition=factories.EditionFactory(),
        redirect=Redirect.objects.create(old_path="/old", redirect_link="/zh-hans/"),
        user=user,
        group=Group.objects.create(name="Some group"),
        engine=EngineAccount.objects.get_or_create(engine="deepl")[0],
        rule=TranslationRule.objects.create(
            source_locale=world.tree.locales["en"], target_locale=world.tree.locales["zh-hans"], occasion="never"
        ),
        order=TranslationOrder.objects.create(
            content_type=ContentType.objects.get_for_model(Page), object_ids=[1], state="placed"
        ),
        kept_filter=SavedFilter.objects.create(user=user, name="QzFilter", query="state=stale"),
        session=EditingSession.objects.create(
            user=user, content_object=world.tree.home["zh-hans"], last_seen_at=timezone.now()
        ),
        upload=UploadedFile.objects.create(file=ContentFile(b"qz", name="upload.txt"), uploaded_by_user=user),
    )


def _work_calendar() -> partnerships.WorkCalendar:
    calendar = partnerships.WorkCalendar.objects.create(name="Boston", country="US", timezone="America/New_York")
    calendar.hours.create(weekday=0, begins=time(9), ends=time(17))
    return calendar


def _build_park(world: World, letter: str) -> None:
    slug = f"qz-{letter.lower()}"
    collection = Collection.get_first_root_node().add_child(name=f"Collection {letter}")
    unit = Unit.objects.create(name=f"Unit {letter}", slug=slug, collection=collection)
    park = factories.ParkFactory(slug=slug, unit=unit)
    world.units[letter] = unit
    things = SimpleNamespace(
        unit=unit,
        collection=collection,
        park=park,
        positioning=park_positioning(park),
        cluster=factories.ClusterFactory(park=park, place=None),
        result=factories.ResultFactory(park=park, edition=world.common.edition),
        image=_image(world, letter, collection),
        document=PortalDocument.objects.create(
            title=world.secret(letter, "DocTitle", "document"),
            file=ContentFile(world.secret(letter, "DocBytes", "document").encode(), name=f"{slug}.txt"),
            collection=collection,
        ),
        inquiry=_inquiry(world, letter, park),
        letter=_letter(world, letter, unit),
        level=partnerships.ServiceLevel.objects.create(unit=unit, calendar=world.common.work_calendar),
        rule=partnerships.RoutingRule.objects.create(unit=unit, park=park),
    )
    things.member = User.objects.create_user(
        f"qz-member-{letter.lower()}", f"{world.secret(letter, 'account', 'people')}@example.org"
    )
    things.membership = grant_membership(user=things.member, role="officer", unit=unit, by=None)
    things.asked = things.inquiry.requests.create(kind="nda").pk
    things.inquiry_file = _inquiry_file(things.inquiry, world.secret(letter, "Sent", "inquiry"))
    things.entry = ModelLogEntry.objects.for_instance(things.inquiry).get()
    things.invitation = _invitation(world, letter, unit)
    things.webhook = Webhook.objects.create(
        name=world.secret(letter, "Chat", "webhook"),
        unit=unit,
        vendor="dingtalk",
        address=f"https://example.org/{world.secret(letter, 'ChatAddress', 'nobody')}",
        locale="zh-hans",
        kinds=["inquiry_notice"],
    )
    things.suppression = Suppression.objects.create(
        address=f"{world.secret(letter, 'bounced', 'suppression')}@example.org", reason="no_mailbox", unit=unit
    )
    things.bundle = Bundle.objects.create(title=world.secret(letter, "Bundle", "bundle"), unit=unit)
    _partnerships(world, letter, things)
    world.parks[letter] = things
    things.zh = _pages(world, letter, "zh-hans")
    things.en = _pages(world, letter, "en", like=things.zh)
    _translate(world, letter)
    _publish_and_show(world, letter)


def _publish_and_show(world: World, letter: str) -> None:
    """Publications in the log, and links of guests to drafts, with a comment each."""
    things = world.parks[letter]
    for pages, tag in ((things.zh, "Zh"), (things.en, "En")):
        key = f"page.{pages.code[:2]}"
        pages.live.draft_title = pages.live.title  # the log names what went live, not what was written since
        audit.record(instance=pages.live, action="wagtail.publish", by=None)
        pages.guest_link = ReviewLink.objects.create(
            page=pages.draft,
            revision=pages.draft.latest_revision,
            recipient=world.secret(letter, f"Guest{tag}", key),
            digest=f"{letter}{tag}" * 20,
            expires_at=timezone.now() + timedelta(days=3),
        )
        said = world.secret(letter, f"Said{tag}", key)
        pages.guest_comment = pages.guest_link.comments.create(name="Guest", text=said)


def _invitation(world: World, letter: str, unit: Unit) -> Invitation:
    invitation = Invitation.objects.create(
        email=f"{world.secret(letter, 'invited', 'invitation')}@example.org",
        last_name="Invited",
        language="en",
        token_digest=letter * 64,
        expires_at=timezone.now() + timedelta(days=3),
    )
    invitation.roles.create(role="officer", unit=unit)
    return invitation


def park_positioning(park: Any) -> Any:
    from parks.models import Positioning

    return Positioning.objects.create(park=park, title_zh_hans="定位", title_en="Positioning")


def _image(world: World, letter: str, collection: Collection) -> PortalImage:
    data = BytesIO()
    Image.new("RGB", (64, 48), "#2f6f62").save(data, "PNG")
    data.seek(0)
    file = ImageFile(data, name=f"qz-{letter.lower()}.png")
    title = world.secret(letter, "ImageTitle", "image")
    return PortalImage.objects.create(title=title, file=file, collection=collection)


def _partnerships(world: World, letter: str, things: SimpleNamespace) -> None:
    """An agreement with its document, an event, a platform and a visit, all of them internal."""

    def values(kind: str) -> dict[str, Any]:
        name = world.secret(letter, f"{kind}Name", "agreement")
        slug = world.secret(letter, f"{kind}Slug", "agreement").lower()
        return {"unit": things.unit, "name_zh_hans": name, "name_en": name, "slug": slug}

    things.event = EventFactory(**values("Event"))
    owner = User.objects.create_user(f"qz-calendar-{letter.lower()}", f"calendar-{letter.lower()}@example.org")
    things.feed = CalendarFeed.objects.create(owner=owner, park=things.park, digest=letter * 64, locale="en")
    things.agreement = AgreementFactory(
        **values("Agreement"),
        number=world.secret(letter, "AgreementNumber", "agreement"),
        internal_note=world.secret(letter, "AgreementNote", "agreement"),
        event=things.event,
    )
    document = AgreementDocument.objects.create(
        agreement=things.agreement,
        title_en=world.secret(letter, "AgreementDocument", "agreement"),
        file=ContentFile(world.secret(letter, "AgreementBytes", "agreement").encode(), name="text.txt"),
    )
    things.agreement_file = document.file.name.rpartition("/")[2]
    things.jointplatform = PlatformFactory(**values("Platform"), agreement=things.agreement)
    audit.record(instance=things.agreement, action="partnerships.agreement.import", by=None)
    things.room = partnerships.Room.objects.create(
        park=things.park, name_zh_hans=world.secret(letter, "Room", "agreement"), name_en="Meeting room"
    )
    things.replytemplate = partnerships.ReplyTemplate.objects.create(
        name=world.secret(letter, "ReplyTemplate", "agreement"), locale="en", text="Thank you.", unit=things.unit
    )
    things.visit = VisitFactory(**values("Visit"), park=things.park)
    _visit_parts(world, letter, things)


def _visit_parts(world: World, letter: str, things: SimpleNamespace) -> None:
    """What belongs to a visit: parts that its readers see, and what is for those alone who work on it (`needs`)."""

    def words(name: str, key: str) -> str:
        return world.secret(letter, f"Visit{name}", key)

    visit = things.visit
    things.visit_member = VisitMemberFactory(
        visit=visit,
        person=None,
        description_en=words("Delegate", "agreement"),
        email=f"{words('Mail', 'needs').lower()}@example.org",
        interpreting=words("Interpreting", "needs"),
        dietary=words("Dietary", "needs"),
        access_needs=words("Access", "needs"),
    )
    things.agenda_item = partnerships.AgendaItem.objects.create(
        visit=visit, day=date(2025, 9, 9), text_en=words("Agenda", "agreement")
    )
    for confidence, key in (("internal", "agreement"), ("confidential", "needs")):
        text = words(f"Minutes{confidence}", key)
        partnerships.MinutesPart.objects.create(visit=visit, confidence=confidence, text_en=text)
    things.follow_up = partnerships.FollowUp.objects.create(
        visit=visit, kind="invitation", what_en=words("FollowUp", "agreement"), description_en="The hosts"
    )
    things.gift = partnerships.Gift.objects.create(
        visit=visit, direction="given", description=words("Gift", "agreement"), counterpart="Somebody"
    )
    things.visit_file = _visit_file(visit, words("File", "agreement"), is_confidential=False)
    things.visit_secret_file = _visit_file(visit, words("SecretFile", "needs"), is_confidential=True)
    _visit_request(world, letter, visit)


def _visit_request(world: World, letter: str, visit: Any) -> None:
    """Who asked for the visit on the public form, and what they added."""

    def words(name: str) -> str:
        return world.secret(letter, f"VisitAsked{name}", "needs")

    asked = partnerships.VisitRequest.objects.create(
        visit=visit,
        reference=f"{letter * 4}-{letter * 4}",
        submission_key=letter * 8,
        organization=words("Company"),
        country="US",
        person=words("Person"),
        email=f"{words('mail').lower()}@example.org",
        purpose=words("Purpose"),
        delegates=words("Delegates"),
        locale="en",
        privacy_version="1",
        consented_at=timezone.now(),
    )
    asked.notes.create(text=words("Note"))


def _visit_file(visit: Any, word: str, *, is_confidential: bool) -> str:
    """The name under which the file of a new document lies; title and content are `word`."""
    file = ContentFile(word.encode(), name="text.txt")
    document = partnerships.VisitDocument.objects.create(
        visit=visit, title=word, file=file, is_confidential=is_confidential
    )
    return document.file.name.rpartition("/")[2]


def _inquiry_file(inquiry: Inquiry, word: str) -> str:
    """The name under which the file of an investor lies; title and content are `word`."""
    file = ContentFile(word.encode(), name="text.txt")
    found = partnerships.InquiryFile.objects.create(
        inquiry=inquiry, name=f"{word}.txt", media_type="text/plain", size=len(word), digest="0" * 64, file=file
    )
    return found.file.name.rpartition("/")[2]


def _inquiry(world: World, letter: str, park: Any) -> Inquiry:
    inquiry = Inquiry.objects.create(
        reference=world.secret(letter, "INQ0001", "inquiry"),
        submission_key=letter * 8,
        park=park,
        unit=park.unit,
        intent="visit",
        company=world.secret(letter, "Company", "inquiry"),
        country="US",
        person=world.secret(letter, "Person", "inquiry"),
        email=f"{world.secret(letter, 'investor', 'inquiry')}@example.org",
        message=world.secret(letter, "Message", "inquiry"),
        locale="en",
        privacy_version="1",
        consented_at=timezone.now(),
    )
    audit.record(instance=inquiry, action="partnerships.inquiry.receive", by=None)
    return inquiry


def _letter(world: World, letter: str, unit: Unit) -> Letter:
    row = write_letter(
        kind="moderation_approved",
        key=f"walk:{letter}",
        recipient=f"{world.secret(letter, 'recipient', 'letter')}@example.org",
        locale="en",
        context={"title": world.secret(letter, "Subject", "letter"), "url": "https://example.org/", "comment": ""},
        unit=unit,
    )
    Letter.objects.filter(pk=row.pk).update(state=LetterState.DEAD, last_error="550 no such user")
    audit.record(instance=row, action="outbox.letter.send_again", by=None)
    row.refresh_from_db()
    return row


def _pages(world: World, letter: str, code: str, like: SimpleNamespace | None = None) -> SimpleNamespace:
    """A live profile and section, a live article, a draft with revisions, one to be reviewed, pending changes."""
    locale, things = world.tree.locales[code], world.parks[letter]
    slug, tag = f"qz-{letter.lower()}", {"zh-hans": "Zh", "en": "En"}[code]
    key = {"zh-hans": "page.zh", "en": "page.en"}[code]

    def same(name: str) -> dict[str, Any]:
        return {"translation_key": getattr(like, name).translation_key} if like else {}

    index = world.tree.parks[code]
    profile = index.add_child(
        instance=ParkPage(title=f"Profile {letter}", slug=slug, park=things.park, locale=locale, **same("profile"))
    )
    section = profile.add_child(instance=NewsIndexPage(title="News", slug="news", locale=locale, **same("section")))

    def article(title: str, **values: Any) -> NewsPage:
        return section.add_child(
            instance=NewsPage(
                title=title, locale=locale, date=date(2025, 9, 9), category=world.common.category, **values
            )
        )

    draft = article(world.secret(letter, f"DraftTitle{tag}", key), live=False)
    draft.summary = world.secret(letter, f"OldRevision{tag}", key)
    first = draft.save_revision()
    draft.summary = world.secret(letter, f"LatestRevision{tag}", key)
    second = draft.save_revision()
    world.secret(letter, f"Comment{tag}", key)
    Comment.objects.create(
        page=draft, user=world.common.user, text=f"Qz{letter}Comment{tag}", contentpath="title", position=""
    )
    live = article(f"Live article {letter} {tag}", **({"slug": "live"} | same("live")))
    if not like:  # of a translation nothing but the approval makes what is pending
        live.title = world.secret(letter, f"PendingTitle{tag}", key)
        live.summary = world.secret(letter, f"PendingSummary{tag}", key)
        live.save_revision()
        live.refresh_from_db()
    single = None if like else article(f"Untranslated article {letter}")
    gone = article(world.secret(letter, f"GoneTitle{tag}", key), live=False)
    return SimpleNamespace(
        code=code,
        profile=profile,
        section=section,
        draft=draft,
        live=live,
        gone=gone,
        single=single,
        revision=first,
        latest=second,
    )


def _translate(world: World, letter: str) -> None:
    """A side-by-side translation into English, with a wording nobody has approved and a job that failed."""
    things, en = world.parks[letter], world.tree.locales["en"]
    things.job = submit_translation(page=things.zh.single, target_locale=en, by=None)
    TranslationJob.objects.filter(pk=things.job.pk).update(
        state=JobState.FAILED,
        title=world.secret(letter, "JobTitle", "job"),
        last_error=world.secret(letter, "JobError", "job"),
    )
    things.job.refresh_from_db()
    source, _created = TranslationSource.update_or_create_from_instance(things.zh.live.specific)
    translation = source.translations.create(target_locale=en)
    segment = source.stringsegment_set.first()
    StringTranslation.objects.create(
        translation_of=segment.string,
        locale=en,
        context=segment.context,
        data=world.secret(letter, "Segment", "translation"),
        translation_type="manual",
    )
    things.source, things.translation, things.segment = source, translation, segment
    things.offered_job = _job_into(things.en.live, things.zh.live)
    things.question = SegmentQuestion.objects.create(
        content_type=ContentType.objects.get_for_model(Page),
        object_id=things.zh.live.pk,
        title="Live article",
        locale=en,
        path="title",
        source_text=segment.string.data,
        text=world.secret(letter, "Question", "question"),
        asked_by=world.common.user,
    )
    _translate_record(world, letter)


def _job_into(target: Page, source: Page) -> TranslationJob:
    return TranslationJob.objects.create(
        content_type=ContentType.objects.get_for_model(NewsPage),
        object_id=source.pk,
        translation_key=source.translation_key,
        title="Live article",
        source_locale=source.locale,
        target_locale=target.locale,
        state=JobState.NEEDS_REVIEW,
    )


def _translate_record(world: World, letter: str) -> None:
    """The translation of the park's own words, with a draft that nobody has approved."""
    things, en = world.parks[letter], world.tree.locales["en"]
    things.record_job = submit_record(record=things.park, target_locale=en, by=None)
    TranslationJob.objects.filter(pk=things.record_job.pk).update(state=JobState.NEEDS_REVIEW)
    draft = world.secret(letter, "RecordDraft", "record")
    write_record_segments(record=things.park, locale=en, texts={"name": draft}, by=world.common.user)


def _submit_for_review(world: World, letter: str) -> None:
    things = world.parks[letter]
    workflow = WorkflowPage.objects.get(page=things.zh.profile).workflow
    page = things.zh.gone.specific
    page.save_revision()
    state = workflow.start(page, world.common.user)
    things.workflow, things.state, things.task_state = workflow, state, state.current_task_state
    things.task = Task.objects.get(pk=state.current_task_state.task_id)


def _arrange_groups(world: World) -> None:
    """What the groups of the roles may do follows from the page and the collection of their unit."""
    for letter, unit in world.units.items():
        unit.root_page = world.parks[letter].zh.profile.page_ptr
        unit.save()
        for role in OF_UNIT:
            ensure_group(f"{role}:{unit.slug}")
        arrange_review(unit=unit)
    for code in world.tree.home:
        for role in ("translator", "reviser"):
            ensure_group(f"{role}:{code}")
    arrange_all_groups()
