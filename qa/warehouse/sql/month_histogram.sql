-- Scored calls of a month in bins of ten points: 0 is [0, 10), 9 is [90, 100]; scores beyond count at the end they
-- are nearest to. Bins without calls are left out. $month: YYYY-MM.
SELECT CAST(greatest(0, least(9, floor(percent / 10))) AS INTEGER) AS bin, count(*) AS calls
FROM calls
WHERE month = $month AND percent IS NOT NULL
GROUP BY bin
ORDER BY bin;
