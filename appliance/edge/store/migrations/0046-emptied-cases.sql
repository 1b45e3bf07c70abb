-- Closed cases that still have numbers and names, by age: what the rule of how long calls are kept looks at.
CREATE INDEX item_not_emptied ON item (made_ms) WHERE state = 'done' AND doc ->> '$.emptiedAtMs' IS NULL;
CREATE INDEX callback_not_emptied ON callback (requested_ms) WHERE doc ->> '$.emptiedAtMs' IS NULL;
CREATE INDEX message_not_emptied ON message (at_ms) WHERE doc ->> '$.emptiedAtMs' IS NULL;
