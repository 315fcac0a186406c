import pytest
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupPagePermission, Page
from wagtail.permissions import policy_registry

from portal.core.enums import Role
from portal.core.models import Unit, User
from portal.core.services.memberships import end_membership, grant_membership
from portal.core.services.tree_roles import give_collection, give_pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    user = User.objects.create_user("editor")
    grant_membership(user=user, role=Role.EDITOR, by=None, unit=Unit.objects.create(name="紫竹", slug="zizhu"))
    return user


@pytest.fixture
def collections():
    root = Collection.get_first_root_node()
    return root.add_child(name="紫竹"), root.add_child(name="海安")


@pytest.mark.parametrize("get_model", [get_image_model, get_document_model])
def test_editor_adds_files_to_the_own_collection_only(editor, collections, get_model):
    own, _other = collections
    give_collection(group_name="editor:zizhu", collection=own)
    policy = policy_registry.get_by_type(get_model())
    assert list(policy.collections_user_has_permission_for(editor, "add")) == [own]
    assert list(policy.collections_user_has_permission_for(editor, "choose")) == [own]


def test_pages_given_again_replace_those_before(editor):
    root = Page.get_first_root_node()
    first, second = root.add_child(title="一", slug="first"), root.add_child(title="二", slug="second")
    give_pages(group_name="editor:zizhu", pages=[first])
    give_pages(group_name="editor:zizhu", pages=[second])
    assert set(GroupPagePermission.objects.filter(group__name="editor:zizhu").values_list("page", flat=True)) == {
        second.pk
    }
    user = User.objects.get(pk=editor.pk)
    assert second.permissions_for_user(user).can_edit()
    assert not first.permissions_for_user(user).can_edit()
    assert not second.permissions_for_user(user).can_publish()


def test_ended_membership_leaves_no_group(editor):
    end_membership(membership=editor.memberships.get(), by=None)
    assert list(editor.groups.all()) == []
    assert editor.memberships.count() == 1, "it stays to be seen who held what"
