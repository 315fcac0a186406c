"""What the glossary tells those who check texts."""

from portal.localization.services.glossary import save_term
from portal.localization.services.glossary_rules import by_wording, term_rules


def test_terms_of_one_wording_accept_for_each_other(locales):
    save_term(renderings={"zh-hans": "主任", "en": "Director"}, note="of a committee", by=None)
    chair = {"en": ["Director", "Head"]}
    save_term(renderings={"zh-hans": "主任", "en": "Chair"}, note="of a standing committee", forbidden=chair, by=None)
    rules = term_rules(locales["zh-hans"], locales["en"])
    assert [rule.accepted for rule in rules] == [("Director",), ("Chair",)]
    joined = by_wording(rules)["主任"]
    assert (joined.accepted, joined.forbidden) == (("Director", "Chair"), ("Head",))
