-- The full text of entries, from their pages. Apart from what feeds say (body), which it never replaces. No foreign key: a bookmark may be all that is left.
CREATE TABLE full_text (
    entry    INTEGER PRIMARY KEY,
    -- When the page was last asked for, and when its article came.
    asked_at INTEGER,
    came_at  INTEGER,
    -- Clean HTML, stored as in body; null: none ever came.
    html     ANY,
    -- Where it came from, and what the page says of it, as JSON.
    url      TEXT,
    facts    TEXT,
    -- Why the last try brought none, as JSON.
    lack     TEXT,
    tries    INTEGER NOT NULL DEFAULT 0,
    -- When byline asks again by itself; null: it does not.
    again_at INTEGER,
    -- Which text the reader chose: 1 this one, 0 the feed's; null: as the feed is set.
    chosen   INTEGER
) STRICT;
