"""A visit in Chinese, as an editor of a park writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from news.drafting.chinese_words import joined, listed, names, people, phrase, sentence, span
from news.drafting.facts import Member, Named, Promise, VisitFacts
from news.drafting.said import Voice, day_of
from news.drafting.shape import Draft, Picture, Section, paragraphs, sections
from partnerships.enums import Side

#: So many partners a headline names.
_IN_TITLE = 3


class ChineseVisit(Voice):
    language = "zh-hans"

    def __init__(self, facts: VisitFacts) -> None:
        super().__init__()
        self.facts = facts
        self.day = ""

    def draft(self) -> Draft:
        with self.speaking():
            facts = self.facts
            self.day = span(facts.date, facts.until)
            return Draft(
                title=self._title(),
                summary=self._summary(),
                event_name="来访" if facts.is_incoming else "出访",
                event_place=self._place(),
                date_basis=self.say(facts.date_basis),
                issuing_body=self.short(facts.park),
                sections=sections(self._visit(), self._outcome(), self._next()),
                pictures=tuple(self._pictures()),
            )

    # --- head -------------------------------------------------------------------------------------------------
    def _title(self) -> str:
        facts = self.facts
        if not facts.partners or not facts.park:
            return self.say(facts.name)
        others = self._in_title(facts.partners)
        park = self.short(facts.park)
        return f"{others}到访{park}" if facts.is_incoming else f"{park}代表团到访{others}"

    def _in_title(self, partners: Sequence[Named]) -> str:
        shown = names(self.short(one) for one in partners[:_IN_TITLE])
        return shown + ("等" if len(partners) > _IN_TITLE else "")

    def _summary(self) -> str:
        return joined([self._lead(self.short), self._purpose() or self._topics(), self._result()])

    def _place(self) -> str:
        facts = self.facts
        if venue := self.say(facts.venue):
            return venue
        if facts.is_incoming and facts.park:
            return self.short(facts.park)
        return self.say(facts.place)

    # --- the visit --------------------------------------------------------------------------------------------
    def _visit(self) -> Section:
        return Section(
            "来访与会谈" if self.facts.is_incoming else "出访与会谈",
            paragraphs(
                [
                    joined([self._lead(self.name), *self._people()]),
                    joined([self._purpose(), self._topics(), self._sectors(), self._sites()]),
                ]
            ),
        )

    def _lead(self, name: Callable[[Named], str]) -> str:
        """Who, when, where: 10月25日，甲、乙一行到访丙。"""
        facts = self.facts
        others = names([name(one) for one in facts.partners])
        opening = f"{self.day}，" if self.day else ""
        if facts.is_incoming:
            who = f"{others}一行" if others else "来宾一行"
            host = self._host(name)
            return f"{opening}{who}到访{host}。" if host else f"{opening}{who}来访。"
        who = f"{name(facts.park)}代表团" if facts.park else "代表团"
        place = self.say(facts.place)
        where = f"赴{place}" if place else ""
        met = f"访问{others or self.say(facts.venue)}" if others or facts.venue else "出访"
        return f"{opening}{who}{where}{met}。"

    def _host(self, name: Callable[[Named], str]) -> str:
        """The office that receives; it names the park, or the park stands before it."""
        facts = self.facts
        venue = self.say(facts.venue)
        if not venue:
            return name(facts.park) if facts.park else self.say(facts.place)
        park = facts.park
        if not park:
            return venue
        return self.with_name(venue, park, name) or f"{name(park)}{venue}"

    def _people(self) -> Iterable[str]:
        guests, hosts = self.facts.of_side(Side.GUESTS), self.facts.of_side(Side.HOSTS)
        yield self._guests(guests)
        if hosts:
            yield f"{self._lines(hosts)}接待{'来宾' if self.facts.is_incoming else '代表团'}。"
        if others := self.facts.of_other_sides():
            yield f"参加活动的还有{self._lines(others)}。"

    def _guests(self, guests: list[Member]) -> str:
        if not guests:
            return ""
        first, rest = guests[0], guests[1:]
        if not first.is_head:
            return f"{'来宾' if self.facts.is_incoming else '代表团成员'}有{self._lines(guests)}。"
        others = f"，成员有{self._lines(rest)}" if rest else ""
        return f"代表团由{self.say(first.person.line)}率领{others}。"

    def _lines(self, members: Iterable[Member]) -> str:
        return people(self.each(member.person.line for member in members))

    def _purpose(self) -> str:
        text = self.say(self.facts.purpose)
        if not text or text.rstrip()[-1:] in "。！":
            return text
        return f"此次{'来访' if self.facts.is_incoming else '出访'}的主题是{phrase(text)}。"

    def _topics(self) -> str:
        topics = self.each(self.facts.topics)
        return f"会谈围绕{listed([phrase(one) for one in topics])}展开。" if topics else ""

    def _sectors(self) -> str:
        found = self.each(self.facts.sectors)
        return f"涉及的产业有{listed(found)}。" if found else ""

    def _sites(self) -> str:
        sites = self.each(self.facts.sites)
        who = "来宾" if self.facts.is_incoming else "代表团"
        return f"{who}参观了{listed([phrase(one) for one in sites])}。" if sites else ""

    # --- what came of it --------------------------------------------------------------------------------------
    def _result(self) -> str:
        return sentence(self.say(self.facts.outcome))

    def _outcome(self) -> Section:
        return Section("会谈成果", paragraphs([self._result(), *map(sentence, self.each(self.facts.minutes))]))

    def _next(self) -> Section:
        rows = tuple(self._promised(one) for one in self.facts.promises if one.what)
        return Section("下一步安排", rows=rows)

    def _promised(self, one: Promise) -> tuple[str, str]:
        invited = names(self.each(one.invited))
        due = day_of(one.due_on)
        parts = [phrase(self.say(one.what)), f"受邀：{invited}" if invited else "", f"时间：{due}" if due else ""]
        return self.name(one.who) if one.who else "双方", "；".join(filter(None, parts))

    def _pictures(self) -> Iterable[Picture]:
        for one in self.facts.photographs:
            caption = self.say(one.caption)
            yield Picture(one.image_id, self.say(one.alt) or caption or self._title(), caption)
