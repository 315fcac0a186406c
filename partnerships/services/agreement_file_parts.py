"""Parties and sectors of an agreement in a file: what a row may say of them, and how they are written."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from parks.models import Sector
from partnerships.agreement_cells import party_cell, unknown
from partnerships.agreement_rules import too_few_parties
from partnerships.enums import PREPARED
from partnerships.models import Agreement, AgreementParty, AgreementSector, AgreementSignatory
from partnerships.queries import sectors_to_name
from portal.core.table_reports import RowError, in_column
from portal.core.tables import Row


def sectors_in(row: Row) -> list[Sector]:
    """The sectors that a row names. Raises RowError."""
    slugs = [slug.strip() for slug in row["sectors"].split("|") if slug.strip()]
    known = sectors_to_name()
    if missing := [slug for slug in slugs if slug not in known]:
        raise RowError(unknown(", ".join(missing), "sectors"))
    return [known[slug] for slug in dict.fromkeys(slugs)]


def check_parties(agreement: Agreement, wanted: list[AgreementParty]) -> None:
    """Whether these may stand in place of the parties there are. Raises RowError."""
    refusal = "" if agreement.state in PREPARED else too_few_parties(len(wanted))
    if refusal:
        raise RowError(in_column("parties", refusal))
    signing = agreement.signatories if agreement.pk else AgreementSignatory.objects.none()
    highest = max(signing.values_list("party_number", flat=True), default=0)
    if highest > len(wanted):
        said = _("Somebody signs for party %(number)d, which is not in the file.") % {"number": highest}
        raise RowError(in_column("parties", said))
    before, after = _cells(_present(agreement)), _cells(wanted)
    if highest and any(cell in before and before[at : at + 1] != [cell] for at, cell in enumerate(after)):
        said = _("People sign for these parties by number: keep the parties in their order, or move them in the form.")
        raise RowError(in_column("parties", said))
    if before != after:
        for party in wanted:
            _demand_sound(party)


def _demand_sound(party: AgreementParty) -> None:
    try:
        party.full_clean(exclude=["agreement"])
    except ValidationError as error:
        raise RowError(*(in_column("parties", problem) for problem in error.messages)) from error


def write_parts(agreement: Agreement, parties: list[AgreementParty] | None, sectors: list[Sector] | None) -> None:
    """Parties and sectors in place of those there are, where they differ; None leaves them."""
    present = _present(agreement)
    if parties is not None and _cells(present) != _cells(parties):
        for party in present:
            party.delete()
        for order, party in enumerate(parties):
            party.agreement, party.sort_order = agreement, order
            party.save()
    links = agreement.sector_links
    if sectors is not None and list(links.values_list("sector", flat=True)) != [sector.pk for sector in sectors]:
        AgreementSector.objects.filter(agreement=agreement).delete()
        for order, sector in enumerate(sectors):
            AgreementSector.objects.create(agreement=agreement, sector=sector, sort_order=order)


def _present(agreement: Agreement) -> list[AgreementParty]:
    return list(agreement.parties.select_related("park", "organization")) if agreement.pk else []


def _cells(parties: list[AgreementParty]) -> list[str]:
    return [party_cell(party) for party in parties]
