"""Records of parks: one row for all languages. Pages of parks are in `pages`."""

from parks.models.organizations import Organization, OrganizationAlias
from parks.models.pages import ParkIndexPage, ParkPage
from parks.models.park import Park, ParkPlace, ParkSector
from parks.models.park_parts import (
    Contact,
    Honour,
    ParkAlias,
    ParkOperator,
    ParkShareholder,
    PlanningPhase,
    SubSite,
    SubSiteSector,
    Tenant,
)
from parks.models.people import Office, OfficeOfTheDay, Person, PersonAlias
from parks.models.places import Place, PlaceAlias, PlaceSector
from parks.models.positioning import Positioning, PositioningColumn, PositioningItem, PositioningRow
from parks.models.rankings import (
    Edition,
    EvaluationResult,
    EvaluationScheme,
    ResultPoint,
    SchemeMembership,
    SpeakerOffice,
    SubIndex,
    SubIndexRank,
)
from parks.models.sectors import Sector, SectorAlias
from parks.models.statements import (
    Cluster,
    ClusterAlias,
    ClusterCompany,
    ClusterProduct,
    EducationFigure,
    Statement,
)

__all__ = [
    "Cluster",
    "ClusterAlias",
    "ClusterCompany",
    "ClusterProduct",
    "Contact",
    "Edition",
    "EducationFigure",
    "EvaluationResult",
    "EvaluationScheme",
    "Honour",
    "Office",
    "OfficeOfTheDay",
    "Organization",
    "OrganizationAlias",
    "Park",
    "ParkAlias",
    "ParkIndexPage",
    "ParkOperator",
    "ParkPage",
    "ParkPlace",
    "ParkSector",
    "ParkShareholder",
    "Person",
    "PersonAlias",
    "Place",
    "PlaceAlias",
    "PlaceSector",
    "PlanningPhase",
    "Positioning",
    "PositioningColumn",
    "PositioningItem",
    "PositioningRow",
    "ResultPoint",
    "SchemeMembership",
    "Sector",
    "SectorAlias",
    "SpeakerOffice",
    "Statement",
    "SubIndex",
    "SubIndexRank",
    "SubSite",
    "SubSiteSector",
    "Tenant",
]
