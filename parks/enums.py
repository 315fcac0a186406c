"""Kinds and levels of records. What a source leaves open is `not_stated`, never guessed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(models.TextChoices):
    """The level of government that recognises a park."""

    NATIONAL = "national", _("National level")
    PROVINCIAL = "provincial", _("Provincial level")
    MUNICIPAL = "municipal", _("Municipal level")
    OVERSEAS = "overseas", _("Overseas")
    NOT_STATED = "not_stated", _("Level not stated")


class ParkKind(models.TextChoices):
    HIGH_TECH_ZONE = "high_tech_zone", _("High-tech park")
    INCUBATOR = "incubator", _("Technology business incubator")
    SCI_TECH_CITY = "sci_tech_city", _("Sci-tech city")
    OVERSEAS_PARK = "overseas_park", _("Overseas enterprise park")
    OTHER = "other", _("Other")
    NOT_STATED = "not_stated", _("Not stated")


class OperatorKind(models.TextChoices):
    """Who runs a park: business, government, or several sides together."""

    PRIVATE = "private", _("Private business")
    GOVERNMENT = "government", _("Government")
    MIXED = "mixed", _("Several sides jointly")
    NOT_STATED = "not_stated", _("Not stated")


class PlaceKind(models.TextChoices):
    COUNTRY = "country", _("Country")
    MUNICIPALITY = "municipality", _("Municipality under the central government")
    PROVINCE = "province", _("Province")
    STATE = "state", pgettext_lazy("kind of place", "State")
    CITY = "city", _("City")
    COUNTY_CITY = "county_city", _("County-level city")
    DISTRICT = "district", _("District")
    TOWN = "town", _("Town")


class OrganizationKind(models.TextChoices):
    PARK_AUTHORITY = "park_authority", _("Park authority")
    GOVERNMENT = "government", _("Government body")
    UNIVERSITY = "university", _("University")
    INSTITUTE = "institute", _("Research institute")
    INCUBATOR = "incubator", _("Incubator")
    COMPANY = "company", _("Company")
    FUND = "fund", _("Fund")
    ASSOCIATION = "association", _("Association")
    DEVELOPER = "developer", _("Developer")
    MEDIA = "media", _("News agency or media")
    OTHER = "other", _("Other")


class LatinOrder(models.TextChoices):
    """Which part of the name comes first in Latin letters."""

    FAMILY_FIRST = "family_first", _("Family name first")
    GIVEN_FIRST = "given_first", _("Given name first")


class ChineseForm(models.TextChoices):
    """How the name is put together in Chinese."""

    CHINESE = "chinese", _("Chinese name (family name first)")
    TRANSCRIBED = "transcribed", _("Transcribed name (given name · family name)")


class CourtesyTitle(models.TextChoices):
    NONE = "", _("None")
    MR = "mr", _("Mr")
    MS = "ms", _("Ms")
    DR = "dr", _("Dr")
    PROFESSOR = "professor", _("Professor")


class SubSiteKind(models.TextChoices):
    SUB_PARK = "sub_park", _("Sub-park")
    SUB_CENTRE = "sub_centre", _("Sub-centre")
    PARTNER_PLACE = "partner_place", _("Partner place")


class SubSiteStatus(models.TextChoices):
    ESTABLISHED = "established", _("Established")
    PLANNED = "planned", _("Planned")
    IN_TALKS = "in_talks", _("In talks")
    NOT_STATED = "not_stated", _("Status not stated")


class EducationKind(models.TextChoices):
    UNIVERSITIES = "universities_and_colleges", _("Universities and colleges")
    INSTITUTES = "research_institutes", _("Research institutes")


class StatementKind(models.TextChoices):
    """What a short sentence about a park or a place says, in the order in which pages show them.

    What an evaluation says of a park in one year (remark, strengths, main work, economy, plan) belongs to its
    `EvaluationResult`.
    """

    FIRST = "first", _("Firsts")
    DISTINCTION = "distinction", _("Distinctions")
    STANDING = "standing", _("Standing")
    STRENGTH = "strength", _("Strengths")
    PURPOSE = "purpose", _("Purpose")
    OBJECTIVE = "objective", _("Objectives")
    DEMONSTRATION_ZONE = "demonstration_zone", _("Demonstration zones")
    SERVICE = "service", _("Services")
    CRITERION = "criterion", _("What makes a partner fit")
    CONSTRAINT = "constraint", _("Constraints")
    POLICY_TOPIC = "policy_topic", _("Policy topics")
    OTHER = "other", _("Further facts")


class ResultPointKind(models.TextChoices):
    """Lists that an evaluation result carries."""

    STRENGTH = "strength", _("Strengths")
    MAIN_WORK = "main_work", _("Main work")
