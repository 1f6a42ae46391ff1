-- The filters of the page of calls; one that is NULL lets every call pass.
    AND (CAST($call_id AS VARCHAR) IS NULL OR call_id = $call_id OR recording_id = $call_id)
    AND (CAST($agent AS VARCHAR) IS NULL OR agent = $agent)
    AND (CAST($team AS VARCHAR) IS NULL OR team = $team)
    AND (CAST($site AS VARCHAR) IS NULL OR site = $site)
    AND (CAST($queue AS VARCHAR) IS NULL OR queue = $queue)
    AND (CAST($rubric AS VARCHAR) IS NULL OR rubric = $rubric)
    AND (CAST($band AS VARCHAR) IS NULL OR band = $band)
    AND (CAST($from AS DATE) IS NULL OR start_local >= CAST($from AS DATE))
    AND (CAST($to AS DATE) IS NULL OR start_local < CAST($to AS DATE) + INTERVAL 1 DAY)
    AND (CAST($score_from AS DOUBLE) IS NULL OR percent >= $score_from)
    AND (CAST($score_to AS DOUBLE) IS NULL OR percent <= $score_to)
    AND (CAST($seconds_from AS DOUBLE) IS NULL OR seconds >= $seconds_from)
    AND (CAST($seconds_to AS DOUBLE) IS NULL OR seconds <= $seconds_to)
    AND (CAST($coverage_to AS DOUBLE) IS NULL OR coverage <= $coverage_to)
    AND (CAST($flag AS VARCHAR) IS NULL OR list_contains(flags, $flag))
    AND (CAST($fatal AS BOOLEAN) IS NULL OR fatal = $fatal)
    AND (
        CAST($recordings AS VARCHAR[]) IS NULL
        OR recording_id IN (SELECT unnest(CAST($recordings AS VARCHAR[])))
    )
    AND (CAST($failed AS VARCHAR) IS NULL OR list_contains(failed, $failed))
    AND (
        CAST($criterion AS VARCHAR) IS NULL
        OR recording_id IN (
            SELECT recording_id
            FROM criteria
            WHERE current
                AND criterion = $criterion
                AND (CAST($outcome AS VARCHAR) IS NULL OR outcome = $outcome)
        )
    )
