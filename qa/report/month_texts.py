"""What the month report says, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from qa.errors import Text
from qa.month.shape import Presence, Standing
from qa.report.texts import SharedTexts

STANDING: Final[Mapping[Standing, Text]] = {
    Standing.CLEAR: Text("明确", "clear"),
    Standing.POSSIBLE: Text("可能", "possible"),
    Standing.NOT_AMONG: Text("不在其列", "not among them"),
    Standing.NOT_DISTINGUISHABLE: Text("无法区分", "not distinguishable"),
    Standing.INSUFFICIENT: Text("样本不足", "too few calls"),
}

PRESENCE: Final[Mapping[Presence, Text]] = {
    Presence.NEW: Text("新员工", "new"),
    Presence.PART_TIME: Text("兼岗", "part-time"),
    Presence.ABSENT: Text("长期缺勤", "absent"),
}

STANDING_MARK: Final[Mapping[Standing, str]] = {
    Standing.CLEAR: "●",
    Standing.POSSIBLE: "◐",
    Standing.NOT_AMONG: "–",
    Standing.NOT_DISTINGUISHABLE: "≈",
    Standing.INSUFFICIENT: "?",
}

FILLS_THE_LIST: Final = Text("补足名额", "fills the list")
"""How a focus agent stands who is probably not among the weakest: the list has a fixed length."""


class MonthTexts(SharedTexts):
    """The catalogue of `month.html`. `{…}` fields are filled by the page's builders."""

    title = Text("质检月报", "Month report")
    to_night = Text("最近一夜", "Latest night")
    month_name = Text("{year} 年 {month} 月", "{year}-{month:02d}")
    revision = Text("第 {number} 版", "Revision {number}")

    opening = Text(
        "{month}共评定 {evaluations} 通电话，平均 {mean} 分，覆盖率 {coverage}",
        "{month}: {evaluations} calls evaluated, mean score {mean}, coverage {coverage}",
    )
    named = Text("；下月重点关注 {n} 名坐席：{parts}", "; {n} agents to focus on next month: {parts}")
    named_one = Text("；下月重点关注 1 名坐席：{parts}", "; 1 agent to focus on next month: {parts}")
    and_then = Text("、", ", ")
    part = Text("{n} 名“{standing}”", "{n} {standing}")
    not_distinguishable = Text(
        "；坐席之间的差别没有超出偶然，本月不宜据此点名",
        "; agents do not differ by more than chance, so nobody should be named on these figures",
    )
    everybody_named = Text(
        "；坐席不多于重点名额 {size} 名，因此全部列入",
        "; there are no more agents than the {size} places of the focus, so all of them are listed",
    )
    nobody_named = Text("；没有坐席需要列为重点", "; no agent needs to be named for focus")
    insufficient = Text("；另有 {n} 名样本不足", "; {n} more with too few calls to say")
    weakest_indicator = Text("。最弱的指标是“{name}”，通过率 {rate}", ". Weakest indicator: {name}, passed in {rate}")
    stop = Text("。", ".")
    nothing = Text("{month}没有可用的评定。", "{month}: there is no evaluation to report.")
    nothing_remedy = Text(
        "请先运行 qa nightly 让录音得到评分，再运行 qa month close {month}。",
        "Run qa nightly so that recordings are scored, then qa month close {month}.",
    )

    nothing_scored_remedy = Text(
        "已有评定，但没有一通能够得分。请在夜报里查看原因（无法判定、没有适用的评分标准），改正后再关账。",
        "There are evaluations but none has a score. The night reports say why (cannot judge, no rubric applies); "
        "mend that and close the month again.",
    )

    recordings = Text("录音", "Recordings")
    evaluations = Text("评定", "Evaluations")
    agents = Text("坐席", "Agents")

    focus_title = Text("下月重点关注", "Next month's focus")
    focus_lead = Text(
        "最弱在前。圆点是校正后得分，横线是 90 % 区间；P 是真正属于“{weakest}”的概率。"
        "弱项一栏，圆点是本人，竖线是同事。",
        "Weakest first. The dot is the adjusted score, the line its 90 % interval; P is the probability of truly "
        "being among {weakest}. Under weak criteria the dot is the agent, the upright line the peers.",
    )
    waiting = Text(
        "候补对照：最弱的 {eligible} 名中由抽签决定先后，以下 {n} 名下月照常工作、暂不安排辅导，"
        "下次月结与受辅导者相比：{agents}。",
        "Waiting list: among the weakest {eligible} the lot decided who comes first; these {n} are not coached next "
        "month and will be compared with those who are: {agents}.",
    )
    helped = Text("上月的辅导有没有用", "Did last month's coaching help")
    focus_none = Text(
        "本月没有重点坐席。请看下面的重点指标，从指标着手改进。",
        "No focus agents this month. Work from the key indicators below.",
    )
    focus_unreliable = Text(
        "注意：本月坐席之间的差别没有超出偶然。下列名单只可用来安排抽听，不可用于考核；请积累更多通话，或先从重点指标着手。",
        "Note: agents do not differ by more than chance this month. Use this list to choose calls to hear, not to "
        "judge people; gather more calls or start with the key indicators.",
    )
    p_weakest = Text("P（{weakest}）", "P ({weakest})")
    weakest = Text("最弱 {size} 名", "the weakest {size}")
    site_weakest = Text("本站点最弱 {size} 名", "their site's weakest {size}")
    site_weakest_any = Text("本站点最弱者", "their site's weakest")
    team_weakest = Text("本班组最弱 {size} 名", "their team's weakest {size}")
    team_weakest_any = Text("本班组最弱者", "their team's weakest")
    adjusted = Text("校正后得分", "Adjusted score")
    interval90 = Text("90 % 区间", "90 % interval")
    standing = Text("把握", "Certainty")
    calls_n = Text("通话数 n", "Calls n")
    fatal_calls = Text("{n} 通有致命错误", "{n} with a fatal error")
    weaknesses = Text("弱项：通过率与同事相比", "Weak criteria: pass rate against peers")
    weaknesses_none = Text(
        "没有哪一项明显弱于同事，请抽听得分最低的通话。",
        "No criterion stands out against peers; hear this agent's lowest-scored calls.",
    )
    weakness_sizes = Text("{rate}，同事 {peers}，n {judged}", "{rate}, peers {peers}, n {judged}")
    quotes = Text("原话", "In their words")
    quotes_none = Text(
        "没有可引的原话：弱项多为该说而未说。", "No words to quote: what is weak was mostly left unsaid."
    )

    trust_title = Text("哪些项目计入排名", "Which criteria count in the ranking")
    trust_standing = Text("可信程度", "Trust")
    trust_counts = Text("计入排名", "In the ranking")
    trust_reviews = Text("盲评 n", "Blind n")
    trust_alpha = Text("α 与 95 % 区间", "α with 95 % interval")
    trust_meaning = Text(
        "人在不知道机器结论时的判断与机器是否一致（Krippendorff α）。95 % 下限不低于 .80 的项目计入排名，"
        ".667 起仅供参考，再低由人判定。",
        "Whether people who did not see the machine's outcome judged as it did (Krippendorff's α). A criterion counts "
        "in the ranking while the 95 % lower limit is .80 or more, is advisory from .667, and below that is for "
        "people.",
    )
    places_title = Text(
        "站点与班组：强项、弱项与需要帮助的坐席", "Sites and teams: strengths, weaknesses, agents in need"
    )
    places_lead = Text(
        "只列与其余各处相差超出偶然（99.8 % 界限，以坐席为单位）的指标，最多各三项。",
        "Only indicators that differ from everywhere else by more than chance (99.8 % limits, agents as units), three "
        "of each at most.",
    )
    place = Text("站点 / 班组", "Site / team")
    strengths = Text("强项", "Strengths")
    place_weaknesses = Text("弱项", "Weaknesses")
    in_need = Text("需要帮助", "In need of help")
    machine_title = Text("机器与人：抽听校正", "Machine and people: corrected by the calls heard")
    machine_group = Text("范围", "Group")
    machine_mean = Text("机器平均分", "Machine's mean")
    machine_heard = Text("抽听 n", "Heard n")
    machine_bias = Text("机器偏差与 90 % 区间", "Machine's error with 90 % interval")
    machine_corrected = Text("人会给出的平均分", "Mean people would give")
    machine_taken = Text("排名校正", "Taken into the ranking")
    machine_meaning = Text(
        "机器对全部通话的平均分，减去随机抽中并由人盲评的通话上机器的平均误差（按抽中概率加权）。"
        "站点之间误差的差异超出偶然时，排名按站点校正。",
        "The machine's mean over all calls, less its mean error on the calls that were drawn by lot and scored blind "
        "by people, weighted by 1 ÷ probability. Where sites' errors differ by more than chance, the ranking is "
        "corrected.",
    )
    yes = Text("是", "yes")
    no = Text("否", "no")

    insufficient_title = Text("样本不足，不作判断", "Too few calls to say")
    insufficient_lead = Text(
        "通话太少，名次说明不了什么。下月请多听这些坐席的通话，或确认其录音是否全部进入收件目录。",
        "Their rank says nothing yet. Hear more of their calls, or check that all their recordings reach the inbox.",
    )

    unscored_agents = Text(
        "有通话却没有一个得分的坐席：{agents}。请在夜报里查看原因。",
        "Agents with calls but not one score: {agents}. The night reports say why.",
    )
    case_mix_lead = Text(
        "各业务、方向和质检表的难易不同，与坐席无关，已从校正分中扣除。正数表示该类通话得分偏高：",
        "Queues, directions and rubrics differ in difficulty, which is no merit of an agent; it is taken out of the "
        "adjusted score. A positive figure means that such calls score higher: ",
    )
    unknown_agent_calls = Text("名册外坐席的通话", "Calls of agents not in roster")

    everyone_title = Text("全部坐席", "All agents")
    everyone_lead = Text(
        "校正后得分与 90 % 区间，最弱在前；实心强调色为下月重点。区间重叠的两人，先后不能当真。",
        "Adjusted scores with 90 % intervals, weakest first; next month's focus stands in the accent colour. Where "
        "two intervals overlap, their order means little.",
    )
    everyone_table = Text("全部坐席的数字（{n} 名）", "Figures of all agents ({n})")
    everyone_none = Text(
        "还没有坐席有得分。请检查随录清单中的坐席列和名册。",
        "No agent has a score yet. Check the agent column of the manifest and the roster.",
    )
    rank = Text("名次区间", "Rank interval")
    team = Text("班组", "Team")

    indicators_title = Text("指标", "Indicators")
    indicators_lead = Text(
        "最弱在前，★ 为下月重点指标。竖线是通过率，横条是它的 95 % Wilson 区间。",
        "Weakest first; ★ marks next month's key indicators. The upright line is the pass rate, the bar its "
        "95 % Wilson interval.",
    )
    indicators_none = Text(
        "没有可列的指标。请确认评分标准适用于本月的队列。",
        "No indicator to list. Check that the rubrics apply to this month's queues.",
    )
    key = Text("重点指标", "key indicator")
    section = Text("部分", "Section")
    judged = Text("判定数 n", "Judged n")
    passed = Text("通过率", "Passed")
    wilson = Text("95 % 区间", "95 % interval")
    unjudged = Text("无法判定", "Cannot judge")
    points_lost = Text("平均失分", "Points lost")

    sites_title = Text("站点", "Sites")
    sites_none = Text(
        "随录清单没有站点。填上站点列后，这里会比较各站点。",
        "The manifest names no sites. Fill its site column and they are compared here.",
    )

    adjusted_meaning = Text(
        "把坐席的平均分向全体平均拉近，通话越少拉得越多，因此几通坏电话不会让人垫底。",
        "The agent's mean drawn towards everybody's, the more so the fewer calls there are; a few bad calls do not "
        "put anyone last.",
    )
    interval_meaning = Text(
        "真实水平有九成可能在此范围内。区间长，说明通话少或起伏大。",
        "The true level lies in this range with 90 % probability. A long one means few or uneven calls.",
    )
    p_meaning = Text(
        "属于“{weakest}”的概率。至少 0.8 为 ● 明确，至少 0.5 为 ◐ 可能；更低而仍在名单中的只是补足名额。",
        "Probability of being among {weakest}. From 0.8: ● clear; from 0.5: ◐ possible; "
        "whoever is listed with less only fills the list.",
    )
    rank_meaning = Text("名次可能落在的范围，1 为最弱。", "Where the agent's rank may lie; 1 is the weakest.")
    passed_meaning = Text(
        "做到（或未违规）的通话占已判定通话的比例；不适用和无法判定的不计。",
        "Calls in which the criterion was met (or clear) as a share of those judged; not-applicable and "
        "cannot-judge are left out.",
    )
