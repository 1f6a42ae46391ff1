-- A simulated centre beside the real calls of build_sources.sql, in the shape of the truth: $calls calls of 30 days and
-- $agents agents, every value from a hash, so that it is the same each time.
CREATE TEMP TABLE simulated AS
SELECT
    i,
    lower(printf('%016x', hash(i))) AS recording_id,
    printf('%d', 10000 + hash(i, 'agent') % getvariable('agents')) AS agent,
    CAST(hash(i, 'agent') % getvariable('agents') AS INTEGER) AS agent_number,
    DATE '2026-10-01' + CAST(i * 30 // getvariable('calls') AS INTEGER) AS day,
    CAST(hash(i, 'second') % 57600 AS INTEGER) AS second,
    (hash(i, 'score') % 1000) / 1000.0 AS luck
FROM range(getvariable('calls')) AS t(i);

ALTER VIEW truth_recordings RENAME TO real_recordings;
CREATE TEMP VIEW truth_recordings AS
SELECT * FROM real_recordings
UNION ALL BY NAME
SELECT
    recording_id,
    'S' || i AS call_id,
    'simulated/' || i || '.wav' AS file,
    recording_id AS sha256,
    printf('%d', 13000000000 + hash(i, 'customer') % 900000) AS customer_number,
    ' ' || day || ' simulated' AS place,
    day,
    'simulated' AS shard,
    CAST(day AS TIMESTAMP) + to_seconds(25200 + second) AS start_local,
    CAST(day AS TIMESTAMP) + to_seconds(second - 3600) AS start_utc,
    agent,
    agent_number % 60 || '组' AS team,
    CASE WHEN agent_number % 2 = 0 THEN '南京' ELSE '苏州' END AS site,
    ['话费', '宽带', '套餐', '投诉', '办理'][1 + CAST(hash(i, 'queue') % 5 AS INTEGER)] AS queue,
    'inbound' AS direction,
    CAST(NULL AS DOUBLE) AS satisfaction,
    60.0 + hash(i, 'seconds') % 540 AS seconds,
    2 AS channels,
    CASE WHEN hash(i, 'flag') % 20 = 0 THEN ['clipped'] ELSE [] END AS flags,
    0 AS agent_channel,
    0.97 AS agent_confidence
FROM simulated;

ALTER VIEW truth_evaluations RENAME TO real_evaluations;
CREATE TEMP VIEW truth_evaluations AS
SELECT * FROM real_evaluations
UNION ALL BY NAME
SELECT
    recording_id,
    'simulated' AS rubric,
    'simulated' AS rubric_hash,
    'simulated' AS model_hash,
    CASE WHEN luck < 0.002 THEN 0.0 ELSE round(60 + 40 * sqrt(luck), 2) END AS score,
    100.0 AS max_score,
    0.7 + 0.3 * luck AS coverage,
    luck < 0.002 AS fatal,
    CASE WHEN luck < 0.4 THEN '不合格' WHEN luck < 0.6 THEN '合格' WHEN luck < 0.8 THEN '良' ELSE '优' END AS band,
    [
        {
            'criterion': 'c' || k,
            'name': '质检项 ' || k,
            'section': '第 ' || (1 + k // 4) || ' 节',
            'outcome': CASE
                WHEN k = 11 THEN CASE WHEN luck < 0.002 THEN 'violated' ELSE 'clear' END
                WHEN hash(i, k) % 100 < 80 THEN 'met'
                WHEN hash(i, k) % 100 < 92 THEN 'missed'
                WHEN hash(i, k) % 100 < 95 THEN 'violated'
                ELSE 'cannot_judge'
            END,
            'points': CASE WHEN hash(i, k) % 100 < 80 THEN 8.0 ELSE 0.0 END,
            'max_points': CASE WHEN k = 11 THEN 0.0 ELSE 8.0 END,
            'fatal': k = 11,
            'reason': ''
        }
        FOR k IN range(12)
    ] AS criteria,
    ' ' || day || ' simulated' AS place,
    day,
    'simulated' AS shard,
    '' AS label
FROM simulated;

ALTER VIEW truth_findings RENAME TO real_findings;
CREATE TEMP VIEW truth_findings AS
SELECT * FROM real_findings
UNION ALL BY NAME
SELECT
    recording_id,
    'simulated' AS rubric_hash,
    'simulated' AS model_hash,
    'c' || k AS criterion,
    0 AS position,
    '您好' AS phrase,
    '您好' AS text,
    'agent' AS party,
    1.0 + 10 * k AS start,
    2.0 + 10 * k AS "end",
    0.9 AS probability,
    ' ' || day || ' simulated' AS place
FROM simulated, range(2) AS t(k);
