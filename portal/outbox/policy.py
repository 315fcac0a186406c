"""Who sees which letters: administrators and auditors, by unit; the portal's own only for the whole portal."""

from portal.core.enums import RecordKind
from portal.core.permissions import UnitPermissionPolicy
from portal.outbox.models import Letter, Suppression, Webhook

letter_policy = UnitPermissionPolicy(Letter, kind=RecordKind.MAIL, unit_lookup="unit")
webhook_policy = UnitPermissionPolicy(Webhook, kind=RecordKind.MAIL, unit_lookup="unit")
suppression_policy = UnitPermissionPolicy(Suppression, kind=RecordKind.MAIL, unit_lookup="unit")
