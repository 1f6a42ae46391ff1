-- The mean score of the whole centre, month by month.
SELECT month, sum(percent_sum) / nullif(sum(scored), 0) AS mean
FROM agent_days
GROUP BY month
ORDER BY month DESC;
