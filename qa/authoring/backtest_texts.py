"""What the page of a backtest says, in Chinese and English."""

from __future__ import annotations

from qa.errors import Text
from qa.report.texts import SharedTexts


class BacktestTexts(SharedTexts):
    """The catalogue of `backtest.html`. `{…}` fields are filled by the page's builders."""

    title = Text("质检表回测", "Backtest of a rubric")
    nothing = Text(
        "{month} 没有一通两版都适用的通话，无从比较。",
        "Not one call of {month} is for both versions: there is nothing to compare.",
    )
    headline = Text(
        "{month} 的 {calls} 通通话里，{changed} 通的得分会变；平均分由 {before} 变为 {after}。",
        "Of {calls} calls of {month}, {changed} would have another score; the mean goes from {before} to {after}.",
    )
    other_rubric = Text(
        "两份文件是两张质检表（编号 {old} 与 {new}）：按编号比较质检项，编号不同的算新增或删去。",
        "The files are two rubrics, {old} and {new}: criteria are compared by id, and other ids count as new or gone.",
    )
    not_valid_old = Text(
        "{n} 通不在原版的有效期（valid:）内，照样评：回测不看有效期。",
        "{n} calls lie outside the days (valid:) of the rubric as it is; they are judged all the same.",
    )
    not_valid_new = Text(
        "{n} 通不在新版的有效期（valid:）内，照样评：回测不看有效期。",
        "{n} calls lie outside the days (valid:) of the new version; they are judged all the same.",
    )
    only_old = Text(
        "另有 {n} 通只适用原版，新版不再评；不在比较之内。",
        "{n} more calls are for the old version alone and would not be judged by the new one; they are not compared.",
    )
    only_new = Text(
        "另有 {n} 通只适用新版，原版没有评；不在比较之内。",
        "{n} more calls are for the new version alone; they are not compared.",
    )
    focus_moves = Text(
        "{n} 名坐席进入、{m} 名离开最弱 {size} 名。", "{n} agents enter and {m} leave the weakest {size}."
    )
    focus_stays = Text("最弱 {size} 名不变。", "The weakest {size} stay.")
    old = Text("原版", "As it is")
    new = Text("新版", "As it would be")
    version = Text("{file}，版本 {version}", "{file}, version {version}")

    call = Text("通话", "Call")
    calls = Text("通话", "Calls")
    changed = Text("得分会变", "Scores that move")
    mean = Text("平均分", "Mean score")
    criteria = Text("判得不同的质检项", "Criteria that differ")
    entering = Text("进入最弱名单", "Enter the weakest")
    leaving = Text("离开最弱名单", "Leave the weakest")

    agents_title = Text("谁的名次会变", "Whose place would move")
    agents_lead = Text(
        "名次 1 最弱。只按这张质检表的通话排名，方法与月度关账相同，但不作难易校正：两边是同样的通话。",
        "Place 1 is the weakest. Ranked by the calls of this rubric alone, as a month's close ranks, without case mix: "
        "both sides are the same calls.",
    )
    agents_none = Text("没有人的名次会变。", "Nobody's place would move.")
    agents_limited = Text("另有 {n} 人名次变动较小，未列出。", "{n} more agents move and are not listed.")
    agent_calls = Text("通数", "Calls")
    place = Text("名次", "Place")
    enters = Text("进入", "enters")
    leaves = Text("离开", "leaves")

    criteria_title = Text("哪些质检项判得不同", "Which criteria come out otherwise")
    criteria_none = Text("每一项的结论都相同。", "Every criterion comes out the same.")
    fails = Text("失分 / 可判定", "Failed / judged")
    difference = Text("变化", "Change")
    is_new = Text("新增", "new")
    is_gone = Text("删去", "gone")
    in_ways = Text("怎样变，举例", "How, with examples")
    no_line = Text("没有这一项", "no such line")
    unsaid = Text("（没有说）", "(not said)")
    times = Text("{n} 通", "{n} calls")

    calls_title = Text("哪些通话的得分会变", "Which calls would have another score")
    calls_none = Text("没有一通的得分会变。", "No score would move.")
    calls_limited = Text(
        "只列变动最大的 {shown} 通，共 {total} 通；`--json` 给出每一通。",
        "The {shown} largest moves of {total}; `--json` gives every call.",
    )
    scoreless = Text(
        "其中 {gone} 通由有分变为无分，{come} 通由无分变为有分，不在图中。",
        "Of these, {gone} lose their score and {come} get one; they are not in the picture.",
    )
    moves_axis = Text("得分变动，分", "Points by which the score moves")
    moves = Text("得分变动", "Moves of the score")
    before = Text("原分", "Before")
    after = Text("新分", "After")

    meaning = Text("回测", "Backtest")
    meaning_text = Text(
        "新旧两版各评一遍同样的转写，所以只有质检表不同。什么都没有改动；新版独有的句子只按文字判断，没有再听录音。",
        "Both versions judged the same transcripts, so nothing but the rubric differs. Nothing was changed; phrases "
        "that only the new version has were judged by the words alone, without hearing the sound again.",
    )
