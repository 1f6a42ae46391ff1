-- How often each criterion was met, month by month up to $month.
SELECT
    rubric,
    criterion,
    month,
    sum(calls) AS judged,
    coalesce(sum(calls) FILTER (outcome IN ('met', 'clear')), 0) AS passed
FROM criterion_months
WHERE month <= $month
    AND outcome IN ('met', 'clear', 'missed', 'violated')
GROUP BY rubric, criterion, month
ORDER BY rubric, criterion, month;
