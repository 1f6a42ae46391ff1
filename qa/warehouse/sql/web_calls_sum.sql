-- The chosen calls in figures.
SELECT
    count(*) AS calls,
    count(percent) AS scored,
    avg(percent) AS mean_percent,
    avg(coverage) AS mean_coverage,
    count(*) FILTER (fatal) AS fatal_calls,
    coalesce(sum(seconds), 0) AS seconds
FROM calls
WHERE
/* include web_scope */
/* include web_chosen */;
