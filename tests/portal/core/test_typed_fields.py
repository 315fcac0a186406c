"""Fields of the admin: a browser neither corrects nor cuts what was typed, so that the server can refuse it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.telepath import JSContext

from news.models import NewsPage
from partnerships.agreement_admin import AgreementViewSet
from partnerships.event_admin import EventViewSet
from partnerships.models import Agreement, Event
from portal.core.models import User
from portal.core.typed_fields import DayInput, TimeInput
from tests.partnerships.conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def blank():
    """An empty form of a viewset."""
    user = make_user("root", is_superuser=True)

    def made(viewset, instance):
        form_class = viewset().get_edit_handler().get_form_class()
        return form_class(instance=instance, for_user=user)

    return made


def test_picker_of_days_and_times_leaves_what_was_typed(blank):
    form, event = blank(AgreementViewSet, Agreement()), blank(EventViewSet, Event())
    widgets = [
        form.fields["ends_on"].widget,
        form.formsets["milestones"].empty_form.fields["due_on"].widget,
        event.formsets["programme"].empty_form.fields["starts_at"].widget,
    ]
    assert [type(widget) for widget in widgets] == [DayInput, DayInput, TimeInput]
    assert [widget.get_config()["validateOnBlur"] for widget in widgets] == [False] * 3
    assert [JSContext().pack(widget)["_args"][0]["validateOnBlur"] for widget in widgets] == [False] * 3


def test_picker_of_the_hour_of_publication_is_left_to_wagtail():
    fields = NewsPage.get_edit_handler().get_form_class().base_fields
    assert type(fields["date"].widget) is DayInput
    assert "validateOnBlur" not in fields["go_live_at"].widget.get_config()


def test_too_long_text_reaches_the_server_whole(blank):
    form = blank(AgreementViewSet, Agreement())
    fields = [form.fields["name_en"], form.fields["number"], form.formsets["milestones"].empty_form.fields["name_en"]]
    for field in fields:
        assert "maxlength" not in field.widget.attrs
        with pytest.raises(ValidationError):
            field.clean("x" * 5000)


def test_address_of_mail_is_still_one():
    address = formfield_for_dbfield(User._meta.get_field("email"))
    with pytest.raises(ValidationError):
        address.clean("nobody")
