-- What the lists of the search form offer: the values that occur in the calls a person may see.
WITH seen AS (
    SELECT DISTINCT agent, team, site, queue, rubric, band
    FROM places
    WHERE
/* include web_scope */
)

SELECT
    list_sort(list(DISTINCT queue) FILTER (queue <> '')) AS queues,
    list_sort(list(DISTINCT site) FILTER (site <> '')) AS sites,
    list_sort(list(DISTINCT team) FILTER (team <> '')) AS teams,
    list_sort(list(DISTINCT agent)) AS agents,
    list_sort(list(DISTINCT rubric) FILTER (rubric IS NOT NULL)) AS rubrics,
    list_sort(list(DISTINCT band) FILTER (band <> '')) AS bands
FROM seen;
