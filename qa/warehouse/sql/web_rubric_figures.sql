-- How often each criterion of a rubric had which outcome in the rubric's newest month. $rubric.
SELECT
    criterion,
    max(month) AS month,
    sum(calls) AS calls,
    sum(calls) FILTER (outcome IN ('met', 'clear', 'missed', 'violated')) AS judged,
    sum(calls) FILTER (outcome IN ('met', 'clear')) AS passed,
    sum(calls) FILTER (outcome IN ('missed', 'violated')) AS failed,
    sum(calls) FILTER (outcome = 'cannot_judge') AS cannot_judge
FROM criterion_months
WHERE rubric = $rubric
    AND month = (SELECT max(month) FROM criterion_months WHERE rubric = $rubric)
GROUP BY criterion;
