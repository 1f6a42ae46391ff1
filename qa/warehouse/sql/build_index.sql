-- One call by its id, and some calls by theirs, without a walk through all.
CREATE INDEX calls_by_recording ON calls (recording_id);
