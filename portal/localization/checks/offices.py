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
#: What makes a title one of the past, or of then: before it, with at most a place between.
_SPARED_ZH = re.compile(
    r"(?:(?:时任|曾任|[前原]任)[\u4e00-\u9fff]{0,12}"
    r"|(?:(?<![日目此会提以年月天之])前|(?<![平草高中日])原)(?:[\u4e00-\u9fff]{1,8}[省市区县州镇乡部局委])?)$"
)
_SPARED_EN = re.compile(r"\b(?:former(?:ly)?(?: \w+){0,3}|then|ex|late)[ \-](?:the )?$", re.IGNORECASE)
_ZH_NEXT = (
    "在|率|表示|说|指出|出席|致辞|介绍|会见|一行|等|和|与|参加|主持|讲话|到|调研|莅临|赴|同志|先生|女士"
    "|为|带队|陪同|考察|宣布|强调|签"
)
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
    shapes = _shapes(code, offices)
    mentions = [
        _Mention(person, title, segment)
        for segment, html in texts
        for person, title in _mentions(seen(html).words, code, shapes)
    ]
    held: dict[str, list[OfficeLike]] = {}
    for office in offices:
        for person in office.persons:
            held.setdefault(person.casefold(), []).append(office)
    for mention in mentions:
        if mention.person.casefold() in held:
            yield from _judged(mention, held[mention.person.casefold()], today)
    yield from _inconsistent(mentions, held)


def _shapes(code: str, offices: Sequence[OfficeLike]) -> list[re.Pattern[str]]:
    """How person and office stand side by side in a language."""
    persons = _any({p for o in offices for p in o.persons})
    titles = _any({t for o in offices for t in o.offices})
    return list(map(re.compile, (_zh_shapes if code.startswith("zh") else _en_shapes)(persons, titles)))


def _mentions(text: str, code: str, shapes: Sequence[re.Pattern[str]]) -> Iterator[tuple[str, str]]:
    """Person and title, wherever they stand side by side; titles of the past are not looked at."""
    spared = _SPARED_ZH if code.startswith("zh") else _SPARED_EN
    known: list[tuple[int, int]] = []
    for shape in shapes:
        for match in shape.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in known[-50:]):
                continue
            if not spared.search(text[max(0, match.start("t") - 40) : match.start("t")]):
                known.append(match.span())
                yield match["p"], " ".join(match["t"].split())


def _any(texts: set[str]) -> str:
    """A pattern for any of some texts, the longest first; for none of them one that never matches."""
    return "|".join(re.escape(text) for text in sorted(texts, key=lambda text: (-len(text), text))) or "(?!)"


def _zh_shapes(persons: str, titles: str) -> list[str]:
    """Whom the list knows is found whatever follows; of others the name ends where something that is no name begins."""
    somebody = rf"[{_SURNAMES}](?!某)[\u4e00-\u9fff]{{1,2}}?"
    title = f"{_ZH_TITLE}|{titles}"
    return [
        rf"(?P<t>{title})[ ]?(?P<p>{persons})",
        rf"(?P<p>{persons})[ ]?(?:同志|先生|女士)?[ ]?(?P<t>{title})",
        rf"(?P<t>{title})(?P<p>{somebody})(?=[，。、；：！？（）\s]|$|{_ZH_NEXT})",
        rf"(?<![\u4e00-\u9fff])(?P<p>{somebody})(?P<t>{title})",
    ]


def _en_shapes(persons: str, titles: str) -> list[str]:
    somebody = r"[A-Z][a-z]+(?:[ \-][A-Z][a-z]+){1,2}"
    title = rf"(?i:{_EN_TITLE}|{titles})"
    of = r"of (?:the )?[A-Z][\w\-]+(?: [A-Z][\w\-]+){0,3}"
    return [
        rf"\b(?P<t>{title}),? (?P<p>{persons})\b",
        rf"\b(?P<t>{title}) {of},? (?P<p>{persons})\b",
        rf"\b(?P<p>{persons})(?:,? (?:who is |is |as |was )?(?:now )?(?:the )?| \((?:the )?)(?P<t>{title})\b",
        rf"\b(?P<t>{title}) (?P<p>{somebody})\b",
        rf"\b(?P<p>{somebody})(?:, (?:the )?| \((?:the )?)(?P<t>{title})\b",
    ]


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
