"""A visit in Chinese, as an editor of a park writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from news.drafting import chinese_words
from news.drafting.chinese_words import listed, names, people, phrase
from news.drafting.said import Named, day_of
from news.drafting.visit_voice import Headings, VisitVoice
from partnerships.visits.public.shapes import PublicFollowUp, PublicMember


class ChineseVisit(VisitVoice):
    language = "zh-hans"
    prose = chinese_words
    headings = Headings(
        incoming=("来访", "来访与会谈"), outgoing=("出访", "出访与会谈"), outcome="会谈成果", next="下一步安排"
    )

    def title(self, partners: list[str], has_more: bool, park: str) -> str:
        others = names(partners) + ("等" if has_more else "")
        return f"{others}到访{park}" if self.visit.is_incoming else f"{park}代表团到访{others}"

    def lead(self, name: Callable[[Named], str]) -> str:
        """Who, when, where: 10月25日，甲、乙一行到访丙。"""
        visit = self.visit
        others = names([name(one) for one in visit.partners])
        opening = f"{self.day}，" if self.day else ""
        if visit.is_incoming:
            who = f"{others}一行" if others else "来宾一行"
            host = self._host(name)
            if site := self.site():
                return f"{opening}{who}到访{host}。活动在{site}举行。"
            return f"{opening}{who}到访{host}。" if host else f"{opening}{who}来访。"
        who = f"{name(visit.park)}代表团" if visit.park else "代表团"
        place = self.place()
        where = f"赴{place}" if place else ""
        met = f"访问{others or self.say(visit.venue)}" if others or visit.venue else "出访"
        return f"{opening}{who}{where}{met}。"

    def _host(self, name: Callable[[Named], str]) -> str:
        """The office that receives; it names the park, or the park stands before it."""
        visit = self.visit
        venue = self.say(visit.venue)
        if not venue or self.site():
            return name(visit.park) if visit.park else self.place()
        park = visit.park
        if not park:
            return venue
        return self.with_name(venue, park, name) or f"{name(park)}{venue}"

    def people(self) -> Iterable[str]:
        guests, hosts = self.visit.visitors, self.visit.hosts
        yield self._guests(guests)
        if hosts:
            yield f"{people(self.lines(hosts))}接待{'来宾' if self.visit.is_incoming else '代表团'}。"
        if others := self.visit.others:
            yield f"参加活动的还有{people(self.lines(others))}。"

    def _guests(self, guests: list[PublicMember]) -> str:
        if not guests:
            return ""
        first, rest = guests[0], guests[1:]
        if not first.is_head:
            return f"{'来宾' if self.visit.is_incoming else '代表团成员'}有{people(self.lines(guests))}。"
        others = f"，成员有{people(self.lines(rest))}" if rest else ""
        return f"代表团由{self.say(first.person.line)}率领{others}。"

    def purpose(self) -> str:
        text = self.say(self.visit.purpose)
        if not text or text.rstrip()[-1:] in "。！":
            return text
        return f"此次{'来访' if self.visit.is_incoming else '出访'}的主题是{phrase(text)}。"

    def topics(self) -> str:
        topics = self.each(self.visit.topics)
        return f"会谈围绕{listed([phrase(one) for one in topics])}展开。" if topics else ""

    def sectors(self) -> str:
        found = self.each(one.name for one in self.visit.sectors)
        return f"涉及的产业有{listed(found)}。" if found else ""

    def sites(self) -> str:
        sites = self.each(one.name for one in self.visit.sites)
        who = "来宾" if self.visit.is_incoming else "代表团"
        return f"{who}参观了{listed([phrase(one) for one in sites])}。" if sites else ""

    def promised(self, one: PublicFollowUp) -> tuple[str, str]:
        invited = names(self.each(who.name for who in one.invited))
        due = day_of(one.due_on)
        parts = [phrase(self.say(one.what)), f"受邀：{invited}" if invited else "", f"时间：{due}" if due else ""]
        return self.name(one.who) if one.who.name else "双方", "；".join(filter(None, parts))
