-- The committed Parquet files as views. The lists of files arrive as variables; the first of each list holds no rows
-- and gives the columns, so that an empty truth works. Label (of a later scoring), day and shard come from a file's
-- name; `place` is the three together, written so that text order is the order of label, day, shard.
CREATE TEMP MACRO day_of(file) AS regexp_extract(file, 'day=([0-9-]+)/[^/]+$', 1);
CREATE TEMP MACRO shard_of(file) AS regexp_extract(file, '([^/.]+)[^/]*$', 1);
CREATE TEMP MACRO label_of(file) AS regexp_extract(file, '[^/.]+\.([^/.]+)\.parquet$', 1);
CREATE TEMP MACRO place_of(file) AS concat_ws(' ', label_of(file), day_of(file), shard_of(file));

CREATE TEMP VIEW truth_recordings AS
SELECT
    *,
    place_of(filename) AS place,
    CAST(day_of(filename) AS DATE) AS day,
    shard_of(filename) AS shard
FROM read_parquet(getvariable('recordings'), filename = true, union_by_name = true, hive_partitioning = false);

CREATE TEMP VIEW truth_measures AS
SELECT *, place_of(filename) AS place
FROM read_parquet(getvariable('measures'), filename = true, union_by_name = true, hive_partitioning = false);

CREATE TEMP VIEW truth_evaluations AS
SELECT
    *,
    place_of(filename) AS place,
    CAST(day_of(filename) AS DATE) AS day,
    shard_of(filename) AS shard,
    label_of(filename) AS label
FROM read_parquet(getvariable('evaluations'), filename = true, union_by_name = true, hive_partitioning = false);

CREATE TEMP VIEW truth_findings AS
SELECT *, place_of(filename) AS place
FROM read_parquet(getvariable('findings'), filename = true, union_by_name = true, hive_partitioning = false);
