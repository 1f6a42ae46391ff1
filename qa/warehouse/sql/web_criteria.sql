-- Every criterion that some current scorecard has, in the rubric's order; `forbids` tells what is forbidden from what is
-- required.
SELECT
    rubric,
    criterion,
    min(name) AS name,
    min(section) AS section,
    min(position) AS position,
    coalesce(bool_or(outcome IN ('violated', 'clear')), false) AS forbids
FROM criteria
WHERE current
GROUP BY rubric, criterion
ORDER BY rubric, min(position), criterion;
