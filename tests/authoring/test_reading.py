"""A rubric is read aloud in Chinese: every operator has its sentence, and nothing an author wrote is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.authoring.prose import Reader, phrase
from qa.authoring.reading import read_aloud
from qa.rubric.condition import OPERATORS
from qa.rubric.source import load_rubric, parse_rubric
from tests.scoring.test_operators import parsed
from tests.scoring.test_totals import NESTED

RUBRICS = Path(__file__).parents[2] / "rubrics"

SENTENCES = {
    "{said: '您好[，]工号{number}', by: agent, within: first 2 turns}": (
        "坐席说“您好（，）工号〈数字〉”；限坐席前 2 轮"
    ),
    "{said: [请您稍等, 麻烦您稍候], by: agent}": (
        "坐席说下列一句：“请您稍等”、“麻烦您稍候”，惯用的别的说法也算（请客户稍等）"
    ),
    "{said: [姓名, 地址, 电话], different: 2, by: agent}": "坐席说下列至少 2 句不同的：“姓名”、“地址”、“电话”",
    "{said: 请稍等, by: agent, before: {silence: {longer_than: 8 s}, within: 10 s, hit: every}}": (
        "坐席说“请稍等”；须在【无人说话超过 8 秒】之前 10 秒内（每一处都要）"
    ),
    "{said: 我知道, by: agent, times: {at_least: 2, at_most: 4}, unless: {said: 不知我}}": (
        "坐席说“我知道”；至少 2 次；至多 4 次；但【任何一方说“不知我”】时不计"
    ),
    "{matches: 投诉.*没用, excludes: 不是, by: agent}": "坐席的话符合表达式 投诉.*没用，而不符合 不是",
    "{similar: 还有别的问题吗, by: agent}": "坐席说了与“还有别的问题吗”意思相近的话（至少像 60%）",
    "{repeats: {last: 2, of: other}, by: agent}": "坐席重复对方前 2 轮里的话（像 80% 以上，6 个字以上）",
    "{answers: {trigger: {said: 投诉, by: customer}, reply: {said: 抱歉, by: agent}}}": (
        "每当【客户说“投诉”】，2 轮内【坐席说“抱歉”】（每一处都要）"
    ),
    "{order: [{said: 贵姓, by: agent}, {said: 核对, by: agent}], apart: 30 s}": (
        "依次：【坐席说“贵姓”】，再【坐席说“核对”】（相邻两件相隔不超过 30 秒）"
    ),
    "{silence: {longer_than: 8 s, waiting_for: agent}, unless_after: {said: 稍等, within: 5 s}}": (
        "轮到坐席说话而无人说话超过 8 秒；紧接在【任何一方说“稍等”】之后 5 秒内的不计"
    ),
    "{rate: {faster_than: 300 字/分}, by: agent, within: last 30 s}": (
        "坐席有一段 10 个字以上的话快于 300 字/分；限通话最后 30 秒"
    ),
    "{interrupts: {longer_than: 1 s}, by: agent}": "坐席抢话，两人同时说话超过 1 秒",
    "{interrupts: {overrun: 1 s, shortest: 6}, by: agent}": "坐席抢话（对方还要说 1 秒以上、抢了 6 个字以上）",
    "{loudness: {raised: 8 dB}, by: agent}": "坐席的音量比本人平时高出 8 dB",
    "{hold: {longer_than: 60 s, announced: false}}": "让客户等待超过 60 秒，之前没有告知",
    "{measure: time_to_greeting, at_most: 5 s}": "应答时间不大于 5 秒",
    "{measure: agent_talk_share, at_least: 20 %, at_most: 70 %}": "坐席说话占比不小于 20%，且不大于 70%",
    "{measure: ended_by, is: customer}": "挂机方是客户",
    "{metadata: {queue: [宽带, 话费, 套餐], direction: inbound}}": "队列是宽带、话费或套餐，且方向是呼入",
    "{topic: [停水, 水压]}": "通话说到下列至少 2 个不同的词：“停水”、“水压”",
    "{all: [{said: 您好, by: agent}, {not: {said: 喂, by: agent}}]}": (
        "以下都成立：【坐席说“您好”】，且【没有出现【坐席说“喂”】】"
    ),
    "{any: [{said: 再见, by: agent}, {said: 拜拜, by: customer}]}": (
        "以下有一个成立：【坐席说“再见”】，或【客户说“拜拜”】"
    ),
}


@pytest.mark.parametrize(("yaml", "sentence"), SENTENCES.items())
def test_a_condition_reads_as_a_sentence(yaml: str, sentence: str) -> None:
    assert Reader().prose(parsed(yaml)) == sentence


def test_every_operator_has_its_sentence() -> None:
    assert all(any(f"{{{name}:" in yaml for yaml in SENTENCES) for name in OPERATORS)


def test_a_whole_form_is_read_with_what_each_line_costs() -> None:
    text = read_aloud(parse_rubric(NESTED, "nested.yaml"))
    assert text.startswith("# 分层（1）\n\n- 适用：所有通话。\n- 计分：满分 100 分，按能判定的分值折算，最低 0 分；")
    assert "\n## 用语（60 分）\n" in text
    assert "\n### 结束（30 分）\n" in text
    assert "- **问候**（`hello`，20 分，关键项）\n  - 要求：坐席说“您好”。做到得 20 分，没做到 0 分。" in text
    assert "- **训斥**（`scolding`，致命项）\n  - 禁止：坐席说“你怎么回事”。犯了本节 0 分。" in text
    assert "  - 禁止：坐席说“你必须”。不论几次，扣 10 分。" in text


@pytest.mark.parametrize("file", sorted(RUBRICS.glob("*[!s].yaml")), ids=lambda path: path.stem)
def test_shipped_rubrics_are_read_with_all_their_criteria_and_no_yaml(file: Path) -> None:
    rubric = load_rubric(file).rubric
    text = read_aloud(rubric)
    assert all(f"`{criterion.id}`" in text for _, criterion in rubric.criteria())
    assert "{" not in text


def test_patterns_are_written_as_people_write_them() -> None:
    assert phrase("请[您|麻烦您]{any:0-3}(稍等|等一下){name}") == "“请（您/麻烦您）…〔稍等/等一下〕〈姓名〉”"


LISTS = {
    "help": ("我来帮您", "您别急"),
    "sorry": ("抱歉", "对不起", "不好意思"),
    "more": ("抱歉", "对不起", "不好意思", "让您久等"),
}


@pytest.mark.parametrize(
    ("yaml", "sentence"),
    [
        ("{said: [抱歉, 对不起, 不好意思], by: agent}", "坐席说下列一句：「sorry」3 句"),
        ("{said: [请, 抱歉, 对不起, 不好意思, 谢谢]}", "任何一方说下列一句：“请”、「sorry」3 句、“谢谢”"),
        ("{said: [抱歉, 对不起, 不好意思, 让您久等]}", "任何一方说下列一句：「more」4 句"),
        ("{said: [抱歉, 不好意思, 对不起]}", "任何一方说下列一句：“抱歉”、“不好意思”、“对不起”"),
        ("{said: [我来帮您, 您别急]}", "任何一方说下列一句：“我来帮您”、“您别急”"),  # too short to be looked up
        (
            "{said: 您好, unless: {said: [抱歉, 对不起, 不好意思]}}",
            "任何一方说“您好”；但【任何一方说下列一句：「sorry」3 句】时不计",
        ),
        ("{topic: [抱歉, 对不起, 不好意思]}", "通话说到下列至少 2 个不同的词：「sorry」3 句"),
    ],
)
def test_a_list_that_is_written_once_is_told_by_its_name(yaml: str, sentence: str) -> None:
    assert Reader(LISTS).prose(parsed(yaml)) == sentence


def test_every_list_that_is_told_by_its_name_is_read_once_at_the_end() -> None:
    rubric = load_rubric(RUBRICS / "outbound.yaml").rubric
    text, lists = read_aloud(rubric).split("\n## 共用句式\n")
    for name, phrases in rubric.phrases.items():
        assert (f"「{name}」{len(phrases)} 句" in text) == (len(phrases) >= 3), name
        assert (f"- 「{name}」{len(phrases)} 句：{phrase(phrases[0])}、" in lists) == (len(phrases) >= 3), name
    assert "共用句式" not in read_aloud(parse_rubric(NESTED, "nested.yaml"))


def test_points_by_weight_are_read_to_a_hundredth() -> None:
    shared = """\
rubric: small
name: 小质检表
version: "1"
scale: {points: 20}
bands: {优: 15}
sections:
  - id: opening
    name: 开头
    points: 20
    criteria:
      - {id: hello, name: 问候, weight: 2, require: {said: 您好, by: agent}}
      - {id: job, name: 工号, weight: 1, require: {said: 工号, by: agent}}
"""
    read = read_aloud(parse_rubric(shared, "small.yaml"))
    assert "做到得 13.33 分" in read
    assert "（`job`，6.67 分）" in read
