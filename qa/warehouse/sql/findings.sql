-- The evidence of the current scorecards of some calls, in order of time. $recordings: list of recording ids.
SELECT *
FROM findings
WHERE current AND recording_id IN (SELECT unnest(CAST($recordings AS VARCHAR[])))
ORDER BY recording_id, start, criterion, position;
