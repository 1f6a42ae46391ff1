-- A fingerprint of the calls that a month rests on, the same in whatever order they are stored. $month: YYYY-MM.
-- An evaluation follows from the audio, the speech model and the rubric: their hashes stand for its content.
SELECT
    count(*) AS calls,
    coalesce(
        CAST(
            bit_xor(
                md5_number(
                    CAST(
                        row(
                            recording_id, agent, known_agent, team, site, rubric_hash, model_hash, percent, coverage,
                            fatal, band
                        ) AS VARCHAR
                    )
                )
            ) AS VARCHAR
        ),
        ''
    ) AS fingerprint
FROM calls
WHERE month = $month;
