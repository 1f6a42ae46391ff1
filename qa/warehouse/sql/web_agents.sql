-- The agents of a month, the lowest mean first where nothing else is asked. $month; $team, $site, $agent: or NULL.
-- Sorts by: agent, team, calls, mean, fatal_calls
SELECT
    agent,
    max_by(team, day) AS team,
    max_by(site, day) AS site,
    sum(calls) AS calls,
    sum(scored) AS scored,
    sum(percent_sum) AS percent_sum,
    sum(percent_squares) AS percent_squares,
    sum(percent_sum) / nullif(sum(scored), 0) AS mean,
    sum(fatal_calls) AS fatal_calls,
    count(*) OVER () AS agents
FROM agent_days
WHERE
/* include web_scope */
    AND month = $month
/* if team */
    AND team = $team
/* end */
/* if site */
    AND site = $site
/* end */
/* if agent */
    AND contains(lower(agent), lower($agent))
/* end */
GROUP BY agent
ORDER BY /* sort */ mean NULLS LAST, agent
LIMIT $limit OFFSET $offset;
