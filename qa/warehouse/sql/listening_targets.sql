-- Calls to hear for what is in them, at most $most an agent: each reason in turn, within a reason the worst first.
-- $month: YYYY-MM, $until: the day before which they began, $minimum_seconds, $reasons: those that count,
-- $suspected: the band of suspected fatal calls, $low_score and $low_coverage: below them, $disputed: calls on which a
-- person and the machine differ, $keys: what is lost in a key indicator, as rubric|criterion:outcome, $shares: for each
-- key the share of such calls of an agent that is heard (wanted; at most $cap), $taken: calls that are in the plan already.
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

wanted AS (
    SELECT
        agent,
        max(lost * share) AS wanted
    FROM (
        SELECT
            agent,
            key,
            count(*) AS lost
        FROM (
            SELECT
                agent,
                rubric || '|' || unnest(failed) AS key
            FROM calls
            WHERE month = $month
                AND start_local < CAST($until AS DATE)
                AND known_agent
                AND evaluated
                AND seconds >= $minimum_seconds
        )
        GROUP BY agent, key
    )
    INNER JOIN (SELECT unnest(CAST($keys AS VARCHAR[])) AS key, unnest(CAST($shares AS DOUBLE[])) AS share) USING (key)
    GROUP BY agent
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

SELECT t.recording_id, t.agent, t.reason, w.wanted
FROM turns AS t
LEFT JOIN wanted AS w USING (agent)
QUALIFY row_number() OVER (PARTITION BY agent ORDER BY turn, urgency, recording_id) <= $most
    OR (t.reason = 'key_indicator' AND t.turn <= $cap)
ORDER BY agent, turn, urgency, recording_id;
