-- One call, if the person may see it. $recording: its id.
SELECT *
FROM calls
WHERE
/* include web_scope */
    AND recording_id = $recording;
