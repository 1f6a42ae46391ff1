-- What one agent failed in, in the newest month of their calls: calls by criterion and outcome, the commonest first.
-- $agent.
WITH own AS (
    SELECT number, month
    FROM calls
    WHERE
/* include web_scope */
        AND agent = $agent
)

SELECT split_part(f.failed, ':', 1) AS criterion, split_part(f.failed, ':', 2) AS outcome, count(*) AS calls
FROM failures AS f
JOIN own AS o ON o.number = f.number
WHERE f.agent = $agent
    AND o.month = (SELECT max(month) FROM own)
    AND f.failed NOT LIKE '%:cannot_judge'
GROUP BY ALL
ORDER BY calls DESC, criterion, outcome;
