-- How many calls there are on each day, the newest first, where they are chosen by agent, team, site and day alone.
SELECT day, CAST(sum(calls) AS BIGINT) AS calls
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
/* end */
GROUP BY day
ORDER BY day DESC;
