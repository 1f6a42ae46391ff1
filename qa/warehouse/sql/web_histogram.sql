-- Scored calls in bins of ten points: those of $recordings, or where that is NULL those of the newest day.
SELECT CAST(greatest(0, least(9, floor(percent / 10))) AS INTEGER) AS bin, count(*) AS calls
FROM calls
WHERE
/* include web_scope */
    AND percent IS NOT NULL
/* if recordings */
    AND recording_id IN (SELECT unnest(CAST($recordings AS VARCHAR[])))
/* end */
/* unless recordings */
    AND day = (SELECT max(day) FROM calls)
/* end */
GROUP BY bin
ORDER BY bin;
