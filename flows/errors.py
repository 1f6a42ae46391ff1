"""What can go wrong when a flow is run."""

from __future__ import annotations

from qa.errors import Text, TinghengError


class ServerNotStarted(TinghengError):
    """Prefect's API server did not come up."""

    code = "F001"
    what = Text("任务调度服务（Prefect）未能启动。", "Prefect's API server did not start.")
    remedy = Text(
        "原因见该文件末尾。若是数据库损坏，删除同目录下的 prefect.db 后重试，通话结果不受影响。",
        "The end of that file says why. If its database is damaged, delete prefect.db beside it: no result is lost.",
    )
