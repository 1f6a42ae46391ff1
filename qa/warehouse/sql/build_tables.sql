-- The mart's tables from the views of build_sources.sql: no keys, no indexes, duplicates left out here.
-- A recording that stands in two shards is taken from the first one (day, shard). Of evaluations with the same
-- recording, rubric and model the latest (label, day, shard) is kept. The current evaluation of a recording is the
-- one of the latest scoring; among those of one scoring the greatest (rubric hash, model hash).
CREATE TEMP TABLE kept_recordings AS
SELECT recording_id, min(place) AS place
FROM truth_recordings
GROUP BY recording_id;

CREATE TEMP TABLE kept_evaluations AS
SELECT
    row_number() OVER (ORDER BY recording_id, rubric_hash, model_hash) AS evaluation,
    recording_id,
    rubric_hash,
    model_hash,
    rubric,
    place,
    row_number() OVER (PARTITION BY recording_id ORDER BY place DESC, rubric_hash DESC, model_hash DESC) = 1 AS current,
    count(*) OVER (PARTITION BY recording_id) AS versions
FROM (
    SELECT recording_id, rubric_hash, model_hash, max_by(rubric, place) AS rubric, max(place) AS place
    FROM truth_evaluations
    GROUP BY recording_id, rubric_hash, model_hash
);

CREATE TABLE evaluations AS
SELECT
    k.evaluation,
    t.recording_id,
    t.rubric,
    t.rubric_hash,
    t.model_hash,
    t.label,
    k.current,
    k.versions,
    CASE WHEN isfinite(t.score) THEN t.score END AS score,
    t.max_score,
    -- The score on a scale of 100, so that rubrics of another total compare; NULL where nothing could be judged.
    CASE WHEN isfinite(t.score) AND t.max_score > 0 THEN 100 * t.score / t.max_score END AS percent,
    t.coverage,
    t.fatal,
    t.band,
    -- What a search by criterion asks for most, as criterion:outcome: no walk through every scorecard's lines.
    list_transform(
        list_filter(t.criteria, lambda c: c.outcome IN ('missed', 'violated', 'cannot_judge')),
        lambda c: c.criterion || ':' || c.outcome
    ) AS failed,
    len(list_filter(t.criteria, lambda c: c.outcome = 'violated')) AS violated,
    len(list_filter(t.criteria, lambda c: c.outcome = 'cannot_judge')) AS cannot_judge,
    -- Points, points at stake and coverage of the critical criteria and of all others; NULL where none is critical.
    t.critical,
    t.non_critical,
    t.day,
    t.shard
FROM truth_evaluations AS t
JOIN kept_evaluations AS k
    ON k.recording_id = t.recording_id
    AND k.rubric_hash = t.rubric_hash
    AND k.model_hash = t.model_hash
    AND k.place = t.place;

-- Numbers for customers, so that one customer's calls are known to belong together without anybody's number: in the
-- order of a hash, so that nothing of a number shows in its place.
CREATE TEMP TABLE customers AS
SELECT customer_number, row_number() OVER (ORDER BY md5(customer_number), customer_number) AS customer
FROM (SELECT DISTINCT customer_number FROM truth_recordings WHERE customer_number <> '');

-- One row a recording with its current evaluation. The customer's number and the free columns of the manifest may be
-- personal data: they stay in the truth. The rows lie day by day and within a day by team and agent: a query over some
-- days reads only these, one over a team or an agent only a few blocks of each day.
SET preserve_insertion_order = true;
CREATE TABLE calls AS
SELECT
    row_number() OVER (
        ORDER BY CAST(t.start_local AS DATE), t.site, t.team, t.agent, t.start_utc, t.recording_id
    ) AS number,
    t.recording_id,
    t.call_id,
    t.file,
    t.sha256,
    t.day,
    t.shard,
    strftime(t.start_local, '%Y-%m') AS month,
    t.start_local,
    t.start_utc,
    t.agent,
    NOT list_contains(t.flags, 'unknown_agent') AS known_agent,
    t.team,
    t.site,
    t.queue,
    t.direction,
    u.customer,
    t.satisfaction,
    t.seconds,
    t.channels,
    t.flags,
    t.agent_channel,
    t.agent_confidence,
    e.recording_id IS NOT NULL AS evaluated,
    e.rubric,
    e.rubric_hash,
    e.model_hash,
    e.score,
    e.max_score,
    e.percent,
    e.coverage,
    e.fatal,
    e.band,
    e.failed,
    e.violated,
    e.cannot_judge,
    e.label,
    -- How many evaluations the machine has made of it: most calls have one, and then nobody need look for others.
    coalesce(e.versions, 0) AS versions
FROM truth_recordings AS t
JOIN kept_recordings AS k ON k.recording_id = t.recording_id AND k.place = t.place
LEFT JOIN evaluations AS e ON e.recording_id = t.recording_id AND e.current
LEFT JOIN customers AS u ON u.customer_number = t.customer_number
ORDER BY number;

-- Which calls failed in a criterion, as criterion:outcome, an agent's beside each other: a list inside each call has to
-- be read for all calls of the centre.
CREATE TABLE failures AS
SELECT unnest(failed) AS failed, agent, number
FROM calls
ORDER BY failed, agent, number;
SET preserve_insertion_order = false;

-- What the lists of the search form offer, and every agent's days summed up: the first page of the day must not walk
-- through all calls.
CREATE TABLE places AS
SELECT DISTINCT agent, team, site, queue, rubric, band
FROM calls
ORDER BY ALL;

CREATE TABLE agent_days AS
SELECT
    agent,
    team,
    site,
    CAST(start_local AS DATE) AS day,
    any_value(month) AS month,
    count(*) AS calls,
    count(percent) AS scored,
    sum(percent) AS percent_sum,
    sum(percent * percent) AS percent_squares,
    count(coverage) AS covered,
    sum(coverage) AS coverage_sum,
    count(*) FILTER (fatal) AS fatal_calls
FROM calls
GROUP BY agent, team, site, CAST(start_local AS DATE)
ORDER BY agent, day;

-- Calls of the newest 31 days in which a person's answer is worth most: of each agent so many that the queue of any
-- team, site or centre is among them, and as many again that were reviewed. Four is suspected fatal, three fatal, two
-- something forbidden said, one something that could not be judged.
CREATE TABLE review_candidates AS
SELECT
    recording_id, call_id, agent, team, site, queue, start_local, start_utc, seconds, percent, band, coverage, fatal,
    cannot_judge, violated,
    CASE
        WHEN band = getvariable('suspected') THEN 4
        WHEN fatal THEN 3
        WHEN violated > 0 THEN 2
        ELSE 1
    END AS priority
FROM calls
WHERE (violated > 0 OR cannot_judge > 0)
    AND start_local >= (SELECT max(start_local) FROM calls) - INTERVAL 31 DAY
QUALIFY row_number() OVER (PARTITION BY agent ORDER BY priority DESC, coverage, start_utc DESC, recording_id) <= 400;

-- Curves and single stretches are for the page of one call, which reads the truth: here they would outweigh all else.
CREATE TABLE measures AS
SELECT t.* EXCLUDE (filename, place, curves, stretches), c.call_id, c.agent, c.month
FROM truth_measures AS t
JOIN kept_recordings AS k ON k.recording_id = t.recording_id AND k.place = t.place
JOIN calls AS c ON c.recording_id = t.recording_id;

-- One row a line of a scorecard, with what months and reports group by, so that no large join is needed later. This is
-- the largest table: hashes and call ids would double its cost and stand in evaluations and calls.
CREATE TABLE criteria AS
SELECT
    k.evaluation,
    t.recording_id,
    t.rubric,
    k.current,
    c.month,
    c.agent,
    c.known_agent,
    unnest(range(len(t.criteria))) AS position,
    unnest(t.criteria, recursive := true)
FROM truth_evaluations AS t
JOIN kept_evaluations AS k
    ON k.recording_id = t.recording_id
    AND k.rubric_hash = t.rubric_hash
    AND k.model_hash = t.model_hash
    AND k.place = t.place
JOIN calls AS c ON c.recording_id = t.recording_id;

-- Every agent's criteria and sections month by month: how many could be judged, how many were met or clear.
CREATE TABLE agent_criteria AS
SELECT
    agent,
    month,
    rubric,
    section,
    criterion,
    min(position) AS position,
    count(*) FILTER (outcome IN ('met', 'clear', 'missed', 'violated')) AS judged,
    count(*) FILTER (outcome IN ('met', 'clear')) AS passed
FROM criteria
WHERE current
GROUP BY agent, month, rubric, section, criterion
ORDER BY agent, month, rubric, position;

CREATE TABLE agent_sections AS
SELECT
    agent,
    month,
    rubric,
    section,
    min(position) AS position,
    CAST(sum(judged) AS BIGINT) AS judged,
    CAST(sum(passed) AS BIGINT) AS passed
FROM agent_criteria
GROUP BY agent, month, rubric, section
ORDER BY agent, month, rubric, position;

-- Every agent's kinds of call, and how they spoke, month by month: what a page of one agent shows beside all others.
CREATE TABLE agent_queues AS
SELECT
    agent,
    month,
    queue,
    count(*) AS calls,
    count(percent) AS scored,
    sum(percent) AS percent_sum,
    sum(percent * percent) AS percent_squares
FROM calls
GROUP BY agent, month, queue
ORDER BY agent, month, queue;

CREATE TABLE agent_measures AS
SELECT agent, month, measure, count(*) AS n, sum(value) AS total, sum(value * value) AS squares
FROM (
    UNPIVOT measures
    ON agent_speech_rate, agent_talk_share, longest_silence, agent_interruptions, response_latency, longest_hold
    INTO NAME measure VALUE value
)
GROUP BY agent, month, measure
ORDER BY agent, month, measure;

-- How often each criterion had which outcome, month by month.
CREATE TABLE criterion_months AS
SELECT rubric, criterion, month, outcome, count(*) AS calls
FROM criteria
WHERE current
GROUP BY rubric, criterion, month, outcome
ORDER BY rubric, criterion, month, outcome;

CREATE TABLE findings AS
SELECT
    k.evaluation,
    t.recording_id,
    k.rubric,
    k.current,
    c.call_id,
    c.month,
    c.agent,
    t.criterion,
    t.position,
    t.phrase,
    t.text,
    t.party,
    t.start,
    t."end",
    t.probability
FROM truth_findings AS t
JOIN kept_evaluations AS k
    ON k.recording_id = t.recording_id
    AND k.rubric_hash = t.rubric_hash
    AND k.model_hash = t.model_hash
    AND k.place = t.place
JOIN calls AS c ON c.recording_id = t.recording_id;

-- The criteria of every rubric in its order; small, so that no list of them costs a walk through all scorecards.
-- `forbids` tells what is forbidden from what is required.
CREATE TABLE rubric_lines AS
SELECT
    rubric,
    criterion,
    min(name) AS name,
    min(section) AS section,
    min(position) AS position,
    coalesce(bool_or(outcome IN ('violated', 'clear')), false) AS forbids
FROM criteria
WHERE current
GROUP BY rubric, criterion;

-- Fatal criteria that were broken or may have been, each with its surest finding. Few, and looked for every morning.
CREATE TABLE fatal_lines AS
SELECT
    k.recording_id,
    c.call_id,
    c.agent,
    c.team,
    c.site,
    c.queue,
    c.start_local,
    c.start_utc,
    k.position,
    k.criterion,
    k.name,
    k.outcome,
    k.reason,
    max_by(f.text, f.probability) AS text,
    max_by(f.start, f.probability) AS start,
    max(f.probability) AS probability
FROM criteria AS k
JOIN calls AS c ON c.recording_id = k.recording_id
LEFT JOIN findings AS f ON f.evaluation = k.evaluation AND f.criterion = k.criterion
WHERE k.current AND k.fatal AND k.outcome IN ('violated', 'missed', 'cannot_judge')
GROUP BY ALL
HAVING k.outcome <> 'cannot_judge' OR count(f.start) > 0;

CREATE VIEW agents AS
SELECT
    agent,
    bool_and(known_agent) AS known_agent,
    count(*) AS calls,
    count(percent) AS scored,
    avg(percent) AS mean_percent,
    count(*) FILTER (fatal) AS fatal_calls,
    min(start_local) AS first_call,
    max(start_local) AS last_call
FROM calls
GROUP BY agent;
