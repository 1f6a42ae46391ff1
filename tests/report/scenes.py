"""A night and a month as a real centre might have them, for the report's tests and for looking at the pages."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from qa.errors import Text
from qa.month.shape import AgentMonth, IndicatorMonth, MonthClose, Quote, Standing, Weakness
from qa.night import NightRecord, Notice
from qa.recording import Flag
from qa.scoring.evaluation import CriterionResult, Evaluation, Outcome
from qa.transcript import AgentChannel, Party, Transcript, Turn
from qa.warehouse.result import CallResult
from tests import builders as make

A, C = Party.AGENT, Party.CUSTOMER

GOOD = (
    (A, "您好，很高兴为您服务，请问有什么可以帮您？"),
    (C, "我家宽带从昨天晚上就断了，能帮我看看吗？"),
    (A, "给您带来不便非常抱歉。请问您的宽带账号或者手机号是多少？"),
    (C, "手机号是一三八，零零嗯，一二三，四五六七。"),
    (A, "好的，我帮您重复一下，一三八零零一二三四五六七，对吗？"),
    (C, "对的。"),
    (A, "正在为您查询，请您稍等一下。"),
    (A, "感谢您的耐心等待，您那边的设备离线了，我马上安排师傅今天下午上门。"),
    (C, "好，谢谢。"),
    (A, "不客气，请问还有什么可以帮您？感谢您的来电，再见。"),
)
POOR = (
    (A, "你好，讲。"),
    (C, "我这个月话费怎么多了五十块钱？我没有订过什么套餐啊。"),
    (A, "这个我不清楚，你问营业厅吧。"),
    (C, "我打了三次了，你们每次都这样说，到底谁能解决？"),
    (A, "公司政策就是这样，你说怎么办？"),
    (C, "我的身份证是110101199003071234，卡号6222020200112233445，你帮我查一下。"),
    (A, "等着。"),
    (A, "查不到，下班了，明天再打。"),
    (C, "我要投诉。"),
    (A, "你去投诉啊，随便。"),
)


def _turns(lines: tuple[tuple[Party, str], ...]) -> tuple[Turn, ...]:
    rng = random.Random(lines[0][1])
    return tuple(
        replace(
            turn,
            words=tuple(
                replace(word, probability=0.42 if rng.random() < 0.04 else round(rng.uniform(0.8, 0.99), 2))
                for word in turn.words
            ),
        )
        for turn in make.dialogue(*lines)
    )


def _result(turns: tuple[Turn, ...], row: tuple[str, str, str, Outcome, float, str, str]) -> CriterionResult:
    id_, name, section, outcome, points, reason, said = row
    found = []
    for turn in turns:
        if said and (at := turn.text.find(said)) >= 0 and turn.party is A:
            spoken = turn.words[at : at + len(said)]
            probability = min(word.probability for word in spoken)
            found.append(make.finding(said, start=spoken[0].start, end=spoken[-1].end, probability=probability))
    return make.criterion(
        criterion=id_,
        name=name,
        section=section,
        outcome=outcome,
        points=points if outcome in (Outcome.MET, Outcome.CLEAR) else 0.0,
        max_points=points,
        fatal=section == "致命项",
        reason=reason,
        findings=found,
    )


def good_card(turns: tuple[Turn, ...]) -> tuple[CriterionResult, ...]:
    rows = (
        ("greeting", "规范问候", "开头语", Outcome.MET, 9, "", "您好，很高兴为您服务"),
        ("answered_quickly", "接通后及时应答", "开头语", Outcome.MET, 5, "0.5 秒内应答，要求不超过 5 秒。", ""),
        ("identity", "核对号码或身份", "倾听核实", Outcome.MET, 8, "", "请问您的宽带账号或者手机号是多少"),
        ("restate", "复述确认", "倾听核实", Outcome.MET, 7, "", "我帮您重复一下，一三八零零"),
        ("hold_announced", "等待前告知", "等待规范", Outcome.MET, 8, "", "请您稍等一下"),
        (
            "hold_thanked",
            "等待后致谢",
            "等待规范",
            Outcome.CANNOT_JUDGE,
            6,
            "该处把握 0.55，不足 0.60，请人工确认。",
            "感谢您的耐心等待",
        ),
        ("apology", "致歉与理解", "安抚与受理", Outcome.MET, 8, "", "给您带来不便非常抱歉"),
        ("transfer", "转接前告知", "安抚与受理", Outcome.NOT_APPLICABLE, 5, "通话中没有转接。", ""),
        ("anything_else", "询问其他需求", "结束语", Outcome.MET, 7, "", "请问还有什么可以帮您"),
        ("farewell", "规范结束语", "结束语", Outcome.MET, 8, "", "感谢您的来电"),
        ("dont_know", "推诿：不知道", "服务禁语", Outcome.CLEAR, 10, "", ""),
        ("insult", "辱骂或威胁客户", "致命项", Outcome.CLEAR, 0, "", ""),
    )
    return tuple(_result(turns, row) for row in rows)


def poor_card(turns: tuple[Turn, ...]) -> tuple[CriterionResult, ...]:
    rows = (
        ("greeting", "规范问候", "开头语", Outcome.MISSED, 9, "前 3 轮没有听到规范问候。", ""),
        ("answered_quickly", "接通后及时应答", "开头语", Outcome.MET, 5, "", ""),
        ("identity", "核对号码或身份", "倾听核实", Outcome.MISSED, 8, "整通通话没有核对号码或身份。", ""),
        ("restate", "复述确认", "倾听核实", Outcome.MISSED, 7, "没有复述客户诉求。", ""),
        ("hold_thanked", "等待后致谢", "等待规范", Outcome.CANNOT_JUDGE, 6, "坐席声道不清，待人工判定。", ""),
        ("apology", "致歉与理解", "安抚与受理", Outcome.MISSED, 8, "客户要投诉，没有听到致歉或安抚。", ""),
        ("farewell", "规范结束语", "结束语", Outcome.MISSED, 8, "", ""),
        ("dont_know", "推诿：不知道", "服务禁语", Outcome.VIOLATED, 10, "", "这个我不清楚"),
        ("policy", "以政策搪塞", "服务禁语", Outcome.VIOLATED, 10, "", "公司政策就是这样"),
        (
            "provoke",
            "激怒、放任客户投诉",
            "致命项",
            Outcome.VIOLATED,
            0,
            "命中致命项，本通按 0 分计。",
            "你去投诉啊，随便",
        ),
    )
    return tuple(_result(turns, row) for row in rows)


def call(number: int, *, score: float | None, coverage: float = 1.0, fatal: bool = False, **about: str) -> CallResult:
    """Call `number` of the night; below 60 points it is the poor one."""
    poor = score is not None and score < 60
    turns = _turns(POOR if poor else GOOD)
    metadata = replace(
        make.metadata(
            call_id=about.get("call_id", f"20261103-{number:04d}"),
            agent=about.get("agent", f"{1040 + number % 13}"),
            queue=("宽带", "话费", "套餐", "供水")[number % 4],
            start=make.START + timedelta(days=22, minutes=11 * number),
        ),
    )
    flags = tuple(
        flag for flag, every in ((Flag.MONO, 9), (Flag.CROSS_TALK, 14), (Flag.CLIPPED, 17)) if number % every == 0
    )
    length = turns[-1].end + 2
    bands = ((95, "优"), (90, "良"), (85, "合格"), (0, "不合格"))
    judged = None
    if "unjudged" not in about:
        judged = make.evaluation(
            score=score,
            coverage=coverage,
            fatal=fatal,
            band=next((name for least, name in bands if score is not None and score >= least), ""),
            criteria=poor_card(turns) if poor else good_card(turns),
        )
    return CallResult(
        recording=make.recording(about=metadata, seconds=length, flags=flags),
        transcript=Transcript(make.digest(metadata.call_id)[:16], length, AgentChannel(number % 2, 0.97), (), turns),
        measures=make.measures(call_seconds=length, agent_speech_rate=228.0 + number),
        evaluation=judged,
    )


def night_calls() -> tuple[CallResult, ...]:
    rng = random.Random(10060)
    scores = [round(min(100.0, max(61.0, rng.gauss(88, 8))), 1) for _ in range(22)]
    ordinary = [call(n, score=score, coverage=rng.choice((1.0, 0.94, 0.9))) for n, score in enumerate(scores, 1)]
    return (
        *ordinary,
        call(23, score=0.0, coverage=0.92, fatal=True),
        call(24, score=41.3, coverage=0.94),
        call(25, score=52.0, coverage=0.48),
        call(26, score=None, coverage=0.0),
        call(27, score=None, unjudged="yes"),
    )


def night_record(calls: tuple[CallResult, ...]) -> NightRecord:
    return NightRecord(
        night="2026-11-04T01:30:00+08:00",
        files=len(calls) + 12 + 2 + 1 + 3,
        scored=len(calls),
        already_done=12,
        duplicates=2,
        left_for_next=("20261104/0131_1047_13912345678.wav",),
        quarantined=(
            Notice(
                "I003",
                "20261103/empty.wav",
                Text("文件是空的（0 字节）。", "the file is empty (0 bytes)."),
                Text("请从录音平台重新导出这通录音。", "Export this recording again from the recorder."),
            ),
            Notice(
                "I007",
                "20261103/list.wav",
                Text("文件名是 .wav，内容却是播放列表。", "named .wav, but it holds a playlist."),
                Text("请确认导出设置，只把录音放进收件目录。", "Check the export; put recordings only into the inbox."),
            ),
            Notice(
                "I011",
                "20261103/long.opus",
                Text("录音长 10:00:00，超过上限 2:00:00。", "10:00:00 long, over the limit of 2:00:00."),
                Text("确属正常时，请在 qa.toml 调高 limits.seconds。", "If right, raise limits.seconds in qa.toml."),
            ),
        ),
        warnings=(
            Notice(
                "W002",
                "20261103/0014.wav",
                Text("音频 00:31，清单写明 01:02。", "00:31 of audio, the manifest says 01:02."),
                Text(
                    "已按现有音频评分；请检查录音平台是否截断。",
                    "Scored as it is; check whether the recorder cut it off.",
                ),
            ),
        ),
        recordings=tuple(one.recording.recording_id for one in calls),
        audio_seconds=3120.0,
        elapsed_seconds=141.0,
    )


def agents(count: int = 13, *, standing: Standing | None = None, focus_size: int = 10) -> tuple[AgentMonth, ...]:
    rng = random.Random(7)
    result = []
    for i in range(count):
        spread = 1.5 if standing is Standing.NOT_DISTINGUISHABLE else 22
        score = 71.5 + spread * i / max(count - 1, 1) + rng.uniform(-0.4, 0.4)
        wide = rng.uniform(2.0, 6.0)
        chance = max(0.01, min(0.998, 1.06 - i / (1.6 * focus_size)))
        how = standing or (
            Standing.CLEAR if chance >= 0.8 else Standing.POSSIBLE if chance >= 0.5 else Standing.NOT_AMONG
        )
        focus = i < focus_size
        result.append(
            make.agent_month(
                agent=f"{1040 + i}",
                team=("一组", "二组", "三组")[i % 3],
                site=("杭州", "宁波")[i % 2],
                calls=rng.randint(30, 340),
                mean_score=score - 0.6,
                adjusted_score=score,
                low=score - wide,
                high=min(score + wide, 100.0),
                rank_low=max(1, i - 1),
                rank_high=min(count, i + 4),
                p_weakest=chance,
                standing=how,
                focus=focus,
                fatal_calls=2 if i == 0 else 0,
                weaknesses=_weaknesses(i) if focus else (),
                quotes=_quotes(i) if focus else (),
            )
        )
    few = make.agent_month(
        agent="1060",
        calls=2,
        mean_score=64.0,
        adjusted_score=80.4,
        low=70.2,
        high=90.6,
        p_weakest=0.4,
        standing=Standing.INSUFFICIENT,
        focus=False,
        coverage=0.71,
    )
    return (*result, few) if standing is None else tuple(result)


def _weaknesses(i: int) -> tuple[Weakness, ...]:
    names = (
        ("hold_thanked", "等待后致谢"),
        ("dont_know", "推诿：不知道"),
        ("restate", "复述确认"),
        ("apology", "致歉与理解"),
    )
    return tuple(
        make.weakness(criterion=id_, name=name, judged=40 + 7 * i, rate=0.31 + 0.04 * i, peer_rate=0.78 - 0.03 * k)
        for k, (id_, name) in enumerate(names[i % 3 : i % 3 + 2 + (i % 2)])
    )


def _quotes(i: int) -> tuple[Quote, ...]:
    if i % 4 == 3:
        return ()
    return (
        make.quote("这个我不清楚，你问营业厅吧", call_id=f"20261103-{i:04d}", start=12.4),
        make.quote("公司政策就是这样", call_id=f"20261112-{i:04d}", name="以政策搪塞", start=47.0, probability=0.88),
    )


def indicators() -> tuple[IndicatorMonth, ...]:
    rows = (
        ("hold_thanked", "等待后致谢", "等待规范", 0.41, 0.36, 0.46, 3.5, False),
        ("restate", "复述确认", "倾听核实", 0.58, 0.55, 0.61, 2.9, False),
        ("farewell", "规范结束语", "结束语", 0.66, 0.63, 0.69, 2.7, False),
        ("anything_else", "询问其他需求", "结束语", 0.74, 0.71, 0.77, 1.8, False),
        ("apology", "致歉与理解", "安抚与受理", 0.79, 0.68, 0.87, 1.7, False),
        ("dont_know", "推诿：不知道", "服务禁语", 0.93, 0.91, 0.945, 0.7, False),
        ("greeting", "规范问候", "开头语", 0.96, 0.945, 0.97, 0.4, False),
        ("insult", "辱骂或威胁客户", "致命项", 0.998, 0.993, 0.9995, 0.0, True),
    )
    return tuple(
        make.indicator_month(
            criterion=id_,
            name=name,
            section=section,
            rate=rate,
            low=low,
            high=high,
            points_lost=lost,
            fatal=fatal,
            judged=round(1200 * rate),
            passed=round(1200 * rate * rate),
            cannot_judge=17 * n,
            key=n < 3,
        )
        for n, (id_, name, section, rate, low, high, lost, fatal) in enumerate(rows)
    )


def month(count: int = 13, *, standing: Standing | None = None, focus_size: int = 10) -> MonthClose:
    return make.month_close(
        month="2026-11",
        recordings=2406,
        evaluations=2400,
        without_score=9,
        mean_score=84.6,
        coverage=0.95,
        histogram=(4, 1, 3, 12, 31, 96, 240, 522, 871, 611),
        bands=(("优", 402), ("良", 611), ("合格", 560), ("不合格", 818)),
        detectable=standing is not Standing.NOT_DISTINGUISHABLE,
        focus_size=focus_size,
        agents=agents(count, standing=standing, focus_size=focus_size),
        indicators=indicators(),
        sites=(
            make.site_month(site="宁波", agents=6, calls=1044, mean_score=82.9, low=81.2, high=84.6),
            make.site_month(site="杭州", agents=7, calls=1347, mean_score=86.0, low=84.7, high=87.3),
        ),
    )


def nothing() -> MonthClose:
    return make.month_close(
        month="2026-12",
        recordings=0,
        evaluations=0,
        without_score=0,
        mean_score=None,
        coverage=None,
        histogram=(0,) * 10,
        bands=(),
        detectable=False,
        agents=(),
        indicators=(),
        sites=(),
    )


def evaluated(calls: tuple[CallResult, ...]) -> tuple[Evaluation, ...]:
    return tuple(one.evaluation for one in calls if one.evaluation is not None)
