-- The lines of the current scorecards of some calls, in the rubric's order. $recordings: list of recording ids.
SELECT *
FROM criteria
WHERE current AND recording_id IN (SELECT unnest(CAST($recordings AS VARCHAR[])))
ORDER BY recording_id, position;
