"""What the night report says, in Chinese and English."""

from __future__ import annotations

from qa.errors import Text
from qa.report.texts import SharedTexts


class NightTexts(SharedTexts):
    """The catalogue of `night.html`. `{…}` fields are filled by the page's builders."""

    title = Text("质检夜报", "Night report")
    to_month = Text("本月月报", "Month report")
    headline = Text(
        "听完 {scored} 通录音，平均 {mean} 分，覆盖率 {coverage}；{fatal} 通有致命错误。",
        "{scored} recordings heard; mean score {mean}, coverage {coverage}; {fatal} with a fatal error.",
    )
    headline_unscored = Text(
        "听完 {scored} 通录音，没有一通能够评分。", "{scored} recordings heard; none of them could be scored."
    )
    headline_nothing = Text("这一夜没有新的录音需要评分。", "There was no new recording to score in this night.")
    attention = Text("{files} 个文件被隔离。", "{files} files went to quarantine.")
    attention_one = Text("1 个文件被隔离。", "1 file went to quarantine.")

    files = Text("收件目录中的录音", "Recordings in the inbox")
    scored = Text("本夜评分", "Scored tonight")
    already_done = Text("此前已评", "Done before")
    duplicates = Text("重复录音", "Duplicates")
    left = Text("留待下一夜", "Left for next night")
    quarantined = Text("隔离", "Quarantined")
    warnings = Text("提醒", "Warnings")
    audio = Text("听取时长", "Audio heard")
    speed = Text("处理速度", "Speed")
    speed_value = Text("{times} 倍实时", "{times}×")
    elapsed = Text("用时", "Time taken")
    fatal_calls = Text("致命错误通话", "Calls with a fatal error")

    fatal_title = Text("请先听：致命错误", "Listen to these first: fatal findings")
    fatal_none = Text(
        "没有发现致命错误。请从下面得分最低的通话开始抽听。",
        "No fatal error was found. Start with the lowest scores below.",
    )
    fatal_one_vote = Text(
        "命中致命项的通话按 0 分计，请人工确认后再使用。", "Such a call scores 0; confirm by ear first."
    )
    quarantine_title = Text("隔离的文件", "Quarantined files")
    quarantine_none = Text("没有文件被隔离，不需要处理。", "No file was quarantined; nothing to do.")
    warnings_title = Text("提醒（未注明的已照常评分）", "Warnings (scored all the same unless they say otherwise)")
    left_title = Text("留待下一夜的文件", "Files left for the next night")
    left_why = Text(
        "这些文件当时仍在写入，下一夜会自动处理。",
        "These were still being written; the next night takes them by itself.",
    )
    file = Text("文件", "File")
    reason = Text("原因", "Reason")
    remedy = Text("处理办法", "What to do")
    distribution_none = Text(
        "没有得分可画。请检查评分标准的适用范围（applies_to）是否包含这些队列。",
        "No score to draw. Check that a rubric's applies_to names these queues.",
    )

    calls_title = Text("全部评分通话", "Every scored call")
    calls_none = Text(
        "这一夜没有新评分的通话。请把录音和随录清单放进收件目录，再运行 qa nightly。",
        "No call was scored. Put recordings and their manifest into the inbox and run qa nightly.",
    )
    calls_order = Text(
        "致命错误在前，其余按得分从低到高。点开一行可看评分表和通话文本。",
        "Fatal errors first, then the lowest scores. Open a row for its scorecard and transcript.",
    )
    calls_limited = Text(
        "共 {total} 通；为使文件能够打开，只有致命错误、得分最低和覆盖率最低的 {detailed} 通附有详情（行首 ▸），"
        "其余只列一行。",
        "{total} calls. To keep this file usable, only the {detailed} with a fatal error, the lowest score or the "
        "lowest coverage carry details (▸); the others have their row alone.",
    )
    call = Text("通话", "Call")
    critical = Text("关键项", "Critical criteria")
    non_critical = Text("非关键项", "Other criteria")
    queue = Text("队列", "Queue")
    began = Text("开始", "Start")
    length = Text("时长", "Length")
    flags = Text("标记", "Flags")
    no_rubric = Text("没有适用的评分标准", "no rubric applies")
    low_coverage = Text("覆盖率低", "low coverage")
    nothing_judged = Text("全部无法判定", "nothing could be judged")

    scorecard = Text("评分表", "Scorecard")
    transcript = Text("通话文本", "Transcript")
    no_words = Text("没有识别到话语。请听原录音确认。", "No words were recognised. Listen to the recording.")
    no_rubric_remedy = Text(
        "没有一份评分标准的适用范围（applies_to）包含这通电话的队列和方向；补上后下一夜即可评分。",
        "No rubric's applies_to covers this call's queue and direction; add it and the call can be scored.",
    )
    not_counted = Text("不计分", "not counted")
    recording_file = Text("录音文件", "File")
    agent_share = Text("坐席说话占比", "Agent's talk share")
    longest_silence = Text("最长静音", "Longest silence")
    speech_rate = Text("坐席语速", "Agent's speech rate")
    speech_rate_value = Text("{rate} 字/分", "{rate} characters/min")
    agent_channel = Text("坐席声道", "Agent's channel")
    left_channel = Text("左", "left")
    right_channel = Text("右", "right")
    other_channel = Text("第 {number} 声道", "no. {number}")
    unknown_channel = Text("分不清", "unknown")
    told_by_voice = Text("双方同一声道，按声音区分（{sure}）", "both on one channel, told by voice ({sure})")

    score_meaning = Text(
        "做到的分值 ÷ 能判定的分值，折算到满分；命中致命项为 0 分。",
        "Points earned ÷ points that could be judged, on the rubric's scale; 0 with a fatal finding.",
    )
    outcomes_term = Text("判定符号", "Outcome marks")
    probability_meaning = Text(
        "识别对这些词有多大把握，0 到 1。较浅并带虚线的词把握不足 {unsure}，请以录音为准。",
        "How sure the recogniser is of the words, 0 to 1. Fainter words with a dotted line are below {unsure}: "
        "trust the recording.",
    )
    speed_meaning = Text(
        "听取时长 ÷ 用时：24 倍即一小时听完 24 小时录音。",
        "Audio ÷ time taken: 24× means 24 hours of calls heard in one.",
    )
