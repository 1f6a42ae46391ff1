-- A page of the list of calls, the newest first where nothing else is asked.
-- Sorts by: start_local, percent, coverage, seconds, agent, queue
SELECT
    recording_id, call_id, agent, team, site, queue, direction, start_local, seconds, percent, band, coverage, fatal,
    flags, rubric, evaluated
FROM calls
WHERE
/* include web_scope */
/* include web_chosen */
ORDER BY /* sort */ start_utc DESC, recording_id
LIMIT $limit OFFSET $offset;
