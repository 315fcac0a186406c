"""Who sees which inquiries: the park's own staff; those without a park, staff of the whole portal."""

from partnerships.models import Inquiry
from portal.core.enums import RecordKind
from portal.core.permissions import UnitPermissionPolicy

inquiry_policy = UnitPermissionPolicy(Inquiry, kind=RecordKind.INQUIRY, unit_lookup="park__unit")
