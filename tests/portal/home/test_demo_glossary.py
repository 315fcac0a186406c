"""The first terms and lists of the office: loaded once, and left as people changed them."""

from portal.home.demo_loader.glossary import load_glossary
from portal.localization.enums import RenderingForm
from portal.localization.models import GlossaryRendering, GlossaryTerm, HeldOffice, StyleRule, WatchedTerm
from portal.localization.services.glossary_rules import institution_names, offices_held
from portal.localization.services.term_problems import problems_of


def test_glossary_is_loaded_once_and_stays_as_changed(locales):
    load_glossary()
    counts = [model.objects.count() for model in (GlossaryTerm, GlossaryRendering, StyleRule, WatchedTerm, HeldOffice)]
    assert all(counts)
    GlossaryRendering.objects.filter(text="Zizhu High-Tech Park", form=RenderingForm.SHORT).update(text="Zizhu Park")
    load_glossary()
    after = [model.objects.count() for model in (GlossaryTerm, GlossaryRendering, StyleRule, WatchedTerm, HeldOffice)]
    assert after == counts
    assert GlossaryRendering.objects.filter(text="Zizhu Park").exists()
    names = {name.full: name.shorts for name in institution_names(locales["zh-hans"])}
    assert names["上海紫竹高新技术产业开发区"] == ("紫竹高新区",)
    assert HeldOffice.objects.count() == len(offices_held(locales["en"])) == 11
    for term in GlossaryTerm.objects.all():
        assert not problems_of(term, list(term.renderings.all())), term
