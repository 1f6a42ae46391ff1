"""Prefect wiring of the nightly run and the month's close; all work is done by plain functions of `qa.pipeline`.

`flows.local` runs a flow in this process; `flows.nightly` and `flows.month_close` are the entry points that
`prefect.yaml` deploys.
"""
