-- The newest calls.
SELECT recording_id, call_id, queue, start_local, percent, band, fatal
FROM calls
WHERE
/* include web_scope */
ORDER BY start_utc DESC, recording_id
LIMIT $limit;
