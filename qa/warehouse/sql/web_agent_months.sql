-- The months of one agent, the newest first. $agent.
SELECT
    month,
    max_by(team, day) AS team,
    max_by(site, day) AS site,
    sum(calls) AS calls,
    sum(scored) AS scored,
    sum(percent_sum) AS percent_sum,
    sum(percent_squares) AS percent_squares,
    sum(fatal_calls) AS fatal_calls
FROM agent_days
WHERE
/* include web_scope */
    AND agent = $agent
GROUP BY month
ORDER BY month DESC
LIMIT 24;
