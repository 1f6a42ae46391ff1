-- The day of the newest call.
SELECT max(day) AS day
FROM agent_days
WHERE
/* include web_scope */;
