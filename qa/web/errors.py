"""What the viewer refuses, and why.

WebError
├── NotSignedIn    → the sign-in page
├── PasswordDue    → the page where one changes it
├── NotAllowed     403
├── ForgedPost     403
├── NothingHere    404: no such thing, or not for this person: the two look alike
└── WrongInput     422
"""

from __future__ import annotations

from typing import ClassVar

from qa.errors import Text, TinghengError


class WebError(TinghengError):
    """The viewer refuses a request."""

    status: ClassVar[int] = 400


class NotSignedIn(WebError):
    """Nobody is signed in, or the session has ended."""

    code = "W001"
    status = 401
    what = Text("请先登录。", "please sign in.")
    remedy = Text("登录后会回到原来的页面。", "You will be brought back to the page.")


class PasswordDue(WebError):
    """Somebody else made the password: nothing else before it is changed."""

    code = "W006"
    status = 403
    what = Text("请先更改密码。", "please change your password first.")
    remedy = Text("改好后即可使用。", "Then go on.")


class NotAllowed(WebError):
    """The person's role does not include it."""

    code = "W002"
    status = 403
    what = Text("您的角色不能使用这一页。", "your role does not include this page.")
    remedy = Text("如有需要，请联系管理员。", "Ask an administrator if you need it.")


class ForgedPost(WebError):
    """A form without the session's token."""

    code = "W003"
    status = 403
    what = Text(
        "这次提交不是从本站的页面发出的，或页面已过期。",
        "this form was not sent from a page of ours, or the page is too old.",
    )
    remedy = Text("请刷新页面后重试。", "Reload the page and try again.")


class NothingHere(WebError):
    """No such thing, or not for this person."""

    code = "W004"
    status = 404
    what = Text("没有这一页，或您无权查看。", "there is no such page, or it is not for you.")
    remedy = Text("请回到今日，从那里重新进入。", "Go back to today and enter from there.")


class WrongInput(WebError):
    """A form or an address with a value that cannot be."""

    code = "W005"
    status = 422
    what = Text("“{field}”的内容不合适。", "the value of {field} cannot be used.")
    remedy = Text("请返回修改后重试。", "Go back, change it and try again.")
