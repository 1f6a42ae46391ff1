-- When the agents of a month were here. $month: YYYY-MM. Days are whole and count back from the day of the month's last
-- call, so that a month that is not over yet makes nobody absent.
WITH ends AS (
    SELECT
        max(CAST(start_local AS DATE)) FILTER (month = $month) AS last_day,
        min(CAST(start_local AS DATE)) AS first_day
    FROM calls
),

agents AS (
    SELECT
        agent,
        count(*) FILTER (month = $month) AS calls,
        min(CAST(start_local AS DATE)) AS first_call,
        max(CAST(start_local AS DATE)) FILTER (month = $month) AS last_call
    FROM calls
    WHERE known_agent AND month <= $month
    GROUP BY agent
)

SELECT
    agent,
    calls,
    date_diff('day', first_call, last_day) + 1 AS known_days,
    date_diff('day', last_call, last_day) AS away_days,
    date_diff('day', first_day, last_day) + 1 AS history_days
FROM agents, ends
WHERE calls > 0
ORDER BY agent;
