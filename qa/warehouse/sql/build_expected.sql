-- How many rows each table of the mart must have, counted in the truth alone.
WITH judged AS (
    SELECT
        recording_id,
        rubric_hash,
        model_hash,
        max(place) AS place,
        max_by(len(criteria), place) AS lines
    FROM truth_evaluations
    GROUP BY recording_id, rubric_hash, model_hash
),

evidence AS (
    SELECT recording_id, rubric_hash, model_hash, place, count(*) AS found
    FROM truth_findings
    GROUP BY ALL
)

SELECT
    (SELECT count(DISTINCT recording_id) FROM truth_recordings) AS calls,
    (SELECT count(DISTINCT recording_id) FROM truth_measures) AS measures,
    (SELECT count(*) FROM judged) AS evaluations,
    (SELECT coalesce(sum(lines), 0) FROM judged) AS criteria,
    (
        SELECT coalesce(sum(found), 0)
        FROM evidence JOIN judged USING (recording_id, rubric_hash, model_hash, place)
    ) AS findings;
