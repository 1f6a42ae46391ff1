-- The newest month by day.
SELECT
    CAST(start_local AS DATE) AS day,
    count(*) AS calls,
    avg(percent) AS mean_percent,
    count(*) FILTER (fatal) AS fatal_calls
FROM calls
WHERE
/* include web_scope */
    AND month = (SELECT max(month) FROM calls)
GROUP BY CAST(start_local AS DATE)
ORDER BY day;
