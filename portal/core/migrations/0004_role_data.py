"""Rows that follow from roles and stages of review: what was, said in the new way; Wagtail's English defaults go.

Apart from the change of the tables, because PostgreSQL alters no table with pending foreign keys.
"""

from django.db import migrations
from django.db.models import Exists, F, OuterRef

STOCK_GROUPS = {
    "Moderators": ["add_page", "change_page", "publish_page"],
    "Editors": ["add_page", "change_page"],
}
STOCK_WORKFLOW = "Moderators approval"
FINAL_REVIEW = "终审"


def moderators_are_final(apps, schema_editor):
    Membership = apps.get_model("core", "Membership")
    Membership.objects.filter(role="moderator", stages=[]).update(stages=["final"])


def units_write_where_their_editors_do(apps, schema_editor):
    """The page that the group of a unit's editors has been given is the unit's top page."""
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    for unit in apps.get_model("core", "Unit").objects.filter(root_page=None):
        rows = GroupPagePermission.objects.filter(group__name=f"editor:{unit.slug}").order_by(
            "page__depth", "page__path"
        )
        row = rows.first()
        if row is not None:
            unit.root_page_id = row.page_id
            unit.save(update_fields=["root_page"])


def final_review_is_a_stage(apps, schema_editor):
    """The task 终审 becomes a stage: same row, one more table."""
    task_type = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="core", model="stagetask"
    )[0]
    Task = apps.get_model("wagtailcore", "Task")
    with schema_editor.connection.cursor() as cursor:
        for task in apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(name=FINAL_REVIEW):
            cursor.execute(
                "INSERT INTO core_stagetask (groupapprovaltask_ptr_id, stage) VALUES (%s, 'final') ON CONFLICT DO NOTHING",
                [task.pk],
            )
            Task.objects.filter(pk=task.pk).update(content_type=task_type)


def stages_are_group_approvals(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    group_approval = ContentType.objects.get_or_create(app_label="wagtailcore", model="groupapprovaltask")[0]
    stages = apps.get_model("core", "StageTask").objects.values_list("pk", flat=True)
    apps.get_model("wagtailcore", "Task").objects.filter(pk__in=list(stages)).update(content_type_id=group_approval.pk)


def remove_unused_defaults(apps, schema_editor):
    """Wagtail's groups and workflow, unless somebody is in them or a page has ever gone through it."""
    Workflow = apps.get_model("wagtailcore", "Workflow")
    used = apps.get_model("wagtailcore", "WorkflowState").objects.filter(workflow=OuterRef("pk"))
    Workflow.objects.filter(~Exists(used), name=STOCK_WORKFLOW).delete()
    Task = apps.get_model("wagtailcore", "Task")
    Task.objects.filter(name=STOCK_WORKFLOW, workflow_tasks=None, task_states=None).delete()
    Task = apps.get_model("wagtailcore", "GroupApprovalTask")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=STOCK_GROUPS, user=None):
        if not Task.objects.filter(groups=group).exists():
            group.delete()


def restore_defaults(apps, schema_editor):
    """As Wagtail makes them in an empty portal."""
    Group = apps.get_model("auth", "Group")
    for name, codenames in STOCK_GROUPS.items():
        group, created = Group.objects.get_or_create(name=name)
        if created:
            _give_stock_rights(apps, group, codenames)
    _restore_workflow(apps, Group.objects.get(name="Moderators"))


# By number: on the way back the states of models are rendered in parts, and an instance of one fits no other.
def _give_stock_rights(apps, group, codenames):
    Permission = apps.get_model("auth", "Permission")
    enters = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    group.permissions.set(list(enters.values_list("pk", flat=True)))
    root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1).first()
    collection = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1).first()
    pages = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames)
    for permission in pages if root else []:
        apps.get_model("wagtailcore", "GroupPagePermission").objects.create(
            group_id=group.pk, page_id=root.pk, permission_id=permission.pk
        )
    files = Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"],
        codename__in=[f"{action}_{model}" for action in ("add", "change", "choose") for model in ("image", "document")],
    )
    for permission in files if collection else []:
        apps.get_model("wagtailcore", "GroupCollectionPermission").objects.create(
            group_id=group.pk, collection_id=collection.pk, permission_id=permission.pk
        )


def _restore_workflow(apps, moderators):
    Workflow = apps.get_model("wagtailcore", "Workflow")
    root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1).first()
    if root is None or Workflow.objects.filter(name=STOCK_WORKFLOW).exists():
        return
    task_type = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wagtailcore", model="groupapprovaltask"
    )[0]
    task = apps.get_model("wagtailcore", "GroupApprovalTask").objects.create(
        name=STOCK_WORKFLOW, content_type_id=task_type.pk, active=True
    )
    task.groups.set([moderators.pk])
    workflow = Workflow.objects.create(name=STOCK_WORKFLOW, active=True)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow_id=workflow.pk, task_id=task.pk, sort_order=0)
    apps.get_model("wagtailcore", "WorkflowPage").objects.get_or_create(
        page_id=root.pk, defaults={"workflow_id": workflow.pk}
    )


def keep_one_period_of_each_role(apps, schema_editor):
    """The tables before knew one row of a person, role, unit and locale; the latest of them is kept."""
    Membership = apps.get_model("core", "Membership")
    Membership.objects.filter(ends_at__lte=F("starts_at")).delete()
    later = Membership.objects.filter(user=OuterRef("user"), role=OuterRef("role"), pk__gt=OuterRef("pk"))
    for membership in Membership.objects.filter(Exists(later)):
        twins = Membership.objects.filter(
            user=membership.user_id, role=membership.role, unit=membership.unit_id, locale=membership.locale_id
        )
        if twins.filter(pk__gt=membership.pk).exists():
            membership.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_roles_and_review"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, keep_one_period_of_each_role),
        migrations.RunPython(moderators_are_final, migrations.RunPython.noop),
        migrations.RunPython(units_write_where_their_editors_do, migrations.RunPython.noop),
        migrations.RunPython(final_review_is_a_stage, stages_are_group_approvals),
        migrations.RunPython(remove_unused_defaults, restore_defaults),
    ]
