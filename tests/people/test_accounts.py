"""A list of accounts: every wrong line is named with the remedy, and nothing is half done."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from qa.people import accounts, audit, passwords, users
from qa.people.accounts import NewAccount, read_accounts
from qa.people.errors import AccountsRefused, AccountsUnreadable, UserExists
from qa.people.roles import Role

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
LIST = "用户名,角色,姓名,工号,班组\nli,坐席,李某,1001,一组\nzhao,班组长,赵某,,一组\nwang,manager,,,\n"
READ = (
    NewAccount("li", Role.AGENT, "李某", "1001", "一组", ""),
    NewAccount("zhao", Role.TEAM_LEADER, "赵某", "", "一组", ""),
    NewAccount("wang", Role.MANAGER, "", "", "", ""),
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_lists_as_offices_write_them(encoding: str, mark: str) -> None:
    assert read_accounts("people.csv", LIST.replace(",", mark).encode(encoding), ()) == READ


def test_english_headings_in_any_order_and_roles_by_their_names() -> None:
    text = "Role,Name,team\nteam leader,zhao,A\nexpert,sun,\n"
    assert [(one.name, one.role) for one in read_accounts("x.csv", text.encode(), ())] == [
        ("zhao", Role.TEAM_LEADER),
        ("sun", Role.EXPERT),
    ]


@pytest.mark.parametrize(
    ("line", "said", "remedy"),
    [
        ("li,坐席,李某,,", "需要指明工号", "请填写这一栏"),
        ("li,班组长,李某,1001,", "需要指明班组", "请填写这一栏"),
        ("li,国王,李某,1001,", "没有这个角色", "坐席、班组长、质检员"),
        ("li li,质检员,,,", "用户名只能用", "请换一个用户名"),
        (",质检员,,,", "用户名只能用", "请换一个用户名"),
        ("old,质检员,,,", "已有人使用", "删去这一行"),
        ("wang,质检员,,,", "与第 2 行相同", "改其中一行"),
        (f"li,质检员,{'长' * 201},,", "超过 200 个字符", "请缩短"),
        ("li,质检员,李,某,,多", "单元格比表头多", "请加引号"),
    ],
)
def test_a_wrong_line_is_named_with_the_remedy(line: str, said: str, remedy: str) -> None:
    text = f"用户名,角色,姓名,工号,班组\nwang,主管,,,\n\n{line}\n"
    with pytest.raises(AccountsRefused) as refused:
        read_accounts("people.csv", text.encode(), {"old"})
    (fault,) = refused.value.diagnostics
    assert fault.line == 4
    assert said in fault.what.zh
    assert remedy in fault.remedy.zh
    assert fault.what.en
    assert "第 4 行 line 4" in str(fault)


def test_all_wrong_lines_are_named_at_once() -> None:
    text = "name,role,agent\na,agent,\nb,king,\nc,analyst,\na,agent,1\n"
    with pytest.raises(AccountsRefused) as refused:
        read_accounts("people.csv", text.encode(), {"c"})
    assert [fault.line for fault in refused.value.diagnostics] == [2, 3, 4, 5]
    assert "4 处错误" in refused.value.message.zh


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "0 rows"),
        ("用户名,姓名\nli,李\n".encode(), "缺少列 role/角色"),
        ("用户名,角色,密码\nli,主管,x\n".encode(), "“密码”"),
        ("name,用户名,role\nli,li,admin\n".encode(), "“用户名”"),
        ("用户名,角色\n".encode(), "没有账号"),
        (b"\x89PNG\r\n\x1a\n\xff\xff\xff", ""),
    ],
)
def test_what_is_no_list_of_accounts(content: bytes, said: str) -> None:
    with pytest.raises(AccountsUnreadable) as refused:
        read_accounts("people.csv", content, ())
    assert said in refused.value.message.zh


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    try:
        found = read_accounts("people.csv", f"name,role,agent,team\n{text}".encode("utf-8", "replace"), ())
    except (AccountsUnreadable, AccountsRefused) as refused:
        assert refused.advice.zh
    else:
        assert all(users.is_name(one.name) for one in found)
        assert len({one.name for one in found}) == len(found)


def test_they_are_made_together_with_passwords_to_be_changed(db: sa.Connection) -> None:
    hashes = [passwords.hashed(f"a long password {n}") for n in range(3)]
    accounts.add_accounts(db, READ, hashes, by="cli:root", now=NOW)
    made = users.list_users(db)
    assert {(u.name, u.role, u.agent, u.team, u.must_change) for u in made} == {
        (a.name, a.role, a.agent, a.team, True) for a in READ
    }
    assert users.sign_in(db, "zhao", "a long password 1") is not None
    assert [line.object for line in audit.lines(db, action="user.add")] == ["wang", "zhao", "li"]
    with pytest.raises(UserExists):
        accounts.add_accounts(db, READ[2:], hashes[2:], by="cli:root", now=NOW)
