"""Persons and the offices that a text gives them: one that the holder has not, has no longer, or two in one text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from portal.localization.checks.base import Finding, Segment
from portal.localization.checks.markup_checks import quoted
from portal.localization.checks.rules import OfficeLike
from portal.localization.checks.text import seen
from portal.localization.enums import Severity

#: Heads of a government, of whom a person is one: who is called another is called wrongly.
_HEADS_ZH = frozenset({"省长", "市长", "区长", "县长", "州长", "镇长", "乡长"})
_HEADS_EN = frozenset({"governor", "mayor", "district mayor", "county mayor", "town mayor"})
_ZH_TITLE = (
    r"(?:副|常务副|代)?(?:省长|市长|区长|县长|州长|镇长|乡长|书记|局长|处长|科长|部长|厅长|院长|校长|所长|会长|理事长|董事长|总经理|总裁"
    r"|秘书长|总领事|主任|主席|行长|司长)"
)
_EN_TITLE = (
    r"(?:(?:Executive |First )?(?:Deputy|Vice|Acting)[ -])?(?:District |County |Town |Lieutenant )?"
    r"(?:Governor|Mayor|Director(?: General)?|President|Chairman|Chairwoman|Chair|Secretary(?: General)?|Minister|Dean"
    r"|Consul General|General Manager|Premier)"
)
_SPARED = re.compile(r"(?:时任|原|前任?|曾任|former(?:ly)?|then|ex-?|late)[\s\w]{0,12}$", re.IGNORECASE)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方"
    "白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤奚章"
)


@dataclass(frozen=True, slots=True)
class _Mention:
    person: str
    title: str
    segment: Segment


def check_offices(
    texts: Sequence[tuple[Segment, str]], code: str, offices: Sequence[OfficeLike], today: date
) -> Iterator[Finding]:
    """Findings `office-left` and `office-inconsistent` of a whole text.

    Args:
        texts: segments with the inline HTML that is looked at, in order.
        code: the language of that.
        offices: who held what, in that language.
    """
    mentions = [
        _Mention(person, title, segment)
        for segment, html in texts
        for person, title in _mentions(seen(html).words, code, offices)
    ]
    held: dict[str, list[OfficeLike]] = {}
    for office in offices:
        for person in office.persons:
            held.setdefault(person.casefold(), []).append(office)
    for mention in mentions:
        if mention.person.casefold() in held:
            yield from _judged(mention, held[mention.person.casefold()], today)
    yield from _inconsistent(mentions, held)


def _mentions(text: str, code: str, offices: Sequence[OfficeLike]) -> Iterator[tuple[str, str]]:
    """Person and title, wherever they stand side by side; titles of the past are not looked at."""
    persons = "|".join(sorted({re.escape(p) for o in offices for p in o.persons}, key=len, reverse=True))
    titles = "|".join(sorted({re.escape(t) for o in offices for t in o.offices}, key=len, reverse=True))
    if code.startswith("zh"):
        person = (
            f"{persons}|[{_SURNAMES}](?!某)[\u4e00-\u9fff]{{1,2}}?"
            if persons
            else f"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?"
        )
        title = f"{titles}|{_ZH_TITLE}" if titles else _ZH_TITLE
        shapes = [
            rf"(?P<t>{title})(?P<p>{person})(?=[，。、；：！？（）\s]|$|在|率|表示|说|指出|出席|致辞|介绍|会见|一行|等|和|与|参加|主持|讲话)"
        ]
        shapes += [
            rf"(?<![\u4e00-\u9fff])(?P<p>{person})(?P<t>{title})",
            rf"(?P<p>{persons})(?P<t>{title})" if persons else r"(?!)",
        ]
    else:
        name = r"[A-Z][a-z]+(?:[ \-][A-Z][a-z]+){1,2}"
        person = f"{persons}|{name}" if persons else name
        title = f"{titles}|{_EN_TITLE}" if titles else _EN_TITLE
        shapes = [rf"\b(?P<t>{title}) (?P<p>{person})\b", rf"\b(?P<p>{person}), (?:the )?(?P<t>{title})\b"]
    known: set[tuple[int, int]] = set()
    for shape in shapes:
        for match in re.finditer(shape, text):
            if match.span() not in known and not _SPARED.search(text[: match.start("t")]):
                known.add(match.span())
                yield match["p"], match["t"]


def _same_title(title: str, office: str) -> bool:
    """Whether a title is that office, perhaps with the body before it: 闵行区区长 is 区长."""
    one, other = title.casefold(), office.casefold()
    if one == other:
        return True
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    rest = longer.removesuffix(shorter)
    return (
        rest != longer
        and not rest.rstrip(" -").endswith(("副", "代", "常务", "deputy", "vice", "acting", "lieutenant"))
        and not ({one, other} <= _HEADS_EN)
    )


def _is_head(title: str) -> bool:
    return title in _HEADS_ZH or title.casefold() in _HEADS_EN


def _judged(mention: _Mention, held: Sequence[OfficeLike], today: date) -> Iterator[Finding]:
    same = [office for office in held if any(_same_title(mention.title, text) for text in office.offices)]
    values = {"person": mention.person, "office": mention.title}
    detail = f"{mention.person}/{mention.title}"
    if same and not any(office.held_on(today) for office in same):
        last = max((office.until for office in same if office.until), default=None)
        if last is not None and last < today:
            message = _("%(person)s is no longer %(office)s; the last day was %(day)s.")
            message %= values | {"day": last.isoformat()}
        else:
            message = _("%(person)s is not yet %(office)s.") % values
        yield Finding("office-left", Severity.WARNING, message, mention.segment, detail)
    elif not same:
        heads = [text for office in held for text in office.offices if _is_head(text)]
        right = [office.offices[0] for office in held]
        message = _("%(person)s is not known as %(office)s, but as %(right)s.") % (values | {"right": quoted(right)})
        severity = Severity.BLOCKING if heads and _is_head(mention.title) else Severity.WARNING
        yield Finding("office-left", severity, message, mention.segment, detail)


def _inconsistent(mentions: Sequence[_Mention], held: dict[str, list[OfficeLike]]) -> Iterator[Finding]:
    """One head of government called two things. Other people may hold two offices."""
    titles: dict[str, list[_Mention]] = {}
    for mention in mentions:
        if _is_head(mention.title):
            titles.setdefault(mention.person.casefold(), []).append(mention)
    for person, said in titles.items():
        first = said[0]
        known = {title for office in held.get(person, ()) for title in office.offices}
        for mention in said[1:]:
            if mention.title == first.title or {mention.title, first.title} <= known:
                continue
            message = _("%(person)s is called %(office)s here and %(other)s before.") % {
                "person": mention.person,
                "office": mention.title,
                "other": first.title,
            }
            detail = "/".join([mention.person, mention.title, first.title])
            yield Finding("office-inconsistent", Severity.WARNING, message, mention.segment, detail)
            break
