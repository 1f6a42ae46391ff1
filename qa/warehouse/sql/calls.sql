-- Some calls with their current evaluation, by start. $recordings: list of recording ids.
SELECT *
FROM calls
WHERE recording_id IN (SELECT unnest(CAST($recordings AS VARCHAR[])))
ORDER BY start_utc, recording_id;
