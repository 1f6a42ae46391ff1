"""The night and the month as plain functions. The command line and Prefect call the same ones.

plan_night → run_shard (one a shard, in child processes) → finish_night; close_month once a month.

Nothing is imported here: a child of the night loads no more than it works with.
"""
