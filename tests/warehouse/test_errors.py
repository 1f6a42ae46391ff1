from __future__ import annotations

import pytest

from qa.errors import TinghengError
from qa.warehouse.errors import DamagedMart, DamagedTruth, MartMismatch, NoMart, UnknownRecording


@pytest.mark.parametrize(
    ("error", "said", "zh"),
    [
        (
            DamagedTruth("a.parquet", reason="no footer"),
            "[S101] a.parquet: the stored results cannot be read: no footer. Restore the file from a backup, or delete "
            "the recordings file of the same day and name: the next qa nightly does those recordings again.",
            "数据文件无法读取：no footer。",
        ),
        (
            UnknownRecording("truth", recording="ab12"),
            "[S102] truth: there is no recording ab12. Check the id; if the recording is still in the inbox, run qa "
            "nightly first.",
            "没有编号为 ab12 的录音。",
        ),
        (
            NoMart("mart"),
            "[S103] mart: there is nothing to read yet. Run qa nightly first.",
            "还没有可以查询的数据。",
        ),
        (
            MartMismatch("mart", table="calls", expected=3, found=2),
            "[S104] mart: the new mart differs from the truth (calls: 3 rows expected, 2 found); the one before stays "
            "in use. Run qa nightly again; if it happens twice, check the disk with qa doctor.",
            "新建的数据集与原始结果不一致（calls：应有 3 行，实有 2 行），仍使用上一个。",
        ),
        (
            DamagedMart("m.duckdb", reason="not a database"),
            "[S105] m.duckdb: the mart cannot be read: not a database. Run qa nightly: it builds a new one from the "
            "truth.",
            "数据集无法读取：not a database。",
        ),
    ],
)
def test_texts(error: TinghengError, said: str, zh: str) -> None:
    assert str(error) == said
    assert error.message.zh == zh
