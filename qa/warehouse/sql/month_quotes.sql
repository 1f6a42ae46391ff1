-- What agents said that broke a criterion, surest first: at most two a criterion and $quotes an agent.
-- $month: YYYY-MM, $agents: list of agents, $measured: what findings are called that nobody said. A missed criterion has
-- no words to quote.
WITH said AS (
    SELECT f.agent, f.recording_id, f.call_id, f.criterion, c.name, f.text, f.start, f.position, f.probability
    FROM findings AS f
    JOIN criteria AS c ON c.evaluation = f.evaluation AND c.criterion = f.criterion
    WHERE f.current
        AND f.month = $month
        AND c.current
        AND c.month = $month
        AND c.outcome = 'violated'
        AND f.text <> ''
        AND f.phrase NOT IN (SELECT unnest(CAST($measured AS VARCHAR[])))
        AND f.agent IN (SELECT unnest(CAST($agents AS VARCHAR[])))
),

best AS (
    SELECT *
    FROM said
    QUALIFY row_number() OVER (
        PARTITION BY agent, criterion ORDER BY probability DESC, call_id, recording_id, start, position
    ) <= 2
)

SELECT agent, recording_id, call_id, criterion, name, text, start, probability
FROM best
QUALIFY row_number() OVER (
    PARTITION BY agent ORDER BY probability DESC, call_id, recording_id, criterion, start, position
) <= $quotes
ORDER BY agent, probability DESC, call_id, recording_id, criterion, start, position;
