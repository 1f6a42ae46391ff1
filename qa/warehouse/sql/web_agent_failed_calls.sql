-- The newest calls of one agent that failed in one of some criteria, at most $limit. $agent, $criteria: list of ids.
SELECT recording_id, call_id, agent, queue, start_local
FROM calls
WHERE
/* include web_scope */
    AND agent = $agent
    AND number IN (
        SELECT number
        FROM failures
        WHERE agent = $agent
            AND failed NOT LIKE '%:cannot_judge'
            AND split_part(failed, ':', 1) IN (SELECT unnest(CAST($criteria AS VARCHAR[])))
    )
ORDER BY start_utc DESC, recording_id
LIMIT $limit;
