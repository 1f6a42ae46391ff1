-- Fatal criteria that were broken, the newest call first, each with its surest finding.
SELECT
    c.recording_id, c.call_id, c.agent, c.queue, c.start_local, k.criterion, k.name, k.reason,
    max_by(f.text, f.probability) AS text,
    max_by(f.start, f.probability) AS start,
    max(f.probability) AS probability
FROM (
    SELECT *
    FROM calls
    WHERE
/* include web_scope */
        AND fatal
    ORDER BY start_utc DESC, recording_id
    LIMIT $limit
) AS c
JOIN criteria AS k ON k.recording_id = c.recording_id AND k.current AND k.fatal AND k.outcome IN ('violated', 'missed')
LEFT JOIN findings AS f ON f.evaluation = k.evaluation AND f.criterion = k.criterion
GROUP BY ALL
ORDER BY c.start_local DESC, c.recording_id, k.criterion;
