-- Every agent with calls, by id: number of calls and scores, plain mean (0 to 100), first and last call.
SELECT * FROM agents ORDER BY agent;
