"""What a person can do wrong with accounts, reviews and appeals, with the remedy.

PeopleError
├── UnknownUser, UserExists, WeakPassword, MissingLink     accounts
├── AccountsUnreadable, AccountsRefused                    a list of accounts
├── AuditBroken                                            the audit trail does not verify
├── AppealClosed, AppealTwice, AppealBySamePerson          appeals
└── StoreUnavailable                                       the database cannot be opened
"""

from __future__ import annotations

from dataclasses import dataclass

from qa.errors import Text, TinghengError


class PeopleError(TinghengError):
    """Something about accounts, reviews or appeals cannot be done."""


class UnknownUser(PeopleError):
    """No account has this name."""

    code = "P001"
    what = Text("没有这个用户。", "there is no such user.")
    remedy = Text("请用 qa users list 查看用户名。", "See the names with qa users list.")


class UserExists(PeopleError):
    """The name is taken."""

    code = "P002"
    what = Text("这个用户名已有人使用。", "this user name is taken.")
    remedy = Text(
        "请换一个用户名，或用 qa users password 重设密码。",
        "Choose another, or set its password with qa users password.",
    )


class WeakPassword(PeopleError):
    """Too short to guard recordings of customers."""

    code = "P003"
    what = Text("密码不足 {minimum} 个字符。", "the password has fewer than {minimum} characters.")
    remedy = Text("请取更长的密码，或用 --random 生成一个。", "Choose a longer one, or have one made with --random.")


class MissingLink(PeopleError):
    """An agent without an agent id, or a leader without a team, would see nothing."""

    code = "P004"
    what = Text("角色“{role}”需要指明{link_zh}。", "the role {role} needs {link_en}.")
    remedy = Text("请加上 --agent 或 --team。", "Add --agent or --team.")


class WrongName(PeopleError):
    """A user name with characters that make trouble in a log or an address."""

    code = "P005"
    what = Text(
        "用户名只能用字母、数字、汉字和 . _ -，最多 64 个字符。",
        "a user name holds letters, digits and . _ - only, at most 64.",
    )
    remedy = Text("请换一个用户名。", "Choose another.")


class AccountsUnreadable(PeopleError):
    """A list of accounts is no table, or has other columns."""

    code = "P006"
    what = Text("账号表不能使用：{reason_zh}", "the list of accounts cannot be used: {reason_en}")
    remedy = Text(
        "请用 UTF-8 或 GBK 的 CSV，首行为列名：用户名、角色，需要时加姓名、工号、班组、站点。",
        "Use a CSV in UTF-8 or GBK whose first line names the columns: name, role, and as needed display_name, agent, "
        "team, site.",
    )


@dataclass(frozen=True, slots=True)
class AccountFault:
    """What is wrong with one line, and how to mend it."""

    line: int
    """Of the file, the heading being line 1."""
    cell: str
    what: Text
    remedy: Text

    def __str__(self) -> str:
        return (
            f"  第 {self.line} 行 line {self.line} “{self.cell}”\n"
            f"    {self.what.zh}{self.remedy.zh}\n    {self.what.en} {self.remedy.en}"
        )


class AccountsRefused(PeopleError):
    """Lines of a list of accounts are wrong; `diagnostics` name every one, and none was made."""

    code = "P007"
    what = Text("账号表有 {count} 处错误，一个账号也没有添加。", "the list has {count} fault(s); no account was made.")
    remedy = Text("请按下列提示改正后重新导入。", "Mend them as said below and import it again.")

    def __init__(self, where: str, diagnostics: tuple[AccountFault, ...]) -> None:
        super().__init__(where, count=len(diagnostics))
        self.diagnostics = diagnostics

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.where, self.diagnostics))


class AuditBroken(PeopleError):
    """The audit trail does not verify: a line was changed, removed or added by another way."""

    code = "P101"
    what = Text("审计记录第 {line} 条与前后不符。", "line {line} of the audit trail does not fit its neighbours.")
    remedy = Text(
        "记录可能被改动。请保留数据库原样，与备份比较后报告负责人。",
        "It may have been tampered with. Keep the database as it is, compare it with a backup and report it.",
    )


class AuditShortened(PeopleError):
    """The hash that was written down earlier no longer stands in the trail."""

    code = "P102"
    what = Text(
        "审计记录中已找不到此前记下的哈希 {expected}。",
        "the hash noted earlier, {expected}, no longer stands in the trail.",
    )
    remedy = Text(
        "末尾可能被截去。请与备份比较后报告负责人。",
        "Its end may have been cut off. Compare it with a backup and report it.",
    )


class AppealClosed(PeopleError):
    """The window for an appeal has passed."""

    code = "P201"
    what = Text("申诉期限（{days} 天）已过。", "the {days} days for an appeal have passed.")
    remedy = Text("请与班组长当面沟通。", "Please talk to your team leader.")


class AppealTwice(PeopleError):
    """The same thing was appealed before."""

    code = "P202"
    what = Text("这一项已经申诉过。", "this was appealed before.")
    remedy = Text("请在“申诉”页查看进展。", "See how it stands on the page of appeals.")


class AppealBySamePerson(PeopleError):
    """Who judged first must not decide the appeal."""

    code = "P203"
    what = Text("您复核过这通电话，申诉须由另一人裁定。", "you reviewed this call: somebody else must decide.")
    remedy = Text("请转给其他裁定人。", "Leave it to another person.")


class AppealDecided(PeopleError):
    """It was decided already."""

    code = "P204"
    what = Text("这件申诉已有结果。", "this appeal is decided.")
    remedy = Text("请刷新页面查看结果。", "Reload the page to see the result.")


class StoreUnavailable(PeopleError):
    """The database of people cannot be opened or brought to the present form."""

    code = "P301"
    what = Text("无法打开用户数据库：{reason}。", "the database of people cannot be opened: {reason}.")
    remedy = Text(
        "请检查 qa.toml 的 [people] database 和文件权限。",
        "Check [people] database in qa.toml and the file's permissions.",
    )
