-- Messages for the MQTT broker, written with what they tell and deleted once the broker has taken them.
CREATE TABLE mqtt_outbox (
  n INTEGER PRIMARY KEY,
  topic TEXT NOT NULL,
  payload TEXT NOT NULL,
  retain INTEGER NOT NULL,
  kind TEXT NOT NULL,
  made_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX mqtt_by_topic ON mqtt_outbox (topic, n);
