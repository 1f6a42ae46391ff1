-- The newest month by day.
SELECT
    day,
    sum(calls) AS calls,
    sum(percent_sum) / nullif(sum(scored), 0) AS mean_percent,
    sum(fatal_calls) AS fatal_calls
FROM agent_days
WHERE
/* include web_scope */
    AND month = (SELECT max(month) FROM agent_days)
GROUP BY day
ORDER BY day;
