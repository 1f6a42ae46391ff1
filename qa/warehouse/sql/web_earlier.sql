-- Earlier and later calls of the customer of a call, the newest first. $recording: its id.
WITH this AS (SELECT customer, start_utc FROM calls WHERE recording_id = $recording)

SELECT recording_id, call_id, agent, queue, start_local, percent, band, fatal, start_utc < (SELECT start_utc FROM this) AS earlier
FROM calls
WHERE
/* include web_scope */
    AND customer = (SELECT customer FROM this)
    AND recording_id <> $recording
ORDER BY start_utc DESC, recording_id
LIMIT 10;
