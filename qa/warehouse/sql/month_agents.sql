-- A month's calls summed up by agent, team, site, queue, direction and rubric. $month: YYYY-MM, by the local start of the call.
-- Sums are decimals, so that they are exact and do not depend on the order of the rows.
SELECT
    agent,
    known_agent,
    team,
    site,
    queue,
    direction,
    coalesce(rubric, '') AS rubric,
    count(*) AS calls,
    count(*) FILTER (evaluated) AS evaluations,
    count(points) AS scored,
    coalesce(sum(points), 0) AS total,
    coalesce(sum(points * points), 0) AS squares,
    coalesce(sum(covered), 0) AS coverage_total,
    count(*) FILTER (fatal AND points IS NOT NULL) AS fatal_calls
FROM (
    SELECT *, try_cast(percent AS DECIMAL(18, 6)) AS points, try_cast(coverage AS DECIMAL(18, 6)) AS covered
    FROM calls
    WHERE month = $month
)
GROUP BY agent, known_agent, team, site, queue, direction, coalesce(rubric, '')
ORDER BY agent, known_agent, team, site, queue, direction, coalesce(rubric, '');
