-- What a list of calls to hear says of each call. $recordings: list of recording ids; those not kept any longer are left
-- out.
SELECT recording_id, call_id, agent, team, site, queue, start_local, seconds, percent
FROM calls
WHERE recording_id IN (SELECT unnest(CAST($recordings AS VARCHAR[])));
