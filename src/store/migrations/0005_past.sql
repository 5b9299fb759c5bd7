-- The way into a feed's past (RFC 5005): archives and older pages.

-- Where the feed's document says that its older entries are; empty: nowhere; null: no document was read since this is kept.
ALTER TABLE feed ADD COLUMN older TEXT;

CREATE TABLE past (
    feed     INTEGER PRIMARY KEY REFERENCES feed (id),
    -- The page at which the last walk stopped; null: it was through, or there was none.
    next     TEXT,
    -- Whether a walk once came to the beginning.
    is_whole INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The pages that were loaded.
CREATE TABLE past_page (
    feed          INTEGER NOT NULL REFERENCES feed (id),
    url           TEXT    NOT NULL,
    -- The page before it.
    older         TEXT,
    -- Whether it is an archive, which never changes.
    is_archive    INTEGER NOT NULL,
    etag          TEXT,
    last_modified TEXT,
    PRIMARY KEY (feed, url)
) STRICT, WITHOUT ROWID;
