-- What share of the criteria one agent met, by section and month, beside the whole centre's. Only of months in which
-- the agent's calls may be seen. $agent.
SELECT rubric, section, month, judged, passed, all_judged, all_passed
FROM (
    SELECT
        agent, rubric, section, position, month, judged, passed,
        sum(judged) OVER (PARTITION BY rubric, section, month) AS all_judged,
        sum(passed) OVER (PARTITION BY rubric, section, month) AS all_passed,
        max(position) OVER (PARTITION BY rubric, section) AS place
    FROM agent_sections
)
WHERE agent = $agent
    AND judged > 0
    AND month IN (
        SELECT month
        FROM agent_days
        WHERE
/* include web_scope */
            AND agent = $agent
    )
ORDER BY rubric, place, section, month;
