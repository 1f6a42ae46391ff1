-- Calls of the newest 31 days in which a person's answer is worth most, the most urgent first: suspected fatal, fatal,
-- something forbidden said, something that could not be judged. $reviewed: calls that somebody has reviewed.
-- $suspected: the band of calls with a suspected fatal violation.
SELECT
    recording_id, call_id, agent, team, queue, start_local, seconds, percent, band, coverage, fatal, cannot_judge, violated,
    CASE
        WHEN band = $suspected THEN 4
        WHEN fatal THEN 3
        WHEN violated > 0 THEN 2
        ELSE 1
    END AS priority
FROM calls
WHERE
/* include web_scope */
    AND (violated > 0 OR cannot_judge > 0)
    AND start_local >= (SELECT max(start_local) FROM calls) - INTERVAL 31 DAY
    AND recording_id NOT IN (SELECT unnest(CAST($reviewed AS VARCHAR[])))
ORDER BY priority DESC, coverage, start_utc DESC, recording_id
LIMIT $limit;
