-- How many rows each table of the mart has.
SELECT
    (SELECT count(*) FROM calls) AS calls,
    (SELECT count(*) FROM measures) AS measures,
    (SELECT count(*) FROM evaluations) AS evaluations,
    (SELECT count(*) FROM criteria) AS criteria,
    (SELECT count(*) FROM findings) AS findings;
