-- Fatal criteria that were broken or are suspected to be, the newest call first, each with its surest finding; at most
-- $limit.
SELECT
    c.recording_id, c.call_id, c.agent, c.queue, c.start_local,
    k.criterion, k.name, k.outcome, k.reason, k.text, k.start, k.probability
FROM (
    SELECT *
    FROM calls
    WHERE
/* include web_scope */
        AND recording_id IN (SELECT recording_id FROM fatal_lines)
) AS c
JOIN fatal_lines AS k ON k.recording_id = c.recording_id
ORDER BY c.start_utc DESC, c.recording_id, k.position
LIMIT $limit;
