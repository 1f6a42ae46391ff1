"""The night and the month as plain functions. The command line and Prefect call the same ones.

plan_night → run_shard (one a shard, in child processes) → finish_night; close_month once a month.
"""

from qa.month.shape import MonthClose
from qa.pipeline.call import Judge, Listener, hear_and_judge
from qa.pipeline.close import close_month
from qa.pipeline.lock import night_lock
from qa.pipeline.night import finish_night, run_night
from qa.pipeline.plan import NightPlan, Shard, plan_night
from qa.pipeline.pool import ShardPool
from qa.pipeline.shard import ShardOutcome, run_shard
from qa.pipeline.unfinished import NightUnfinished

__all__ = [
    "Judge",
    "Listener",
    "MonthClose",
    "NightPlan",
    "NightUnfinished",
    "Shard",
    "ShardOutcome",
    "ShardPool",
    "close_month",
    "finish_night",
    "hear_and_judge",
    "night_lock",
    "plan_night",
    "run_night",
    "run_shard",
]
