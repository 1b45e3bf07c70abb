-- What a sample was drawn from (R8); unknown of those drawn before.
ALTER TABLE quality_sample ADD COLUMN min_talk_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE quality_sample ADD COLUMN leave_out_audited INTEGER NOT NULL DEFAULT 0;
ALTER TABLE quality_sample ADD COLUMN talks INTEGER;
ALTER TABLE quality_sample ADD COLUMN too_short INTEGER;
ALTER TABLE quality_sample ADD COLUMN audited INTEGER;
