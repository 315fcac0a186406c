"""Wagtail's accounts under the portal's rules: see `portal.core.people` and `portal.core.authority`."""

from wagtail.users.apps import WagtailUsersAppConfig


class PortalUsersConfig(WagtailUsersAppConfig):
    user_viewset = "portal.core.people.PeopleViewSet"
    group_viewset = "portal.core.people.ClosedGroupViewSet"

    def ready(self) -> None:
        from django.contrib.auth import get_user_model
        from django.contrib.auth.models import Group
        from wagtail.permissions import register_permission_policy

        from portal.core.authority import ClosedPolicy, PeoplePolicy

        register_permission_policy(get_user_model(), PeoplePolicy(get_user_model()))
        register_permission_policy(Group, ClosedPolicy(Group))
