-- Calls of the newest 31 days in which a person's answer is worth most, the most urgent first: suspected fatal, fatal,
-- something forbidden said, something that could not be judged. $reviewed: calls that somebody has reviewed.
SELECT
    recording_id, call_id, agent, team, queue, start_local, seconds, percent, band, coverage, fatal, cannot_judge, violated,
    priority
FROM review_candidates
WHERE
/* include web_scope */
    AND recording_id NOT IN (SELECT unnest(CAST($reviewed AS VARCHAR[])))
ORDER BY priority DESC, coverage, start_utc DESC, recording_id
LIMIT $limit;
