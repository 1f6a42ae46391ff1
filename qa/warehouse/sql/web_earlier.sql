-- Other calls of a customer, the newest first. $customer: the mart's number for them, $recording: the call at hand.
SELECT recording_id, call_id, agent, queue, start_local, percent, band, fatal
FROM calls
WHERE
/* include web_scope */
    AND customer = $customer
    AND recording_id <> $recording
ORDER BY start_utc DESC, recording_id
LIMIT 10;
