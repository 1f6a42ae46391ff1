"""Accounts from a table: every line that cannot be an account is named with the remedy, and then none is made."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from qa.errors import ManifestError, Text, TinghengError, printable
from qa.intake.table import Table, TableRow, table_from
from qa.people import audit, users
from qa.people.errors import (
    AccountFault,
    AccountsRefused,
    AccountsUnreadable,
    MissingLink,
    UserExists,
    WrongName,
)
from qa.people.roles import ROLE_NAME, Role

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "用户名", "账号"),
    "role": ("role", "角色"),
    "display_name": ("display_name", "姓名"),
    "agent": ("agent", "工号"),
    "team": ("team", "班组"),
    "site": ("site", "站点"),
}
"""What a column may be called; `name` and `role` are required."""
_REQUIRED = ("name", "role")
_LONGEST = 200
_ROLES = {name: role for role in Role for name in (role.value, ROLE_NAME[role].zh, ROLE_NAME[role].en)}


@dataclass(frozen=True, slots=True)
class NewAccount:
    """One account to be made."""

    name: str
    role: Role
    display_name: str
    agent: str
    team: str
    site: str


def read_accounts(file: str, content: bytes, known: Collection[str]) -> tuple[NewAccount, ...]:
    """The accounts of a CSV (UTF-8 or GBK; `,` `;` or tab); `known` are the names that are taken.

    Raises:
        AccountsUnreadable: it is no such table, or a column is missing or not known.
        AccountsRefused: lines cannot be accounts, with a fault for each.
    """
    try:
        table = table_from(Path(file), content)
    except ManifestError as error:
        raise AccountsUnreadable(file, reason_zh=error.message.zh, reason_en=error.message.en) from error
    columns = _columns(file, table)
    faults: list[AccountFault] = []
    lines: dict[str, int] = {}
    found: list[NewAccount] = []
    for row in table.rows:
        cells = dict.fromkeys(COLUMNS, "") | {
            ours: row.cells.get(theirs, "").strip() for ours, theirs in columns.items()
        }
        wrong = _faults(row, cells, known, lines)
        lines.setdefault(cells["name"], row.line)
        faults += wrong
        if not wrong:
            found.append(NewAccount(role=_ROLES[cells.pop("role")], **cells))
    if faults:
        raise AccountsRefused(file, tuple(faults))
    if not found:
        raise AccountsUnreadable(file, reason_zh="表中没有账号。", reason_en="there is no account in it.")
    return tuple(found)


def add_accounts(
    db: sa.Connection, accounts: Sequence[NewAccount], hashes: Sequence[str], *, by: str, now: datetime
) -> None:
    """Make all of them, each with the hash of a password that is changed at the first sign-in.

    Raises:
        UserExists: somebody took a name meanwhile; the caller's transaction then makes none.
    """
    for account, stored in zip(accounts, hashes, strict=True):
        links = {"display_name": account.display_name, "agent": account.agent, "team": account.team}
        user = users.add_hashed(db, account.name, account.role, stored, now=now, site=account.site, **links)
        users.ask_for_new_password(db, user)
        audit.note(db, by, "user.add", account.name, now=now, details={"role": account.role.value, "imported": True})


def _columns(file: str, table: Table) -> dict[str, str]:
    """The file's name of each of our columns that it has."""
    ours = {name.lower(): column for column, names in COLUMNS.items() for name in names}
    found: dict[str, str] = {}
    for theirs in filter(None, table.columns):
        column = ours.get(theirs.lower())
        if column is None or column in found:
            listed = "、".join("/".join(names) for names in COLUMNS.values())
            raise AccountsUnreadable(
                file,
                reason_zh=f"不认识或重复的列“{printable(theirs)}”；可用的列：{listed}。",
                reason_en=f"the column {printable(theirs)} is not known, or is there twice; columns are {listed}.",
            )
        found[column] = theirs
    for column in _REQUIRED:
        if column not in found:
            names = "/".join(COLUMNS[column])
            raise AccountsUnreadable(file, reason_zh=f"缺少列 {names}。", reason_en=f"the column {names} is missing.")
    return found


def _faults(
    row: TableRow, cells: Mapping[str, str], known: Collection[str], above: Mapping[str, int]
) -> list[AccountFault]:
    name, said = cells["name"], cells["role"]

    def fault(cell: str, what: Text, remedy: Text) -> AccountFault:
        return AccountFault(row.line, printable(cell)[:40], what, remedy)

    def of(error: TinghengError) -> AccountFault:
        return fault(name, error.message, error.advice)

    found = []
    if row.too_long:
        what = Text("单元格比表头多。", "there are more cells than headings.")
        found.append(fault(name, what, Text("含逗号的内容请加引号。", "Quote what holds a comma.")))
    if not users.is_name(name):
        found.append(of(WrongName(name)))
    elif name in known:
        taken = Text("请删去这一行，或换一个用户名。", "Take the line out, or choose another name.")
        found.append(fault(name, UserExists(name).message, taken))
    elif name in above:
        what = Text(f"用户名与第 {above[name]} 行相同。", f"line {above[name]} has the same name.")
        found.append(fault(name, what, Text("请改其中一行。", "Change one of the two.")))
    if said not in _ROLES:
        roles = "、".join(ROLE_NAME[role].zh for role in Role)
        remedy = Text(f"可用的角色：{roles}。", f"Roles are {', '.join(Role)}.")
        found.append(fault(said, Text("没有这个角色。", "there is no such role."), remedy))
    else:
        try:
            users.check_links(name, _ROLES[said], agent=cells["agent"], team=cells["team"])
        except MissingLink as error:
            remedy = Text("请填写这一栏。", "Fill in that column.")
            found.append(fault(name, error.message, remedy))
    for column, cell in cells.items():
        if len(cell) > _LONGEST:
            what = Text(f"“{column}”超过 {_LONGEST} 个字符。", f"{column} has more than {_LONGEST} characters.")
            found.append(fault(cell, what, Text("请缩短。", "Shorten it.")))
    return found
