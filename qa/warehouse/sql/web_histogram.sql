-- Scored calls in bins of ten points: those of $recordings, or where that is NULL those of the newest day.
SELECT CAST(greatest(0, least(9, floor(percent / 10))) AS INTEGER) AS bin, count(*) AS calls
FROM calls
WHERE
/* include web_scope */
    AND percent IS NOT NULL
    AND CASE
        WHEN CAST($recordings AS VARCHAR[]) IS NULL THEN day = (SELECT max(day) FROM calls)
        ELSE recording_id IN (SELECT unnest(CAST($recordings AS VARCHAR[])))
    END
GROUP BY bin
ORDER BY bin;
