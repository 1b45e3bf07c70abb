-- Readings of devices on the buses, thinned. A point is named "device.point"; no value where it had none.
CREATE TABLE plant_reading (
  point TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  value REAL,
  quality TEXT NOT NULL,
  PRIMARY KEY (point, at_ms)
) STRICT, WITHOUT ROWID;
CREATE INDEX plant_reading_by_moment ON plant_reading (at_ms);
