-- Every agent with the team and site of their newest day.
SELECT agent, max_by(team, day) AS team, max_by(site, day) AS site
FROM agent_days
WHERE
/* include web_scope */
GROUP BY agent
ORDER BY agent;
