-- Every criterion that some current scorecard has, in the rubric's order.
SELECT rubric, criterion, name, section, position, forbids
FROM rubric_lines
ORDER BY rubric, position, criterion;
