-- The months that hold calls, newest first.
SELECT month, count(*) AS calls, count(*) FILTER (evaluated) AS evaluations, count(percent) AS scored
FROM calls
GROUP BY month
ORDER BY month DESC;
