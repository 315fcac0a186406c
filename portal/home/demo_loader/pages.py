"""Pages as the product makes them: written and published in one locale, translated through the queue."""

from __future__ import annotations

from django.utils import translation
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from portal.core.models import User
from portal.core.slugs import slug_for
from portal.home.demo_loader.content import stable_id
from portal.home.demo_loader.files import LOCALES, DemoFileError
from portal.home.demo_loader.specs import Plan
from portal.localization.enums import Severity
from portal.localization.models import TranslationJob
from portal.localization.services import drafts, queue, segments
from portal.localization.services.findings import findings_of_page
from portal.localization.services.overrides import let_pass
from portal.localization.services.publication import finish_translation, publish_translation
from portal.localization.services.submission import submit_translation

_LANGUAGES = {code: language for language, code in LOCALES.items()}
#: Code of a locale → who finishes translations into it, who publishes them.
_PEOPLE = {"en": ("translator-en", "reviser-en"), "zh-hans": ("translator-zh", "moderator")}


class Tree:
    """Writes pages; remembers what is there and what is new."""

    def __init__(self) -> None:
        self._locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.new: list[Plan] = []

    def page(self, key: str, code: str) -> Page | None:
        """The page of a plan in a locale, wherever staff moved it; None if there is none."""
        found = Page.objects.filter(translation_key=stable_id(key), locale=self._locales[code]).first()
        return found.specific if found else None

    def new_pages(self) -> list[Page]:
        """The pages of this run in every locale."""
        keys = [stable_id(plan.key) for plan in self.new]
        return list(Page.objects.filter(translation_key__in=keys).specific())

    def write(self, plan: Plan) -> None:
        """Publish the page in the locale in which it is written, and let the queue lay the draft of the other."""
        if self.page(plan.key, plan.source) is not None:
            return
        page = self._unsaved(plan, plan.source)
        parent = self.page(plan.parent, plan.source) if plan.parent else Page.get_first_root_node()
        with translation.override(plan.source):
            self._place(page, parent)
            revision = page.save_revision(user=User.objects.get(username=plan.author))
            # The moderator's rights come with the tree, which is only being made.
            revision.publish(user=User.objects.get(username="moderator"), skip_permission_checks=True)
        if not plan.parent:
            _make_site_root(page)
        self._draft(page, plan)
        self.new.append(plan)

    def _place(self, page: Page, parent: Page) -> None:
        page.slug = page.slug or slug_for(page.title)
        parent.add_child(instance=page)

    def _draft(self, page: Page, plan: Plan) -> None:
        job = submit_translation(page=page, target_locale=self._target(plan), by=None)
        with translation.override(plan.source):
            claimed = queue.claim(job_id=job.pk, worker="demo")
            if claimed is not None:
                queue.run_job(job=claimed)
        job.refresh_from_db()
        if job.target_page() is None:
            raise DemoFileError(f"{plan.key}: no draft of the translation ({job.last_error}).")

    def translate(self, plan: Plan) -> None:
        """Write the other language's words as its translator would; have them approved unless they are to wait."""
        locale = self._target(plan)
        source = self.page(plan.key, plan.source)
        target = self.page(plan.key, locale.language_code)
        translator, reviser = (User.objects.get(username=name) for name in _PEOPLE[locale.language_code])
        texts = self._texts(plan, source)
        record = TranslationSource.objects.get_for_instance(source)
        segments.write_segments(source=record, locale=locale, texts=texts, by=translator)
        if plan.waiting:
            _leave_waiting(record, source, target)
            return
        with translation.override(locale.language_code):
            finish_translation(page=target, by=translator)
            _let_warnings_pass(target, reviser)
            publish_translation(page=target, by=reviser)

    def _target(self, plan: Plan) -> Locale:
        return next(locale for code, locale in self._locales.items() if code != plan.source and code in _LANGUAGES)

    def _unsaved(self, plan: Plan, code: str) -> Page:
        values = plan.values(_LANGUAGES[code])
        return plan.model(locale=self._locales[code], translation_key=stable_id(plan.key), slug=plan.slug, **values)

    def _texts(self, plan: Plan, source: Page) -> dict[str, str]:
        """Segment of the source → wording of the other language; what is the same in both is not translated yet."""
        target = self._unsaved(plan, self._target(plan).language_code)
        here, there = (_strings(page, with_slug=bool(plan.slug)) for page in (source, target))
        if [path for path, _text in here] != [path for path, _text in there]:
            raise DemoFileError(f"{plan.key}: the two languages do not have the same parts.")
        pairs = [(mine, theirs) for (_path, mine), (_same, theirs) in zip(here, there, strict=True)]
        if len(set(pairs)) != len({mine for mine, _theirs in pairs}):
            raise DemoFileError(f"{plan.key}: one text is translated in two ways.")
        return {mine: theirs for mine, theirs in pairs if mine != theirs or not plan.waiting}


def _leave_waiting(record: TranslationSource, page: Page, target: Page) -> None:
    """Bring the draft and its job up to date with what the translator and the memory have so far."""
    locale = target.locale
    segments.fill_known(source=record, locale=locale)
    segments.propose_slug(source=record, locale=locale, target=target)
    drafts.save_draft(source=record, page=page, target=target, locale=locale)
    total, filled = segments.progress(record, locale)
    jobs = TranslationJob.objects.of_page(page).open().filter(target_locale=locale)
    jobs.update(segments_total=total, segments_filled=filled)


def _strings(page: Page, *, with_slug: bool) -> list[tuple[str, str]]:
    found = [segment for segment in extract_segments(page) if isinstance(segment, StringSegmentValue)]
    return [(part.path, part.string.data) for part in found if with_slug or part.path != segments.SLUG]


def _make_site_root(home: Page) -> None:
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    former = site.root_page if site.pk else None
    site.root_page = home
    site.save()
    if former is not None and former.depth > 1 and former.specific_class is Page:
        former.delete()  # Wagtail's own welcome page


#: Why the reviser lets a warning pass, in the language of the translation.
_NAME_REASONS = {"zh-hans": "来源未载中文名，保留原文拼写。", "en": "The sources give no other name."}
_REASONS = {"zh-hans": "已对照原文核对，译法有意如此。", "en": "Read against the source; the wording is meant."}


def _let_warnings_pass(page: Page, reviser: User) -> None:
    """The texts were read by hand: what the checks still warn of is meant. What prevents publication still does."""
    code = page.locale.language_code
    for finding in findings_of_page(page):
        if finding.severity == Severity.WARNING:
            reasons = _NAME_REASONS if finding.code == "name" else _REASONS
            let_pass(target=page, fingerprint=finding.fingerprint, reason=reasons[code], by=reviser)
