"""One call: for whom it is, what is masked in text and sound, and that what is heard is noted."""

from __future__ import annotations

import io
import json
import re

import av
import numpy as np
import pytest

from qa.audio.samples import SAMPLE_RATE
from qa.people import audit
from qa.report.call_page import call_view
from qa.warehouse.result import CallResult
from tests.web.centre import EVIL, Centre, calls

GOOD, POOR, OTHER = calls()[:3]
PARTS = ("", "/outline", "/sound")


def address(call: CallResult) -> str:
    return f"/calls/{call.recording.recording_id}"


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    ("user", "call", "status"),
    [
        ("agent", GOOD, 200),
        ("agent", OTHER, 404),
        ("other_agent", GOOD, 404),
        ("leader", POOR, 200),
        ("leader", OTHER, 404),
        ("other_leader", GOOD, 404),
        ("analyst", OTHER, 200),
        ("admin", OTHER, 200),
    ],
)
def test_whose_calls_one_sees_and_hears(centre: Centre, user: str, call: CallResult, part: str, status: int) -> None:
    assert centre.client(user).get(address(call) + part).status_code == status


def test_a_call_of_others_looks_like_no_call_and_the_try_is_noted(centre: Centre) -> None:
    client = centre.client("other_agent")
    theirs, none = client.get(address(GOOD)), client.get("/calls/0123456789abcdef")
    cut = re.compile(r"nonce|inlineStyleNonce")
    assert [len(cut.split(one.text)) for one in (theirs, none)] == [2, 2]
    assert theirs.status_code == none.status_code == 404
    with centre.people.reading() as db:
        assert audit.lines(db, actor="other_agent", action="call.refused", limit=2)[1].object == address(GOOD)[7:]


@pytest.mark.parametrize(
    "path",
    [
        "/calls/..%2f..%2fetc%2fpasswd",
        "/calls/..%2f..%2fetc%2fpasswd/sound",
        "/calls/%2e%2e/sound",
        "/calls/'%20OR%201=1--",
        "/calls/*",
        "/calls/../../etc/passwd",
    ],
)
def test_a_path_or_a_query_in_the_address_is_no_call(centre: Centre, path: str) -> None:
    answer = centre.client("analyst").get(path)
    assert answer.status_code in (404, 405)
    assert "root:" not in answer.text


def test_what_was_said_is_text_and_not_a_script(centre: Centre) -> None:
    page = centre.client("analyst").get(address(POOR)).text
    assert EVIL not in page
    assert "<img" not in page
    assert "&lt;</span>" in page
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)


def test_a_wording_that_no_rubric_has_is_told_to_be_a_usual_one(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = centre.client("analyst")
    assert "惯用说法" not in client.get(address(GOOD)).text
    lines = [line for section in call_view(GOOD).sections for line in section.lines]
    phrase = next(finding.phrase for line in lines for finding in line.findings)
    monkeypatch.setattr("qa.report.call_page.meaning", {phrase: "请客户稍等"}.get)
    assert "“请客户稍等”的惯用说法" in client.get(address(GOOD)).text


@pytest.mark.parametrize("user", ["agent", "leader", "analyst", "manager", "admin"])
def test_numbers_are_masked_for_everybody_until_asked_for(centre: Centre, user: str) -> None:
    text = said(centre.client(user).get(address(POOR)).text)
    assert "我的身份证是" in text
    assert "1101011990" not in text
    assert "6222020200" not in text


def said(page: str) -> str:
    return re.sub(r"<[^>]*>", "", "".join(re.findall(r'<span class="w[^>]*>[^<]*</span>', page)))


def test_unmasking_is_for_some_for_one_call_and_noted(centre: Centre) -> None:
    for user in ("agent", "leader", "admin"):
        client = centre.client(user)
        assert centre.post(client, address(POOR) + "/unmask") == 403
        assert "1101011990" not in said(client.get(address(POOR)).text)
    client = centre.client("second_analyst")
    assert centre.post(client, address(POOR) + "/unmask") == 303
    assert "110101199003071234" in said(client.get(address(POOR)).text)
    assert "一三八零零嗯一二三四五六七" not in said(client.get(address(GOOD)).text).replace("，", "")
    with centre.people.reading() as db:
        assert audit.lines(db, actor="second_analyst", action="call.unmask", limit=1)[0].object == address(POOR)[7:]


def heard(content: bytes, path: str) -> np.ndarray:
    with av.open(io.BytesIO(content), "r") as container:
        frames = [frame.to_ndarray() for frame in container.decode(audio=0)]
        rate = container.streams.audio[0].rate
    samples = np.concatenate(frames, axis=1)
    assert path.endswith("sound")
    if samples.shape[0] == 1:
        samples = samples.reshape(-1, 2).T
    return samples[:, :: rate // SAMPLE_RATE] if rate > SAMPLE_RATE else samples


def test_numbers_are_muted_in_the_sound_and_the_rest_is_not(centre: Centre) -> None:
    path = address(GOOD) + "/sound"
    answer = centre.client("agent").get(path)
    assert answer.headers["content-type"] == "audio/ogg"
    samples = heard(answer.content, path).astype(float)
    loudness = np.abs(samples).max(axis=0)
    hidden = call_view(GOOD).hidden
    assert hidden
    for start, end in hidden:
        inside = loudness[int((start + 0.05) * SAMPLE_RATE) : int((end - 0.05) * SAMPLE_RATE)]
        assert inside.max() < 0.02 * loudness.max()
    first = GOOD.transcript.turns[0]
    assert loudness[int(first.start * SAMPLE_RATE) : int(first.end * SAMPLE_RATE)].max() > 0.5 * loudness.max()


def test_what_is_heard_is_noted_once_and_comes_in_pieces(centre: Centre) -> None:
    client = centre.client("expert")
    path = address(OTHER) + "/sound"
    whole = client.get(path)
    piece = client.get(path, headers={"Range": "bytes=100-199"})
    assert piece.status_code == 206
    assert piece.content == whole.content[100:200]
    assert piece.headers["content-range"] == f"bytes 100-199/{len(whole.content)}"
    with centre.people.reading() as db:
        assert len(audit.lines(db, actor="expert", action="audio.play")) == 1


def test_the_outline_has_both_channels(centre: Centre) -> None:
    outline = json.loads(centre.client("agent").get(address(GOOD) + "/outline").content)
    assert len(outline) == 2
    assert max(outline[0]) > 0.2


def test_a_recording_that_is_gone_is_said_and_the_page_stays(centre: Centre) -> None:
    gone = next(call for call in calls() if call.recording.metadata.call_id == "S0001")
    client = centre.client("analyst")
    assert client.get(address(gone)).status_code == 200
    assert client.get(address(gone) + "/sound").status_code == 404


def test_other_calls_of_the_customer_within_what_one_may_see(centre: Centre) -> None:
    page = centre.client("analyst").get(address(GOOD)).text
    assert address(POOR) in page
    assert address(OTHER) in page
    assert address(OTHER) not in centre.client("agent").get(address(GOOD)).text


def test_critical_criteria_have_a_total_of_their_own_on_the_card(centre: Centre) -> None:
    page = centre.client("analyst").get(address(GOOD)).text
    assert re.search(r"关键项</span> 9 / 12 .*覆盖率 75 %.*非关键项</span> 79 / 88", page)
