-- Calls of the newest 31 days in which a person's answer is worth most, the most urgent first: suspected fatal, fatal,
-- something forbidden said, something that could not be judged. $reviewed: calls that somebody has reviewed.
-- $suspected: the band of calls with a suspected fatal violation.
SELECT
    c.recording_id, c.call_id, c.agent, c.team, c.queue, c.start_local, c.seconds, c.percent, c.band, c.coverage, c.fatal,
    k.cannot_judge, k.violated,
    CASE
        WHEN c.band = $suspected THEN 4
        WHEN c.fatal THEN 3
        WHEN k.violated > 0 THEN 2
        ELSE 1
    END AS priority
FROM (
    SELECT *
    FROM calls
    WHERE
/* include web_scope */
        AND evaluated
        AND start_local >= (SELECT max(start_local) FROM calls) - INTERVAL 31 DAY
        AND recording_id NOT IN (SELECT unnest(CAST($reviewed AS VARCHAR[])))
) AS c
JOIN (
    SELECT
        recording_id,
        count(*) FILTER (outcome = 'cannot_judge') AS cannot_judge,
        count(*) FILTER (outcome = 'violated') AS violated
    FROM criteria
    WHERE current
    GROUP BY recording_id
    HAVING count(*) FILTER (outcome IN ('cannot_judge', 'violated')) > 0
) AS k ON k.recording_id = c.recording_id
ORDER BY priority DESC, c.coverage, c.start_utc DESC, c.recording_id
LIMIT $limit;
