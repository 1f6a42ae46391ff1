-- A page of those among $recordings that are chosen, the newest first where nothing else is asked. Found by their ids
-- first, sorted then: the other way round every call is read.
-- Sorts by: start_local, percent, coverage, seconds, agent, queue
WITH found AS MATERIALIZED (
    SELECT *
    FROM calls
    WHERE recording_id IN (SELECT unnest(CAST($recordings AS VARCHAR[])))
)

SELECT
    recording_id, call_id, agent, team, site, queue, direction, start_local, seconds, percent, band, coverage, fatal,
    flags, rubric, evaluated
FROM found
WHERE
/* include web_scope */
/* include web_chosen */
ORDER BY /* sort */ start_utc DESC, recording_id
LIMIT $limit OFFSET $offset;
