-- The chosen calls in figures as web_calls_sum gives them, where they are chosen by agent, team, site and day alone.
SELECT
    coalesce(sum(calls), 0) AS calls,
    coalesce(sum(scored), 0) AS scored,
    sum(percent_sum) / nullif(sum(scored), 0) AS mean_percent,
    coalesce(sum(fatal_calls), 0) AS fatal_calls
FROM agent_days
WHERE
/* include web_scope */
/* if agent */
    AND agent = $agent
/* end */
/* if team */
    AND team = $team
/* end */
/* if site */
    AND site = $site
/* end */
/* if from */
    AND day >= CAST($from AS DATE)
/* end */
/* if to */
    AND day <= CAST($to AS DATE)
/* end */;
