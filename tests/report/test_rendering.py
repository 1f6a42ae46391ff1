"""The files themselves: safe, self-contained, complete in both languages."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from qa.errors import DiskFull, Text
from qa.month.shape import Standing
from qa.night import NightRecord
from qa.report import rendering
from qa.report.rendering import render_month, render_night, write_report
from qa.scoring.evaluation import Outcome
from qa.transcript import Party
from tests import builders as make
from tests.report import scenes

VOID = {"meta", "input", "br"}
HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"


class Page(HTMLParser):
    """What a test asks of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.languages: list[str] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        values = dict(attrs)
        self.attributes |= set(values)
        if id_ := values.get("id"):
            self.ids.append(id_)
        if tag == "a":
            self.links.append(values["href"] or "")
        if (one := values.get("class")) in ("zh", "en"):
            self.languages.append(one)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"<{tag}> is closed out of order"

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.texts.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.texts))


def empty_night() -> NightRecord:
    return NightRecord("2026-11-04T01:30:00+08:00", 0, 0, 0, 0, (), (), (), (), 0.0, 0.0)


CALLS = scenes.night_calls()
PAGES = {
    "night": render_night(scenes.night_record(CALLS), CALLS, month_file="month.html"),
    "empty night": render_night(empty_night(), ()),
    "month": render_month(scenes.month(), night_file="night.html"),
    "large month": render_month(scenes.month(80)),
    "not distinguishable": render_month(scenes.month(standing=Standing.NOT_DISTINGUISHABLE)),
    "empty month": render_month(scenes.nothing()),
    "bare month": render_month(make.month_close(agents=(), indicators=(), sites=(), bands=())),
}


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_self_contained_well_formed_and_in_both_languages(html: str) -> None:
    page = Page(html)
    assert page.open == []
    assert "http:" not in html and "https:" not in html and "url(" not in html and "@import" not in html
    assert not {"script", "iframe", "object", "link", "img", "form"} & set(page.tags)
    assert not {name for name in page.attributes if name.startswith("on")} | ({"src"} & page.attributes)
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in html
    assert page.languages, "no texts"
    assert page.languages[::2] == ["zh"] * (len(page.languages) // 2), "a Chinese text without its English one"
    assert page.languages[1::2] == ["en"] * (len(page.languages) // 2)
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids), "a link that leads nowhere"


def test_the_pages_link_to_each_other_by_relative_name() -> None:
    assert "./month.html" in Page(PAGES["night"]).links
    assert "./night.html" in Page(PAGES["month"]).links
    assert Page(render_month(scenes.nothing(), night_file="javascript:alert(1)")).links == [
        "./javascript%3Aalert%281%29"
    ]


def test_every_count_of_the_night_stands_in_the_page() -> None:
    record = replace(scenes.night_record(CALLS), files=1234, scored=1107, already_done=83, duplicates=29)
    text = Page(render_night(record, CALLS)).text
    for figure in ("1,234", "1,107", "83", "29", "52 分 0 秒", "22.1 倍实时"):
        assert figure in text
    for notice in (*record.quarantined, *record.warnings):
        for said in (notice.file, notice.code, notice.what.zh, notice.what.en, notice.remedy.zh, notice.remedy.en):
            assert said in text
    for call in CALLS:
        assert call.recording.metadata.call_id in text


def test_every_count_of_the_month_stands_in_the_page() -> None:
    close = scenes.month()
    text = Page(PAGES["month"]).text
    for figure in ("2,406", "2,400", "84.6", "95 %", *(str(n) for n in close.histogram)):
        assert figure in text
    for agent in close.agents:
        assert agent.agent in text and f"{agent.adjusted_score:.1f}" in text
    for indicator in close.indicators:
        assert indicator.name in text
    for site in close.sites:
        assert site.site in text


def test_hostile_text_is_shown_not_run() -> None:
    turns = make.dialogue((Party.AGENT, HOSTILE))
    criterion = make.criterion(
        name=HOSTILE,
        section=HOSTILE,
        reason=HOSTILE,
        outcome=Outcome.VIOLATED,
        fatal=True,
        findings=[make.finding(HOSTILE, phrase=HOSTILE)],
    )
    about = make.metadata(call_id=HOSTILE, agent=HOSTILE, queue=HOSTILE)
    call = make.call_result(
        call=make.recording(about=about, file=HOSTILE + "\n.wav"),
        heard=make.transcript(turns=turns),
        judged=make.evaluation(band=HOSTILE, rubric=HOSTILE, criteria=[criterion], fatal=True),
    )
    record = scenes.night_record((call,))
    notice = replace(record.warnings[0], file=HOSTILE, code=HOSTILE, what=Text(HOSTILE, HOSTILE))
    record = replace(record, warnings=(notice,), quarantined=(notice,), left_for_next=(HOSTILE,))
    agent = make.agent_month(
        agent=HOSTILE,
        team=HOSTILE,
        site=HOSTILE,
        weaknesses=[make.weakness(name=HOSTILE)],
        quotes=[make.quote(HOSTILE, call_id=HOSTILE, name=HOSTILE)],
    )
    close = make.month_close(
        agents=[agent],
        sites=[make.site_month(site=HOSTILE)],
        bands=[(HOSTILE, 3)],
        indicators=[make.indicator_month(name=HOSTILE, section=HOSTILE, rubric=HOSTILE)],
    )
    for html in (render_night(record, (call,)), render_month(close)):
        page = Page(html)
        assert not {"script", "img"} & set(page.tags)
        assert "<script" not in html and "onerror" not in page.attributes
        assert HOSTILE in "".join(page.texts)


def test_numbers_of_customers_do_not_reach_the_page() -> None:
    for number in ("110101199003071234", "6222020200112233445", "一三八零零一二三四五六七", "13912345678"):
        assert number not in PAGES["night"]
    assert make.metadata().customer_number not in PAGES["night"]


def test_the_same_input_gives_the_same_page() -> None:
    assert render_month(scenes.month(), night_file="night.html") == PAGES["month"]


def test_a_large_night_stays_usable() -> None:
    some = scenes.call(1, score=88.0)
    calls = tuple(replace(some, recording=make.recording(call_id=f"C{number}")) for number in range(1500))
    html = render_night(scenes.night_record(calls), calls)
    assert len(html.encode()) < 6_000_000
    assert html.count("<details>") == 200
    assert "1,500" in html


def test_write_report(tmp_path: Path) -> None:
    path = tmp_path / "reports" / "night.html"
    write_report(path, "<p>您好\ud800</p>")
    assert path.read_text(encoding="utf-8") == "<p>您好?</p>"
    assert [file.name for file in path.parent.iterdir()] == ["night.html"]


def test_write_report_on_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise DiskFull(str(path))

    monkeypatch.setattr(rendering, "write_atomically", full)
    with pytest.raises(DiskFull):
        write_report(tmp_path / "night.html", "x")
