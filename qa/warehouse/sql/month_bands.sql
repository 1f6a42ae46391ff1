-- How many scored calls of a month are in each band, best band first (by the mean of its scores). $month: YYYY-MM.
SELECT band, count(*) AS calls
FROM calls
WHERE month = $month AND percent IS NOT NULL
GROUP BY band
ORDER BY sum(try_cast(percent AS DECIMAL(18, 6))) / count(*) DESC, band;
