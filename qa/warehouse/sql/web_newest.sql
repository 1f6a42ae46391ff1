-- The day of the newest call.
SELECT CAST(max(start_local) AS DATE) AS day
FROM calls
WHERE
/* include web_scope */;
