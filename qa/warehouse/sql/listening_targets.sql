-- Calls to hear for what is in them, at most $most an agent: each reason in turn, within a reason the worst first.
-- $month: YYYY-MM, $until: the day before which they began, $minimum_seconds, $reasons: those that count,
-- $suspected: the band of suspected fatal calls, $low_score and $low_coverage: below them, $disputed: calls on which a
-- person and the machine differ, $keys: what is lost in a key indicator, as rubric|criterion:outcome, $taken: calls that
-- are in the plan already.
WITH found AS (
    SELECT
        recording_id,
        agent,
        percent,
        coverage,
        CASE
            WHEN fatal OR band = $suspected THEN 'fatal'
            WHEN recording_id IN (SELECT unnest(CAST($disputed AS VARCHAR[]))) THEN 'disputed'
            WHEN list_has_any(list_transform(failed, lambda f: rubric || '|' || f), CAST($keys AS VARCHAR[]))
                THEN 'key_indicator'
            WHEN percent < $low_score THEN 'low_score'
            WHEN percent IS NULL OR coverage < $low_coverage THEN 'unclear'
        END AS reason
    FROM calls
    WHERE month = $month
        AND start_local < CAST($until AS DATE)
        AND known_agent
        AND evaluated
        AND seconds >= $minimum_seconds
        AND recording_id NOT IN (SELECT unnest(CAST($taken AS VARCHAR[])))
),

turns AS (
    SELECT
        *,
        list_position(CAST($reasons AS VARCHAR[]), reason) AS urgency,
        row_number() OVER (
            PARTITION BY agent, reason ORDER BY percent NULLS LAST, coverage, md5(recording_id), recording_id
        ) AS turn
    FROM found
    WHERE list_contains(CAST($reasons AS VARCHAR[]), reason)
)

SELECT recording_id, agent, reason
FROM turns
QUALIFY row_number() OVER (PARTITION BY agent ORDER BY turn, urgency, recording_id) <= $most
ORDER BY agent, turn, urgency, recording_id;
