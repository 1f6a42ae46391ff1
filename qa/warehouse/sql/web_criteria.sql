-- Every criterion that some current scorecard has, in the rubric's order.
SELECT rubric, criterion, min(name) AS name, min(section) AS section, min(position) AS position
FROM criteria
WHERE current
GROUP BY rubric, criterion
ORDER BY rubric, min(position), criterion;
