-- Every evaluation of a call by the machine, the first one first. $recording: its id.
SELECT e.rubric, e.rubric_hash, e.model_hash, e.label, e.current, e.score, e.max_score, e.coverage, e.fatal, e.band, e.day, e.shard
FROM evaluations AS e
WHERE e.recording_id = $recording
    AND e.recording_id IN (
        SELECT recording_id
        FROM calls
        WHERE
/* include web_scope */
    )
ORDER BY e.label, e.evaluation;
