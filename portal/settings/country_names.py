"""Names of countries and regions that django-countries words otherwise, or wrongly in Chinese (two names for one
country, a country under the name of another, misspellings). The rest comes from its own catalogue."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

COUNTRY_NAMES = {
    "HK": _("Hong Kong, China"),
    "MO": _("Macao, China"),
    "TW": _("Taiwan, China"),
    "AS": _("American Samoa"),
    "AW": _("Aruba"),
    "BA": _("Bosnia and Herzegovina"),
    "BS": _("Bahamas"),
    "BW": _("Botswana"),
    "CC": _("Cocos (Keeling) Islands"),
    "CD": _("Democratic Republic of the Congo"),
    "CG": _("Republic of the Congo"),
    "DM": _("Dominica"),
    "GF": _("French Guiana"),
    "GG": _("Guernsey"),
    "KG": _("Kyrgyzstan"),
    "KM": _("Comoros"),
    "LR": _("Liberia"),
    "MK": _("North Macedonia"),
    "ML": _("Mali"),
    "MP": _("Northern Mariana Islands"),
    "NP": _("Nepal"),
    "PN": _("Pitcairn Islands"),
    "SJ": _("Svalbard and Jan Mayen"),
    "SR": _("Suriname"),
    "TJ": _("Tajikistan"),
    "TT": _("Trinidad and Tobago"),
    "WS": _("Samoa"),
}
