-- Fatal criteria that were broken or are suspected to be, the newest call first, each with its surest finding; at most
-- $limit.
SELECT recording_id, call_id, agent, queue, start_local, criterion, name, outcome, reason, text, start, probability
FROM fatal_lines
WHERE
/* include web_scope */
ORDER BY start_utc DESC, recording_id, position
LIMIT $limit;
