-- The calls of $recordings (where NULL: of the newest day) in figures.
SELECT
    count(*) AS calls,
    count(percent) AS scored,
    avg(percent) AS mean_percent,
    avg(coverage) AS mean_coverage,
    count(*) FILTER (fatal) AS fatal_calls,
    min(start_local) AS first_call,
    max(start_local) AS last_call
FROM calls
WHERE
/* include web_scope */
/* if recordings */
    AND recording_id IN (SELECT unnest(CAST($recordings AS VARCHAR[])))
/* end */
/* unless recordings */
    AND day = (SELECT max(day) FROM calls)
/* end */;
