"""The table of the manual of what is refused: every code that a rubric, its cases or an overlay can be refused with."""

from __future__ import annotations

from typing import Final

from qa.rubric.kinds import KINDS
from qa.rubric.traps import ALL
from qa.rubric.yaml_tree import DEEPEST

_OF_FILES: Final = {
    "R001": ("文件无法读取", "请检查文件名和所在的文件夹。"),
    "R002": ("文件超过 256 KB", "请分成几张，用 `applies_to:` 各管一些通话。"),
    "R003": ("不是 UTF-8 编码，多半是 GBK（ANSI）", "请在编辑器里“另存为”，编码选 UTF-8。"),
    "R004": ("文件夹里没有质检表", "请放进一张 `*.yaml`，或改 `qa.toml` 里 `[scoring]` 的 `rubrics`。"),
    "R005": ("文件名的结尾不对，不会被读取：`.yml`、`.YAML`", "请改为 `.yaml`。"),
    "R006": ("编号已用于另一张质检表", "请给其中一张另起编号；旧版请移出这个文件夹。"),
    "R007": (
        "有的通话同时适用两张质检表，分不出用哪一张",
        "请在 `applies_to:` 里各写不同的队列，或多写一列，或用 `valid:` 把日期错开。",
    ),
    "R008": ("月度调整放在了质检表的位置", "请放进质检表旁边的 `overlays/` 文件夹。"),
}
_OF_YAML: Final = {
    "R010": ("YAML 写法有误，多半是缩进没有对齐", "请改这一行或上一行，与同级的行对齐。"),
    "R011": ("用了别名（`*`）或合并（`<<`）", "请把内容照写一遍；是一句话的，请加英文引号。"),
    "R012": (
        "文件是空的，或嵌套过深",
        f"请从 rubrics/README.md 的骨架开始写；最多 {DEEPEST} 层。",
    ),
    "R013": ("同一处有两个相同的键", "请删去其中一个，或合成一个列表。"),
    "R014": ("用了标签（`!`）", "请把内容照写一遍；是一句话的，请加英文引号。"),
    "R015": ("键不是文字", "请写成“键: 值”，键里不用 `[ ]` 和 `{ }`。"),
    "R016": ("没有这样的日期、数字或字符", "请改正；是文字的，请加英文引号。"),
    "R017": ("`---` 后面又是一份", "一个文件只写一份，请分成两个文件。"),
    "R018": ("有看不见的控制字符", "请删去这一处，重新打字。"),
}
_OF_OVERLAYS: Final = {
    "R030": ("月度调整：没有这张质检表", "请在 `rubric:` 写一张质检表的编号。"),
    "R031": ("月度调整：文件名与 `overlay:` 的月份不同", "请改文件名，或改 `overlay:` 的月份。"),
    "R032": ("月度调整：这张质检表本月已有另一份", "请合成一份，删去另一份。"),
    "R033": ("月度调整：质检表没有这个质检项，或它不计分", "请改编号，或删去这一行。"),
    "R034": ("月度调整：分值改得太多", "每一项最多加倍、最少减半。"),
    "R035": ("月度调整：总分变了", "加的分要从别的项里减去。"),
}
_OF_CASES: Final = {
    "R050": ("用例：质检表没有这个质检项", "编号见质检表里的 `id:`。"),
    "R051": ("用例：重名", "请改名，说出两段对话的不同。"),
    "R052": ("用例：这一项不会判成这样", "要求的项写 `met` 或 `missed`，禁止的项写 `violated` 或 `clear`。"),
    "R053": ("用例：得分到不了这个界限", "请改成质检表得分范围内的分数。"),
}
_OF_LISTS: Final = {
    "R070": ("没有这个名称的句式列表", "请改 `$名称`，或把列表写在 `phrases:` 下面。"),
    "R071": ("列表里又用了列表", "请把句子照写在这里，或在用到的地方并列写上两个列表的名称。"),
    "R072": ("列表的名称用了全角“＄”", "请改为半角“$”。"),
    "R073": ("列表的名称写在一句话里面", "请让“$名称”单独成一项；短语里不写“$”。"),
    "R074": ("按名称展开的短语太多", "请删减列表，或少用几处。"),
}


def refusals() -> str:
    """The rows of the table, by code, as Markdown."""
    told = {one.code: (one.name.zh, one.remedy.zh) for one in KINDS}
    told |= {one.code: (one.what.zh, one.remedy.zh) for one in ALL}
    told |= _OF_FILES | _OF_YAML | _OF_OVERLAYS | _OF_CASES | _OF_LISTS
    return "\n".join(f"| `{code}` | {what.rstrip('。')} | {remedy} |" for code, (what, remedy) in sorted(told.items()))
