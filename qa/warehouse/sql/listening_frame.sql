-- A month's calls by agent and week, and how many of them people may hear by lot. $month: YYYY-MM, $minimum_seconds.
-- A week begins on Monday or with the month. Sums are decimals: no order of the rows shows in them.
SELECT
    agent,
    known_agent,
    greatest(date_trunc('week', start_local)::DATE, date_trunc('month', start_local)::DATE) AS week,
    count(*) FILTER (evaluated AND seconds >= $minimum_seconds) AS calls,
    count(*) FILTER (seconds < $minimum_seconds) AS too_short,
    count(*) FILTER (NOT evaluated AND seconds >= $minimum_seconds) AS unjudged,
    count(percent) FILTER (evaluated AND seconds >= $minimum_seconds) AS scored,
    coalesce(sum(try_cast(percent AS DECIMAL(18, 6))) FILTER (evaluated AND seconds >= $minimum_seconds), 0) AS total,
    max(start_local)::DATE AS last_day
FROM calls
WHERE month = $month
GROUP BY ALL
ORDER BY agent, known_agent, week;
