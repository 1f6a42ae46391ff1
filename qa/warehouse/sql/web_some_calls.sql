-- Some calls. $recordings: list of recording ids.
SELECT recording_id, call_id, agent, team, queue, start_local, seconds, percent, band, coverage, fatal
FROM calls
WHERE
/* include web_scope */
    AND recording_id IN (SELECT unnest(CAST($recordings AS VARCHAR[])));
