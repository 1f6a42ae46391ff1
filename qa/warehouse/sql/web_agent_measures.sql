-- How one agent spoke in a month, beside all others. $agent, $month.
SELECT measure, n, total, squares, peers_n, peers_total
FROM (
    SELECT
        agent, measure, n, total, squares,
        CAST(sum(n) OVER (PARTITION BY measure) AS BIGINT) - n AS peers_n,
        sum(total) OVER (PARTITION BY measure) - total AS peers_total
    FROM agent_measures
    WHERE month = $month
)
WHERE agent = $agent
    AND agent IN (
        SELECT agent
        FROM agent_days
        WHERE
/* include web_scope */
            AND agent = $agent
            AND month = $month
    )
ORDER BY measure;
