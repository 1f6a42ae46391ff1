-- The chosen calls in figures.
SELECT
    count(*) AS calls,
    count(percent) AS scored,
    avg(percent) AS mean_percent,
    count(*) FILTER (fatal) AS fatal_calls
FROM calls
WHERE
/* include web_scope */
/* include web_chosen */;
