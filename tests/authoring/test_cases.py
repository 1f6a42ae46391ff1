"""Cases beside a rubric are judged as calls are, and say what came out otherwise."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.authoring.cases import CasesError, cases_file, load_cases, uncovered
from qa.authoring.noise import corrupted
from qa.authoring.staging import stage
from qa.authoring.trial import CaseResult, run
from qa.rubric.scale import Scale
from qa.rubric.source import parse_rubric
from qa.scoring.outcome import Thresholds
from qa.transcript import Party
from tests.scoring.test_scorecard import RUBRIC_TEXT

RUBRIC = parse_rubric(RUBRIC_TEXT, "small.yaml")
GOOD = """\
cases:
  - name: 客户说“我不知道”不扣坐席
    turns:
      - agent: 您好，工号1024为您服务
      - customer: 我不知道该选哪个套餐
      - agent: 请您稍等
      - silence: 12 s
      - agent: 让您久等了
    expect: {greeting: met, evasive: clear, announced: met}
"""


def results(folder: Path, text: str) -> tuple[CaseResult, ...]:
    path = folder / "small.cases.yaml"
    path.write_text(text, encoding="utf-8")
    return run(RUBRIC, load_cases(path, RUBRIC), Thresholds())


def test_a_good_case_passes(tmp_path: Path) -> None:
    (result,) = results(tmp_path, GOOD)
    assert result.passed


@pytest.mark.parametrize(
    ("change", "criterion", "expected", "found"),
    [
        (("evasive: clear", "evasive: violated"), "evasive", "violated", "clear"),
        (("- silence: 12 s", "- silence: 3 s"), "announced", "met", "not_applicable"),
        (("agent: 请您稍等", "agent: 嗯好的知道了"), "announced", "met", "missed"),
        (("customer: 我不知道", "agent: 我不知道"), "evasive", "clear", "violated"),
    ],
)
def test_what_comes_out_otherwise_is_told(
    tmp_path: Path, change: tuple[str, str], criterion: str, expected: str, found: str
) -> None:
    (result,) = results(tmp_path, GOOD.replace(*change))
    (surprise,) = result.surprises
    assert (surprise.criterion, surprise.expected, surprise.found) == (criterion, expected, found)
    assert (result.placed.line, result.placed.file.endswith("small.cases.yaml")) == (2, True)


def test_speed_is_what_the_line_says(tmp_path: Path) -> None:
    path = tmp_path / "small.cases.yaml"
    path.write_text(GOOD.replace("- agent: 请您稍等", "- {agent: 请您稍等一下好吗, rate: 480 字/分}"), encoding="utf-8")
    (placed,) = load_cases(path, RUBRIC)
    turns = {turn.text: turn for turn in stage(placed.case).transcript.turns}
    quick = turns["请您稍等一下好吗"]
    assert quick.end - quick.start == pytest.approx(1.0)


LIVELY = """\
cases:
  - name: 抢话与提高声音
    turns:
      - customer: 我上个月就跟你们说过这个问题了到现在一直没有人来处理
      - {agent: 您先听我把话说完好吗, overlap: 3 s}
      - customer: 那你说吧
      - {agent: 我已经说得很清楚了, raised: 12 dB}
    expect: {greeting: missed}
"""


def test_a_line_may_cut_in_and_be_loud(tmp_path: Path) -> None:
    path = tmp_path / "small.cases.yaml"
    path.write_text(LIVELY, encoding="utf-8")
    (placed,) = load_cases(path, RUBRIC)
    call = stage(placed.case)
    (cut,) = call.measures.interruptions
    assert cut.by is Party.AGENT
    assert cut.end - cut.start == pytest.approx(2.5)
    agent = [stretch for stretch in call.measures.stretches if stretch.party is Party.AGENT]
    assert [stretch.raised for stretch in agent] == [0.0, 12.0]
    path.write_text(LIVELY.replace("- customer: 那你说吧", "- {silence: 5 s, overlap: 2 s}"), encoding="utf-8")
    with pytest.raises(CasesError, match="silence: 单独一行"):
        load_cases(path, RUBRIC)


def test_a_case_holds_over_noise_or_says_how_often_it_does(tmp_path: Path) -> None:
    (robust,) = results(tmp_path, GOOD + "    noise: 0.1\n")
    assert robust.passed
    assert robust.held is not None
    (broken,) = results(tmp_path, GOOD + "    noise: 0.5\n")
    assert broken.held is not None
    assert broken.held < robust.held


def test_a_score_must_hold_over_noise_as_well(tmp_path: Path) -> None:
    text = GOOD[: GOOD.index("    expect:")] + "    score: {at_least: 90}\n"
    (clear,) = results(tmp_path, text)
    assert clear.passed
    (broken,) = results(tmp_path, text + "    noise: 0.5\n")
    (surprise,) = broken.surprises
    assert (surprise.criterion, surprise.expected) == ("", "≥ 90")
    assert broken.held is not None
    assert broken.held < 0.8
    rule = re.match(r"noise: 0\.5，20 遍中 (\d+) 遍对、\d+ 遍错；至少 16 遍对、至多 1 遍错才通过 ", surprise.why)
    assert rule is not None
    assert int(rule[1]) == round(20 * broken.held)


def test_criteria_without_a_case_are_named(tmp_path: Path) -> None:
    path = tmp_path / "small.cases.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert uncovered(RUBRIC, load_cases(path, RUBRIC)) == ("quick", "apology", "must", "insult")
    assert load_cases(tmp_path / "none.cases.yaml", RUBRIC) == ()
    assert cases_file(tmp_path / "a.yaml") == tmp_path / "a.cases.yaml"


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (("greeting: met", "greetings: met"), 9, "没有质检项 greetings"),
        (("greeting: met", "greeting: good"), 9, "只能写"),
        (("silence: 12 s", "silence: 12"), 7, "缺少时间单位"),
        (("- agent: 您好", "- agnet: 您好"), 4, "不认识的键"),
        (("agent: 请您稍等", "agent: ''"), 6, "不能为空"),
        (("    expect: {greeting: met, evasive: clear, announced: met}\n", ""), 2, "expect: 与 score: 至少写一个"),
    ],
)
def test_a_wrong_case_is_refused_with_its_line(tmp_path: Path, change: tuple[str, str], line: int, says: str) -> None:
    with pytest.raises(CasesError, match=says) as error:
        results(tmp_path, GOOD.replace(*change))
    assert error.value.diagnostics[0].line == line


SECOND = """\
  - name: 打来就骂
    metadata: {queue: 话费, direction: inbound}
    turns:
      - {customer: 喂, rate: 300 字/分}
      - silence: 5 s
    expect: {greeting: missed, evasive: clear}
    score: {at_least: 0, at_most: 100}
"""


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("direction: inbound", "direction: 呼入"), "direction 没有“呼入”；请写 inbound（呼入）或 outbound（呼出）"),
        (("queue: 话费, direction: inbound", "queue: 呼入, direction: 呼入"), "direction 没有“呼入”"),
        (("300 字/分", "0 字/分"), "“0 字/分”：一句话的语速应在 30 到 1000 字/分之间"),
        (("300 字/分", "30000 字/分"), "语速应在 30 到 1000 字/分之间"),
        (("5 s", "0 s"), "应大于 0，最长一小时"),
        (("5 s", "500000 min"), "应大于 0，最长一小时"),
        (("name: 打来就骂", "name: 客户说“我不知道”不扣坐席"), "重名，前一个在第 2 行"),
        (("missed", "violated"), "greeting 是要求的项，不会判成 violated"),
        (("evasive: clear", "evasive: met"), "evasive 是禁止的项，不会判成 met"),
        (("at_most: 100", "at_most: -1"), "不得小于 0"),
        (("at_least: 0", "at_least: 100.5"), "永远不成立"),
        (("{at_least: 0, at_most: 100}", "{}"), "at_least: 与 at_most: 至少写一个"),
    ],
)
def test_a_case_that_could_never_be_run_or_come_true_is_refused_where_it_says_so(
    tmp_path: Path, change: tuple[str, str], says: str
) -> None:
    assert change[0] in SECOND
    assert results(tmp_path, GOOD + SECOND)
    text = GOOD + SECOND.replace(*change)
    with pytest.raises(CasesError, match=re.escape(says)) as error:
        results(tmp_path, text)
    (found,) = error.value.diagnostics
    assert text.splitlines()[found.line - 1] == found.excerpt
    assert change[1].split()[-1].strip("{}") in found.excerpt


def test_the_caret_stands_under_the_wrong_word(tmp_path: Path) -> None:
    wrong = SECOND.replace("inbound", "呼入").replace("300 字/分", "0 字/分")
    with pytest.raises(CasesError) as error:
        results(tmp_path, GOOD + wrong)
    assert [d.excerpt[d.column - 1 :] for d in error.value.diagnostics] == ["呼入}", "0 字/分}"]
    wrong = SECOND.replace("打来就骂", "客户说“我不知道”不扣坐席").replace("missed", "clear").replace("clear}", "met}")
    with pytest.raises(CasesError) as error:
        results(tmp_path, GOOD + wrong.replace("at_least: 0", "at_least: 101").replace("100}", "101}"))
    assert [d.code for d in error.value.diagnostics] == ["R051", "R052", "R052", "R053"]
    assert [d.excerpt[d.column - 1 :] for d in error.value.diagnostics] == [
        "客户说“我不知道”不扣坐席",
        "clear, evasive: met}",
        "met}",
        "101, at_most: 101}",
    ]


@pytest.mark.parametrize("bound", ["0x5A", "0o132", "90"])
def test_a_bound_is_the_number_that_yaml_reads(tmp_path: Path, bound: str) -> None:
    path = tmp_path / "small.cases.yaml"
    path.write_text(GOOD + SECOND.replace("at_least: 0", f"at_least: {bound}"), encoding="utf-8")
    (*_, placed) = load_cases(path, RUBRIC)
    assert str(placed.case.score) == "90–100"
    with pytest.raises(CasesError, match="at_least: 90 永远不成立"):
        load_cases(path, RUBRIC.model_copy(update={"scale": Scale(points=100.0, ceiling=80.0)}))


def test_bounds_of_a_score_are_those_of_the_scale(tmp_path: Path) -> None:
    kind = RUBRIC.model_copy(update={"scale": Scale(points=100.0, floor=20.0, ceiling=90.0)})
    path = tmp_path / "small.cases.yaml"
    path.write_text(GOOD + SECOND.replace("at_least: 0", "at_least: 91"), encoding="utf-8")
    with pytest.raises(CasesError, match="在 0 到 90 之间"):  # 0: a fatal error takes all
        load_cases(path, kind)


def test_a_refused_file_of_cases_is_named_as_one(tmp_path: Path) -> None:
    for text in ("cases: [", "", GOOD.replace("met", "good")):
        with pytest.raises(CasesError) as error:
            results(tmp_path, text)
        assert error.value.message.zh == f"用例文件有 {len(error.value.diagnostics)} 处错误，没有运行。"


def test_a_score_outside_its_bounds_is_told(tmp_path: Path) -> None:
    (result,) = results(tmp_path, GOOD + "    score: {at_most: 10}\n")
    (surprise,) = result.surprises
    assert (surprise.criterion, surprise.expected) == ("", "≤ 10")
    assert float(surprise.found) > 10


ASKS = """\
rubric: asks
name: 只有声音知道的
version: "1"
bands: {优: 90}
sections:
  - id: one
    name: 一
    criteria:
      - {id: hangs_up, name: 挂机, points: 20, forbid: {measure: ended_by, is: agent}}
      - {id: unannounced, name: 没有告知, points: 20, forbid: {hold: {announced: false}}}
      - {id: without_music, name: 没有音乐, points: 20, forbid: {hold: {music: false}}}
      - {id: lively, name: 有起伏, points: 20, require: {measure: agent_loudness_range, at_least: 6 dB}}
      - {id: faint, name: 太轻, points: 10, forbid: {loudness: {below: -45 dBFS}, by: agent}}
      - {id: loud_enough, name: 音量, points: 10, require: {measure: agent_loudness, at_least: -40 dBFS}}
"""
STATED = """\
cases:
  - name: 都好
    measures: {ended_by: customer, agent_loudness_range: 8 dB}
    turns:
      - customer: 我想问一下话费
      - agent: 请您稍等
      - {silence: 20 s, music: true}
      - agent: 让您久等了，话费是三十元
    expect: {hangs_up: clear, unannounced: clear, without_music: clear, lively: met, faint: clear, loud_enough: met}
  - name: 都不好
    measures: {ended_by: agent, agent_loudness_range: 2 dB}
    turns:
      - customer: 我想问一下话费
      - {agent: 嗯嗯我看看, level: -50 dBFS}
      - {silence: 20 s, music: true}
      - {agent: 话费是三十元, level: -50 dBFS}
      - {agent: 请您稍等, level: -50 dBFS}
      - silence: 20 s
      - {agent: 账单发给您了, level: -50 dBFS}
    expect:
      hangs_up: violated
      unannounced: violated
      without_music: violated
      lively: missed
      faint: violated
      loud_enough: missed
"""


def test_a_case_states_what_only_the_sound_of_a_call_would_tell(tmp_path: Path) -> None:
    path = tmp_path / "asks.cases.yaml"
    path.write_text(STATED, encoding="utf-8")
    form = parse_rubric(ASKS, "asks.yaml")
    found = run(form, load_cases(path, form), Thresholds())
    assert [(result.placed.case.name, result.surprises) for result in found] == [("都好", ()), ("都不好", ())]


def test_what_a_case_does_not_state_is_named_where_it_cannot_be_judged(tmp_path: Path) -> None:
    path = tmp_path / "asks.cases.yaml"
    path.write_text(STATED.replace("ended_by: customer, agent_loudness_range: 8 dB", ""), encoding="utf-8")
    form = parse_rubric(ASKS, "asks.yaml")
    surprises = run(form, load_cases(path, form), Thresholds())[0].surprises
    assert [(one.criterion, one.found) for one in surprises] == [
        ("hangs_up", "cannot_judge"),
        ("lively", "cannot_judge"),
    ]
    assert "measures: {ended_by: …}" in surprises[0].why
    assert "measures: {agent_loudness_range: …}" in surprises[1].why
    assert not re.search("角色不明|没有语音", surprises[1].why)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("agent_loudness_range: 8 dB", "agent_speech_rate: 200 字/分"), "agent_speech_rate 由对话算出"),
        (("agent_loudness_range: 8 dB", "agent_loudness_range: 8 Hz"), "单位应为 dB"),
        (("ended_by: customer", "ended_by: 客户"), "只能写"),
        (("- {silence: 20 s, music: true}", "- {agent: 稍等, music: true}"), "music: 写在 silence: 的一行"),
        (("level: -50 dBFS", "level: -50 dBFS, raised: 3 dB"), "raised: 与 level: 只能写一个"),
        (("silence: 20 s,", "silence: 20 s, level: -50 dBFS,"), "silence: 单独一行"),
    ],
)
def test_what_cannot_be_stated_is_refused(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    assert change[0] in STATED
    path = tmp_path / "asks.cases.yaml"
    path.write_text(STATED.replace(*change), encoding="utf-8")
    with pytest.raises(CasesError, match=says):
        load_cases(path, parse_rubric(ASKS, "asks.yaml"))


def test_a_silence_is_as_long_as_it_says_wherever_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "small.cases.yaml"
    path.write_text(
        "cases:\n  - name: 静\n    turns:\n      - silence: 4 s\n      - agent: 您好\n      - silence: 5 s\n"
        "      - {silence: 7 s, music: true}\n      - customer: 喂\n      - silence: 6 s\n    score: {at_least: 0}\n",
        encoding="utf-8",
    )
    (placed,) = load_cases(path, RUBRIC)
    call = stage(placed.case)
    measures = call.measures
    assert measures.time_to_greeting == pytest.approx(4.0)
    assert [silence.seconds for silence in measures.silences] == pytest.approx([12.0, 6.0])
    assert measures.last_speech_to_end == pytest.approx(6.0)
    assert [(hold.music, hold.announced) for hold in measures.holds] == [(True, False)]  # 7 s of 12 s


@pytest.mark.parametrize(("limits", "outcome"), [("", "clear"), ("overrun: 1 s, ", "violated")])
def test_a_case_tries_the_limits_that_a_rubric_sets_to_interruptions(tmp_path: Path, limits: str, outcome: str) -> None:
    rule = f"forbid: {{interrupts: {{{limits}longer_than: 1 s}}, by: agent}}"
    form = parse_rubric(
        ASKS[: ASKS.index("      - {id")] + f"      - {{id: cuts, name: 抢话, points: 100, {rule}}}\n", "a"
    )
    path = tmp_path / "a.cases.yaml"
    path.write_text(
        LIVELY.replace("overlap: 3 s", "overlap: 1.5 s").replace("greeting: missed", f"cuts: {outcome}"),
        encoding="utf-8",
    )
    (result,) = run(form, load_cases(path, form), Thresholds())
    assert result.surprises == ()


@given(st.text(alphabet="您好请稍等我不知道为服务", min_size=1, max_size=30), st.floats(0, 0.5), st.integers(0, 99))
def test_noise_corrupts_about_as_much_as_asked(text: str, share: float, seed: int) -> None:
    heard = corrupted(text, share, random.Random(seed))
    assert heard
    assert all(0 < sure <= 1 for _, sure in heard)
    if share == 0:
        assert "".join(char for char, _ in heard) == text


def test_noise_mostly_keeps_the_sound_or_comes_near_it() -> None:
    from qa.phonetics.closeness import substitution
    from qa.phonetics.syllables import syllables

    chance = random.Random(1)
    wrong = [
        (a, b)
        for a in "您好很高兴为您服务请稍等正在查询" * 40
        for (b, _) in corrupted(a, 1.0, chance)[:1]
        if a != b and len(b) == 1
    ]
    costs = [substitution(syllables(a)[0].reading, syllables(b)[0].reading) for a, b in wrong]
    assert 0.2 < sum(cost == 0 for cost in costs) / len(costs) < 0.7
    assert sum(costs) / len(costs) < 0.35
