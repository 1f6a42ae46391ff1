-- What share of each criterion's judgements one agent met in a month, and all others. $agent, $month.
SELECT r.rubric, r.criterion, r.section, l.name, r.position, r.judged, r.passed, r.peers_judged, r.peers_passed
FROM (
    SELECT
        agent, rubric, section, criterion, position, judged, passed,
        CAST(sum(judged) OVER (PARTITION BY rubric, criterion) AS BIGINT) - judged AS peers_judged,
        CAST(sum(passed) OVER (PARTITION BY rubric, criterion) AS BIGINT) - passed AS peers_passed
    FROM agent_criteria
    WHERE month = $month
) AS r
JOIN rubric_lines AS l ON l.rubric = r.rubric AND l.criterion = r.criterion
WHERE r.agent = $agent
    AND r.agent IN (
        SELECT agent
        FROM agent_days
        WHERE
/* include web_scope */
            AND agent = $agent
            AND month = $month
    )
    AND r.judged > 0
ORDER BY r.rubric, r.position, r.criterion;
