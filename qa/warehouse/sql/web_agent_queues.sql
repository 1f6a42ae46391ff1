-- One agent's kinds of call in a month, beside the mean of all others. $agent, $month.
SELECT queue, calls, scored, percent_sum, percent_squares, peers_scored, peers_sum
FROM (
    SELECT
        agent, queue, calls, scored, percent_sum, percent_squares,
        CAST(sum(scored) OVER (PARTITION BY queue) AS BIGINT) - scored AS peers_scored,
        sum(percent_sum) OVER (PARTITION BY queue) - coalesce(percent_sum, 0) AS peers_sum
    FROM agent_queues
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
ORDER BY calls DESC, queue;
