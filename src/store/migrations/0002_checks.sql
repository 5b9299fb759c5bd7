-- What became of each check of a feed, oldest first: the newest 200 of a feed, for 90 days. Added to at its end alone, so that a refresh of a
-- thousand feeds writes a few pages and not one per feed.
CREATE TABLE check_log (
    id      INTEGER PRIMARY KEY,
    feed    INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    -- HTTP status of the last answer; null if nothing answered.
    status  INTEGER,
    -- Bodies as they came, packed.
    bytes   INTEGER NOT NULL,
    -- What a 304 spared.
    spared  INTEGER NOT NULL,
    millis  INTEGER NOT NULL,
    new     INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    -- The sort of failure as JSON; null: it worked.
    failure TEXT
) STRICT;

-- The same, summed up over all feeds by quarters of an hour (`at / 900000`): every zone's midnight is the beginning of one.
CREATE TABLE traffic (
    quarter   INTEGER PRIMARY KEY,
    requests  INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    failed    INTEGER NOT NULL,
    bytes     INTEGER NOT NULL,
    spared    INTEGER NOT NULL
) STRICT;

-- What the last whole body weighed as it came.
ALTER TABLE feed_check ADD COLUMN size INTEGER;

-- No more checks until the reader says so, as feeds.toml says.
ALTER TABLE feed ADD COLUMN paused INTEGER NOT NULL DEFAULT 0;
