-- The lines of some calls' current scorecards, of those that have a score. $month: YYYY-MM, $recordings: list of ids.
SELECT
    c.recording_id,
    c.team,
    c.site,
    c.rubric,
    c.rubric_hash,
    c.max_score,
    c.percent,
    k.criterion,
    k.outcome,
    k.points,
    k.max_points,
    k.fatal
FROM criteria AS k
JOIN calls AS c ON c.recording_id = k.recording_id AND c.rubric = k.rubric
WHERE k.current
    AND k.month = $month
    AND c.month = $month
    AND c.known_agent
    AND c.percent IS NOT NULL
    AND k.recording_id IN (SELECT unnest(CAST($recordings AS VARCHAR[])))
ORDER BY c.recording_id, k.position;
