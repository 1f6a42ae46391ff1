-- The newest month that holds calls, summed up.
SELECT
    month,
    count(*) AS calls,
    count(percent) AS scored,
    avg(percent) AS mean_percent,
    avg(coverage) AS mean_coverage,
    count(*) FILTER (fatal) AS fatal_calls,
    count(DISTINCT agent) AS agents
FROM calls
WHERE
/* include web_scope */
    AND month = (SELECT max(month) FROM calls)
GROUP BY month;
