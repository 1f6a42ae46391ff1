-- The newest month that holds calls, summed up.
SELECT
    month,
    sum(calls) AS calls,
    sum(scored) AS scored,
    sum(percent_sum) / nullif(sum(scored), 0) AS mean_percent,
    sum(coverage_sum) / nullif(sum(covered), 0) AS mean_coverage,
    sum(fatal_calls) AS fatal_calls,
    count(DISTINCT agent) AS agents
FROM agent_days
WHERE
/* include web_scope */
    AND month = (SELECT max(month) FROM agent_days)
GROUP BY month;
