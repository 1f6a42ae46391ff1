-- A month's calls summed up as in month_agents.sql, with scores that leave some criteria out: $criteria[i] of $rubrics[i].
-- $month: YYYY-MM, by the local start of the call.
-- A form that starts at full marks and takes off what is lost scores otherwise than one that asks which share of what
-- could be judged was earned; which one a rubric is shows in the calls of which a part could not be judged.
WITH left_out AS (
    SELECT unnest(CAST($rubrics AS VARCHAR[])) AS rubric, unnest(CAST($criteria AS VARCHAR[])) AS criterion
),

lines AS (
    SELECT
        c.evaluation,
        c.rubric,
        c.fatal,
        c.outcome = 'violated' AS violated,
        o.criterion IS NULL AS counts,
        CAST(c.points AS DECIMAL(18, 6)) AS points,
        CAST(c.max_points AS DECIMAL(18, 6)) AS max_points
    FROM criteria AS c
    LEFT JOIN left_out AS o ON o.rubric = c.rubric AND o.criterion = c.criterion
    WHERE c.current
        AND c.month = $month
        AND c.rubric IN (SELECT rubric FROM left_out)
        AND c.outcome IN ('met', 'clear', 'missed', 'violated')
),

sums AS (
    SELECT
        evaluation,
        coalesce(sum(points) FILTER (NOT fatal), 0) AS earned_all,
        coalesce(sum(max_points) FILTER (NOT fatal), 0) AS stake_all,
        coalesce(sum(points) FILTER (NOT fatal AND counts), 0) AS earned,
        coalesce(sum(max_points) FILTER (NOT fatal AND counts), 0) AS stake,
        bool_or(fatal AND violated AND counts) AS fatal
    FROM lines
    GROUP BY evaluation
),

scored AS (
    SELECT e.recording_id, e.rubric, e.percent, e.max_score, e.fatal AND s.fatal AS killed, e.fatal, s.* EXCLUDE (fatal)
    FROM sums AS s
    JOIN evaluations AS e ON e.evaluation = s.evaluation
    WHERE e.percent IS NOT NULL
),

forms AS (
    SELECT
        rubric,
        count(*) FILTER (abs(percent - 100 * (max_score - (stake_all - earned_all)) / max_score) < 0.01)
        > count(*) FILTER (abs(percent - 100 * earned_all / stake_all) < 0.01) AS takes_off
    FROM scored
    WHERE NOT fatal AND stake_all > 0 AND stake_all <> max_score
    GROUP BY rubric
),

again AS (
    SELECT
        s.recording_id,
        CASE
            WHEN s.killed THEN 0
            WHEN s.stake = 0 THEN NULL
            WHEN coalesce(f.takes_off, false) THEN greatest(0, 100 * (s.max_score - (s.stake - s.earned)) / s.max_score)
            ELSE 100 * s.earned / s.stake
        END AS percent
    FROM scored AS s
    LEFT JOIN forms AS f ON f.rubric = s.rubric
)

SELECT
    agent,
    known_agent,
    team,
    site,
    queue,
    direction,
    rubric,
    count(*) AS calls,
    count(*) FILTER (evaluated) AS evaluations,
    count(points) AS scored,
    coalesce(sum(points), 0) AS total,
    coalesce(sum(points * points), 0) AS squares
FROM (
    SELECT
        c.agent,
        c.known_agent,
        c.team,
        c.site,
        c.queue,
        c.direction,
        coalesce(c.rubric, '') AS rubric,
        c.evaluated,
        try_cast(
            CASE WHEN c.rubric IN (SELECT rubric FROM left_out) THEN a.percent ELSE c.percent END AS DECIMAL(18, 6)
        ) AS points
    FROM calls AS c
    LEFT JOIN again AS a ON a.recording_id = c.recording_id
    WHERE c.month = $month
)
GROUP BY agent, known_agent, team, site, queue, direction, rubric
ORDER BY agent, known_agent, team, site, queue, direction, rubric;
