-- The outcomes of a month's current scorecards by agent and criterion. $month: YYYY-MM. Where a rubric changed within
-- the month, its versions are taken together.
SELECT
    agent,
    known_agent,
    rubric,
    criterion,
    min(name) AS name,
    min(section) AS section,
    bool_or(fatal) AS fatal,
    count(*) FILTER (judged) AS judged,
    count(*) FILTER (outcome IN ('met', 'clear')) AS passed,
    count(*) FILTER (outcome = 'cannot_judge') AS cannot_judge,
    coalesce(sum(try_cast(max_points - points AS DECIMAL(18, 6))) FILTER (judged), 0) AS lost,
    coalesce(sum(try_cast(max_points AS DECIMAL(18, 6))) FILTER (judged), 0) AS at_stake
FROM (
    SELECT *, outcome IN ('met', 'clear', 'missed', 'violated') AS judged
    FROM criteria
    WHERE current AND month = $month
)
GROUP BY agent, known_agent, rubric, criterion
ORDER BY agent, known_agent, rubric, criterion;
