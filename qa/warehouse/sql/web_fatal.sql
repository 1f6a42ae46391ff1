-- Fatal criteria that were broken or are suspected to be, the newest call first, each with its surest finding.
-- $suspected: the band of calls in which a person has to hear a suspected one.
SELECT
    c.recording_id, c.call_id, c.agent, c.queue, c.start_local, k.criterion, k.name, k.reason, k.outcome,
    max_by(f.text, f.probability) AS text,
    max_by(f.start, f.probability) AS start,
    max(f.probability) AS probability
FROM (
    SELECT *
    FROM calls
    WHERE
/* include web_scope */
        AND (fatal OR band = $suspected)
    ORDER BY start_utc DESC, recording_id
    LIMIT $limit
) AS c
JOIN criteria AS k
    ON k.recording_id = c.recording_id
    AND k.current
    AND k.fatal
    AND k.outcome IN ('violated', 'missed', 'cannot_judge')
LEFT JOIN findings AS f ON f.evaluation = k.evaluation AND f.criterion = k.criterion
GROUP BY ALL
HAVING k.outcome <> 'cannot_judge' OR count(f.start) > 0
ORDER BY c.start_local DESC, c.recording_id, k.criterion;
