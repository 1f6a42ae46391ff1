-- Calls of one week at given places of each agent's list, which goes by queue, then by length, then shuffled.
-- $month: YYYY-MM, $week: its first day, $minimum_seconds, $bands: list of lengths in seconds at which a new band begins,
-- $salt: of the shuffling, $agents and $places: lists of the same length, places from 0.
WITH listed AS (
    SELECT
        recording_id,
        agent,
        queue,
        len(list_filter(CAST($bands AS DOUBLE[]), lambda b: seconds >= b)) AS band,
        row_number() OVER (
            PARTITION BY agent
            ORDER BY
                queue,
                len(list_filter(CAST($bands AS DOUBLE[]), lambda b: seconds >= b)),
                md5(concat($salt, recording_id)),
                recording_id
        ) - 1 AS place
    FROM calls
    WHERE month = $month
        AND greatest(date_trunc('week', start_local)::DATE, date_trunc('month', start_local)::DATE) = $week
        AND known_agent
        AND evaluated
        AND seconds >= $minimum_seconds
),

wanted AS (
    SELECT unnest(CAST($agents AS VARCHAR[])) AS agent, unnest(CAST($places AS BIGINT[])) AS place
)

SELECT l.recording_id, l.agent, l.queue, l.band
FROM listed AS l
JOIN wanted AS w ON w.agent = l.agent AND w.place = l.place
ORDER BY l.agent, l.place;
