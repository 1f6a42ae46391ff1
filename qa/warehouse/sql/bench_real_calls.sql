-- Calls that are no simulation.
SELECT recording_id
FROM calls
WHERE shard <> 'simulated'
ORDER BY recording_id;
