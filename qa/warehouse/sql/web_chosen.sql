-- The filters of the page of calls; one whose value is NULL is left out.
/* if call_id */
    AND (call_id = $call_id OR recording_id = $call_id)
/* end */
/* if agent */
    AND agent = $agent
/* end */
/* if team */
    AND team = $team
/* end */
/* if site */
    AND site = $site
/* end */
/* if queue */
    AND queue = $queue
/* end */
/* if rubric */
    AND rubric = $rubric
/* end */
/* if band */
    AND band = $band
/* end */
/* if from */
    AND start_local >= CAST($from AS DATE)
/* end */
/* if to */
    AND start_local < CAST($to AS DATE) + INTERVAL 1 DAY
/* end */
/* if score_from */
    AND percent >= $score_from
/* end */
/* if score_to */
    AND percent <= $score_to
/* end */
/* if seconds_from */
    AND seconds >= $seconds_from
/* end */
/* if seconds_to */
    AND seconds <= $seconds_to
/* end */
/* if coverage_to */
    AND coverage <= $coverage_to
/* end */
/* if flag */
    AND list_contains(flags, $flag)
/* end */
/* if fatal */
    AND fatal = $fatal
/* end */
/* if recordings */
    AND recording_id IN (SELECT unnest(CAST($recordings AS VARCHAR[])))
/* end */
/* if failed */
    AND list_contains(failed, $failed)
/* end */
/* if failed_of_agent */
    AND number IN (SELECT number FROM failures WHERE failed = $failed_of_agent AND agent = $agent)
/* end */
/* if criterion */
    AND recording_id IN (
        SELECT recording_id
        FROM criteria
        WHERE current
            AND criterion = $criterion
            AND (CAST($agent AS VARCHAR) IS NULL OR agent = $agent)
            AND (CAST($outcome AS VARCHAR) IS NULL OR outcome = $outcome)
    )
/* end */
