"""The viewer in a real browser: listening, reviewing by keys, an appeal by two people, looks, access for everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect

from qa.people import evaluations, listening, reviews, users
from qa.people.kinds import Verdict
from qa.people.listening import NewItem
from qa.people.tables import (
    APPEALS,
    CLIPS,
    COACHING_CLIPS,
    COACHING_PLANS,
    COACHING_SESSIONS,
    HUMAN_EVALUATIONS,
    LISTENING_ITEMS,
    LISTENING_PLANS,
    PLAYLISTS,
    REVIEWS,
)
from tests.web.browsing import browsing, seated, serving
from tests.web.centre import Centre, calls

GOOD, POOR, OTHER = calls()[:3]
CALL = f"/calls/{POOR.recording.recording_id}"
REVIEW = f"/review/{POOR.recording.recording_id}"
PAGES = (
    ("manager", "/"),
    ("manager", "/calls"),
    ("manager", "/calls?phrase=不清楚&agent=1001&sort=-percent"),
    ("manager", CALL),
    ("manager", "/review"),
    ("manager", REVIEW),
    ("manager", "/appeals"),
    ("manager", "/month"),
    ("manager", "/training"),
    ("manager", "/agents"),
    ("manager", "/agents/1001"),
    ("manager", "/rubrics?rubric=telecom_hotline"),
    ("manager", "/rubrics?phrase=这个我不清楚"),
    ("manager", "/rubrics/telecom_hotline/checks"),
    ("manager", "/coaching"),
    ("manager", "/projects?state=all"),
    ("manager", "/month/overlay?month=2026-11"),
    ("manager", "/listening"),
    ("agent", "/agents/1001"),
    ("other_leader", "/agents"),
    ("admin", "/admin"),
    ("admin", "/admin/users"),
    ("analyst", "/password"),
    ("admin", "/admin/audit?verify=yes"),
    ("agent", "/"),
    ("agent", CALL),
    ("agent", "/appeals"),
    (None, "/signin"),
    ("manager", "/calls?agent=nobody"),
)
"""Who opens what; a new page is added here and is then checked in both themes."""


JUMPED = """new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(sum), 60);
})"""
"""How much of what was seen moved while the page was made ready: the browser's own measure, good up to 0.1."""


@pytest.fixture(scope="module")
def address(centre: Centre) -> Iterator[str]:
    with serving(centre.app) as where:
        yield where


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as opened:
        yield opened


@pytest.fixture(autouse=True)
def _fresh(centre: Centre) -> Iterator[None]:
    yield
    with centre.people.writing() as db:
        for table in (HUMAN_EVALUATIONS, APPEALS, REVIEWS, CLIPS, PLAYLISTS):
            db.execute(table.delete())


def seconds(clock: str) -> int:
    minutes, rest = clock.split(":")
    return 60 * int(minutes) + int(rest)


def figures(texts: list[str]) -> list[float]:
    """The figures of a column; a row without one stands below those that have one."""
    assert "–" not in texts or "–" not in texts[: len(texts) - texts.count("–")]
    return [float(re.sub(r"[^\d.]", "", text)) for text in texts if text != "–"]


def test_play_seek_by_word_and_by_region(browser: Browser, address: str) -> None:
    with seated(browser, address, "analyst") as seat:
        page = seat.go(CALL)
        expect(page.locator("#player")).to_have_attribute("data-ready", "yes")
        page.click("#play")
        expect(page.locator(".w.spoken").first).to_be_visible()
        expect(page.locator("#now")).not_to_have_text("00:00")
        page.keyboard.press("Space")
        expect(page.locator("#play")).to_have_text("▶")

        word = page.locator('.w[data-f="dont_know:0"]').first
        start = float(word.get_attribute("data-s") or 0)
        # Looked at in the same breath: a word lasts a quarter of a second.
        assert "spoken" in word.evaluate("word => { word.click(); return word.className; }")
        assert int(start) <= seconds(page.inner_text("#now")) <= start + 2
        page.keyboard.press("Space")

        region = page.locator('#wave [data-finding="provoke:0"]').first
        finding = page.locator('[data-finding="provoke:0"][data-start]')
        region.click()
        expect(finding).to_have_class(re.compile("current"))
        begin = float(finding.get_attribute("data-start") or 0)
        assert int(begin) <= seconds(page.inner_text("#now")) <= begin + 3
        page.wait_for_timeout(100)
        assert seat.complaints == []


def test_keys_of_the_player(browser: Browser, address: str) -> None:
    with seated(browser, address, "analyst") as seat:
        page = seat.go(CALL)
        expect(page.locator("#player")).to_have_attribute("data-ready", "yes")
        page.keyboard.press("]")
        expect(page.locator("#speed")).to_have_text("1.25×")
        page.keyboard.press("[")
        page.keyboard.press("ArrowRight")
        expect(page.locator("#now")).to_have_text("00:03")
        page.keyboard.press("ArrowLeft")
        expect(page.locator("#now")).to_have_text("00:00")
        for _ in range(2):
            page.keyboard.press("j")
        expect(page.locator("#t2")).to_have_class(re.compile("current"))
        page.keyboard.press("k")
        expect(page.locator("#t1")).to_have_class(re.compile("current"))
        page.keyboard.press("?")
        expect(page.locator("#help")).to_be_visible()


def test_a_link_to_a_second_and_a_criterion(browser: Browser, address: str) -> None:
    with seated(browser, address, "analyst") as seat:
        page = seat.go(f"{CALL}?at=9.0#c-dont_know")
        expect(page.locator("#now")).to_have_text("00:09")
        expect(page.locator("#c-dont_know")).to_be_in_viewport()
        cursor = page.locator("#wave [part=cursor]")
        assert cursor.evaluate("cursor => parseFloat(cursor.style.left)") > 5


def test_a_review_with_keys_only(browser: Browser, address: str, centre: Centre) -> None:
    with seated(browser, address, "analyst") as seat:
        page = seat.go(REVIEW)
        page.keyboard.press("n")
        first = page.locator("#scorecard .current")
        for key in "nnnnnnnnnnnn":
            if first.get_attribute("data-finding") == "dont_know:0":
                break
            page.keyboard.press(key)
        expect(page.locator('#scorecard [data-finding="dont_know:0"]')).to_have_class(re.compile("current"))
        page.keyboard.press("x")
        pressed = page.locator('#scorecard [data-finding="dont_know:0"] button[aria-pressed="true"]')
        expect(pressed).to_have_text("错")
        page.keyboard.press("n")
        page.keyboard.press("a")
        expect(page.locator('#scorecard .current button[aria-pressed="true"]')).to_have_text("对")
        page.keyboard.press("d")
        page.wait_for_url(re.compile(r"/review/(?!" + POOR.recording.recording_id + ")"))
        assert seat.complaints == []
    with centre.people.reading() as db:
        said = reviews.reviews_of_call(db, POOR.recording.recording_id)
    assert [review.verdict for review in said] == [Verdict.FALSE, Verdict.TRUE]


def test_a_blind_review_with_keys_only(browser: Browser, address: str, centre: Centre) -> None:
    recording = POOR.recording.recording_id
    with centre.people.writing() as db:
        item = NewItem(recording, blind=True, assigned_to=users.get_user(db, "expert").id)
        plan = listening.make_plan(db, "校准", "2026-11", [item], made_by=None, now=datetime.now(UTC))
    try:
        with seated(browser, address, "expert") as seat:
            page = seat.go(f"{REVIEW}?plan={plan}")
            assert seat.serious() == []
            lines = page.locator("#scorecard .line")
            total = lines.count()
            for number in range(total):
                page.keyboard.press("n")
                expect(lines.nth(number)).to_have_class(re.compile("current"))
                page.keyboard.press("aux"[number % 3])
                expect(page.locator("#answered")).to_contain_text(f"已答 {number + 1} / {total} 项")
                pressed = lines.nth(number).locator("button[aria-pressed=true]")
                expect(pressed).to_have_text(re.compile(("做到|未违规", "不适用", "未做到|违规")[number % 3]))
            page.keyboard.press("d")
            page.wait_for_url("**/review?plan=*")
            expect(page.locator("main")).to_contain_text("与机器相同")
            expect(page.locator("#calibration")).to_be_visible()
            assert seat.serious() == []
            page.evaluate("document.documentElement.dataset.theme = 'dark'")
            assert seat.serious("color-contrast") == []
    finally:
        with centre.people.writing() as db:
            for table in (LISTENING_ITEMS, LISTENING_PLANS):
                db.execute(table.delete())


def test_an_appeal_from_beginning_to_end_by_two_people(browser: Browser, address: str, centre: Centre) -> None:
    with seated(browser, address, "agent") as agent:
        page = agent.go(CALL)
        line = page.locator("#c-greeting")
        line.locator("summary").click()
        line.locator("textarea").fill("我一开口就说了您好")
        line.locator("button.main").click()
        page.wait_for_url("**/appeals")
        expect(page.locator("tbody")).to_contain_text("待裁定")
        with seated(browser, address, "expert") as expert:
            desk = expert.go("/appeals")
            desk.locator("tbody a.button").click()
            expect(desk.locator("main")).to_contain_text("我一开口就说了您好")
            assert expert.serious() == []
            desk.evaluate("document.documentElement.dataset.theme = 'dark'")
            assert expert.serious("color-contrast") == []
            expert.complaints.clear()
            desk.fill("textarea[name=reason]", "听了录音，成立")
            desk.click("button[value=upheld]")
            desk.wait_for_url("**/appeals")
            assert expert.complaints == []
        page = agent.go("/appeals")
        expect(page.locator("tbody")).to_contain_text("听了录音，成立")
        assert agent.complaints == []
    with centre.people.reading() as db:
        assert len(evaluations.evaluations_of_call(db, POOR.recording.recording_id)) == 1


def test_a_clip_goes_into_a_playlist_and_is_played(browser: Browser, address: str) -> None:
    with seated(browser, address, "analyst") as seat:
        page = seat.go("/training")
        page.fill("[name=title]", "周会")
        page.click("main button.main")
        page.wait_for_url("**/training/*")
        page = seat.go(f"{CALL}?at=23.5")
        page.click("#clip summary")
        expect(page.locator("#clip [name=start]")).to_have_value("21.5")
        page.select_option("#clip [name=kind]", "bad")
        page.click("#clip button.main")
        page.wait_for_url("**/training/*")
        page.click("#through")
        expect(page.locator("tr.clip")).to_have_class(re.compile("current"))
        expect(page.locator("#through")).to_have_text("停止")
        page.click("#through")
        expect(page.locator("#through")).to_have_text("连续播放")
        assert seat.complaints == []
        assert seat.serious() == []


def test_a_phrase_is_tried_as_it_is_typed_and_heard(browser: Browser, address: str) -> None:
    with seated(browser, address, "leader") as seat:
        page = seat.go("/rubrics")
        page.fill("[name=phrase]", "这个我不清楚")
        expect(page.locator("#hits li")).to_have_count(1)
        assert "phrase=" in page.url
        sound = page.locator("#hits audio")
        begin, end = (float(edge) for edge in (sound.get_attribute("src") or "").rpartition("#t=")[2].split(","))
        sound.evaluate("audio => audio.play()")
        page.wait_for_function("() => document.querySelector('#hits audio').currentTime > 0")
        assert begin <= sound.evaluate("audio => audio.currentTime") <= end
        page.fill("[name=phrase]", "(这个我")
        expect(page.locator("#hits")).to_contain_text("读不懂")
        assert seat.complaints == []


def test_a_month_is_closed_and_leads_to_the_growth_files(browser: Browser, address: str) -> None:
    with seated(browser, address, "manager") as seat:
        page = seat.go("/month")
        page.click("main .menu summary")
        page.click("form[action='/month/close'] button")
        page.wait_for_url("**/month?month=2026-11")
        expect(page.locator(".crowd g")).to_have_count(3)
        page.locator("main .entry a").first.click()
        page.wait_for_url("**/agents/*")
        expect(page.locator("main .marked.dot, main table").first).to_be_visible()
        assert seat.complaints == []


def test_a_coaching_plan_by_the_leader_and_the_agent(browser: Browser, address: str, centre: Centre) -> None:
    try:
        with seated(browser, address, "leader") as seat:
            page = seat.go("/agents/1001")
            page.fill("#coaching [name=goal]", "先问候再报工号")
            page.check('#coaching [name="criterion:dont_know"]')
            page.click("#coaching button.main")
            plan = page.locator(".plan")
            expect(plan).to_contain_text("先问候再报工号")
            plan.locator("summary", has_text="从最近不达标的通话里选").click()
            plan.locator(".examples button", has_text="加入").first.click()
            expect(page.locator(".plan tr.clip")).to_have_count(1)
            page.fill(".plan [name=when]", "2099-01-05T10:00")
            page.fill(".plan [name=topic]", "一起听")
            page.click(".plan form.row button")
            expect(page.locator(".plan")).to_contain_text("一起听")
            assert seat.serious() == []
            assert seat.complaints == []
        with seated(browser, address, "agent") as seat:
            page = seat.go("/agents/1001")
            expect(page.locator(".plan")).to_contain_text("先问候再报工号")
            page.click(".plan tr.clip .hear")
            expect(page.locator(".plan tr.clip")).to_have_class(re.compile("current"))
            assert seat.serious() == []
            assert seat.complaints == []
            assert seat.elsewhere == []
    finally:
        with centre.people.writing() as db:
            for table in (COACHING_CLIPS, COACHING_SESSIONS, COACHING_PLANS):
                db.execute(table.delete())


def test_a_table_sorts_and_keeps_its_order_in_the_address(browser: Browser, address: str) -> None:
    with seated(browser, address, "manager") as seat:
        page = seat.go("/month")
        rates = page.locator("#indicators td:nth-child(3)")
        page.click("#indicators th:nth-child(3) button")
        shown = figures(rates.all_inner_texts())
        assert shown == sorted(shown)
        page.click("#indicators th:nth-child(3) button")
        expect(page.locator("#indicators th:nth-child(3)")).to_have_attribute("aria-sort", "descending")
        assert "order=" in page.url
        page.reload()
        expect(page.locator("#indicators th:nth-child(3)")).to_have_attribute("aria-sort", "descending")
        assert figures(rates.all_inner_texts()) == sorted(shown, reverse=True)
        assert seat.complaints == []


def test_a_long_table_is_filtered_and_keeps_that_in_the_address(browser: Browser, address: str) -> None:
    with seated(browser, address, "manager") as seat:
        page = seat.go("/month")
        rows = page.locator("#indicators tbody tr")
        wanted = rows.nth(3).locator("td, th").first.inner_text().splitlines()[0].strip()
        page.fill("#indicators input.only", wanted)
        shown = [row for row in rows.all() if row.is_visible()]
        assert 0 < len(shown) < rows.count()
        assert all(wanted in row.inner_text() for row in shown)
        assert "only=" in page.url
        page.reload()
        assert [row.inner_text() for row in rows.all() if row.is_visible()] == [row.inner_text() for row in shown]
        page.fill("#indicators input.only", "")
        assert all(row.is_visible() for row in rows.all())
        assert "only=" not in page.url
        assert seat.complaints == []


def test_a_very_long_table_shows_its_first_rows_until_all_are_asked_for(browser: Browser, address: str) -> None:
    with seated(browser, address, "manager") as seat:
        page = seat.go("/month")
        table = page.locator("#criteria")
        # the centre of the tests is small: as if the table were to be brief at three rows
        table.evaluate("table => { delete table.dataset.dressed; table.dataset.brief = 3; }")
        page.evaluate("document.dispatchEvent(new Event('htmx:afterSwap'))")
        rows = table.locator("tbody tr")
        assert rows.count() > 6
        assert len([row for row in rows.all() if row.is_visible()]) == 3
        page.click(".rest button")
        assert all(row.is_visible() for row in rows.all())
        assert "whole=criteria.yes" in page.url
        assert seat.complaints == []


def test_nothing_is_scrolled_to_below_the_last_part_of_a_page(browser: Browser, address: str) -> None:
    with seated(browser, address, "manager") as seat:
        page = seat.go(CALL)
        space = page.evaluate(
            "document.documentElement.scrollHeight - document.querySelector('main').getBoundingClientRect().bottom"
        )
        assert space <= 1


def test_language_and_theme_are_chosen_and_kept(browser: Browser, address: str) -> None:
    with seated(browser, address, "leader") as seat:
        page = seat.go("/calls?agent=1001")
        assert "听衡" in page.title()
        page.click(".menu.me summary")
        page.click("button[name=language][value=en]")
        page.wait_for_load_state()
        assert page.url.endswith("/calls?agent=1001")
        assert page.title() == "Calls · Tingheng"
        light = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.click(".menu.me summary")
        page.click("button[name=theme][value=dark]")
        page.wait_for_load_state()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
        page.click(".menu.me summary")
        page.click("button[name=language][value=zh]")
        page.click(".menu.me summary")
        page.click("button[name=theme][value=auto]")


def test_a_search_changes_the_address_and_back_works(browser: Browser, address: str) -> None:
    with seated(browser, address, "analyst") as seat:
        page = seat.go("/calls")
        page.fill("[name=agent]", "1002")
        page.keyboard.press("Enter")
        expect(page.locator("#results tbody tr")).to_have_count(1)
        assert "agent=1002" in page.url
        page.click("#results tbody a")
        page.wait_for_url("**/calls/*")
        page.go_back()
        page.wait_for_load_state()
        assert "agent=1002" in page.url
        expect(page.locator("#results tbody tr")).to_have_count(1)
        assert seat.complaints == []


def test_every_page_is_open_to_everybody_quiet_and_goes_nowhere_else(browser: Browser, address: str) -> None:
    found = {}
    for user in dict.fromkeys(user for user, _ in PAGES):
        with seated(browser, address, user) as seat:
            for path in [path for who, path in PAGES if who == user]:
                page = seat.go(path)
                # axe itself puts styles into the page, of which the console then complains: look before it runs
                said = [*seat.complaints, *seat.elsewhere]
                serious = seat.serious()
                page.evaluate("document.documentElement.dataset.theme = 'dark'")
                serious += seat.serious("color-contrast")
                seat.complaints.clear()
                if said or serious:
                    found[user, path] = (said, serious)
    assert found == {}


def test_every_page_fits_a_tablet_in_english_and_dark_and_does_not_jump(browser: Browser, address: str) -> None:
    found = {}
    for user in dict.fromkeys(user for user, _ in PAGES):
        with seated(browser, address, user, language="en", theme="dark", width=820) as seat:
            for path in [path for who, path in PAGES if who == user]:
                page = seat.go(path)
                wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                untranslated = re.findall("[\u4e00-\u9fff]+", page.inner_text("h1, h2 >> nth=0"))
                jump = page.evaluate(JUMPED)
                if wide > 0 or seat.complaints or untranslated or jump > 0.1:
                    found[user, path] = (wide, seat.complaints, untranslated, jump)
    assert found == {}
