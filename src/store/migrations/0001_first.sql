-- The first schema. Migrations are append-only: a change is a new file, this one stays as it is.

-- Feeds, subscribed to or not: one that is unsubscribed from stays as a tombstone, so that undo and bookmarks find it.
CREATE TABLE feed (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    url         TEXT    NOT NULL UNIQUE,
    -- What feeds.toml says.
    subscribed  INTEGER NOT NULL DEFAULT 1,
    gone_since  INTEGER,
    position    INTEGER NOT NULL DEFAULT 0,
    title       TEXT,
    folder      TEXT    NOT NULL DEFAULT '',
    tags        TEXT    NOT NULL DEFAULT '[]',
    refresh     INTEGER,
    full_text   INTEGER NOT NULL DEFAULT 0,
    -- What the feed says.
    own_title   TEXT,
    site        TEXT,
    description TEXT,
    author      TEXT,
    language    TEXT,
    image       TEXT,
    -- Kept by every statement that adds entries or changes read_at; the feed's own tombstone does not count.
    unread      INTEGER NOT NULL DEFAULT 0,
    total       INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Other addresses of a feed: former ones, and one that feeds.toml is about to name.
CREATE TABLE feed_address (
    url  TEXT    NOT NULL PRIMARY KEY,
    feed INTEGER NOT NULL REFERENCES feed (id)
) STRICT, WITHOUT ROWID;

-- The bookkeeping of fetches. Rewritten at every check, so apart from feed.
CREATE TABLE feed_check (
    feed          INTEGER PRIMARY KEY REFERENCES feed (id),
    etag          TEXT,
    last_modified TEXT,
    hash          TEXT,
    last_check    INTEGER,
    last_success  INTEGER,
    next_check    INTEGER,
    reason        TEXT    NOT NULL DEFAULT '',
    failure       TEXT,
    failures      INTEGER NOT NULL DEFAULT 0,
    failing_since INTEGER,
    gone          INTEGER NOT NULL DEFAULT 0,
    memo          TEXT,
    lease_owner   INTEGER,
    lease_until   INTEGER
) STRICT;

CREATE TABLE host_pause (
    host   TEXT    NOT NULL PRIMARY KEY,
    until  INTEGER NOT NULL,
    times  INTEGER NOT NULL,
    reason TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- What the reader did with an entry, and what lists are made of. Outlives the entry's content. No foreign key: a tombstone may be all that is left.
CREATE TABLE state (
    entry      INTEGER PRIMARY KEY AUTOINCREMENT,
    feed       INTEGER NOT NULL,
    -- Digest of the feed's guid for it.
    guid       INTEGER NOT NULL,
    -- The sort key is (time, entry); it never changes.
    time       INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    -- Why it is not listed, as bits: 1 its feed is unsubscribed from, 2 a rule, 4 its content is gone.
    hidden     INTEGER NOT NULL DEFAULT 0,
    -- Null: unread.
    read_at    INTEGER,
    -- When its feed last changed its title or text.
    changed_at INTEGER,
    -- Where it was left; left_at only while it is begun and not finished.
    block      INTEGER,
    percent    INTEGER,
    left_at    INTEGER
) STRICT;

CREATE UNIQUE INDEX state_guid ON state (feed, guid);
CREATE INDEX state_time ON state (time) WHERE hidden = 0;
CREATE INDEX state_feed ON state (feed, time) WHERE hidden = 0;
CREATE INDEX state_unread ON state (time) WHERE hidden = 0 AND read_at IS NULL;
CREATE INDEX state_unread_feed ON state (feed, time) WHERE hidden = 0 AND read_at IS NULL;
CREATE INDEX state_begun ON state (time) WHERE hidden = 0 AND left_at IS NOT NULL;

-- What the feed says of an entry, as far as lists need it.
CREATE TABLE entry (
    id        INTEGER PRIMARY KEY,
    title     TEXT    NOT NULL,
    link      TEXT,
    author    TEXT,
    published INTEGER,
    updated   INTEGER,
    -- Whether something to hear or see is attached.
    media     INTEGER NOT NULL DEFAULT 0,
    guid      TEXT    NOT NULL,
    -- Of all that the feed said, to see cheaply that nothing changed.
    digest    INTEGER NOT NULL,
    -- The rest as JSON; null when there is nothing more.
    extra     TEXT
) STRICT;

-- HTML as received, apart from entry so that lists never touch it: text as it is, a blob is a zstd frame.
CREATE TABLE body (
    entry   INTEGER PRIMARY KEY,
    content ANY,
    summary ANY
) STRICT;

-- The reader's own copies. They outlive the entry and its feed.
CREATE TABLE bookmark (
    entry      INTEGER PRIMARY KEY,
    time       INTEGER NOT NULL,
    kept_at    INTEGER NOT NULL,
    -- Dropped: gone for the reader, kept for undo.
    dropped_at INTEGER,
    feed       INTEGER NOT NULL,
    feed_url   TEXT    NOT NULL,
    feed_title TEXT    NOT NULL,
    first_seen INTEGER NOT NULL,
    title      TEXT    NOT NULL,
    link       TEXT,
    author     TEXT,
    published  INTEGER,
    updated    INTEGER,
    media      INTEGER NOT NULL,
    guid       TEXT    NOT NULL,
    extra      TEXT,
    content    ANY,
    summary    ANY
) STRICT;

CREATE INDEX bookmark_time ON bookmark (time) WHERE dropped_at IS NULL;

-- The reader's tags on entries.
CREATE TABLE entry_tag (
    entry INTEGER NOT NULL,
    tag   TEXT    NOT NULL,
    PRIMARY KEY (entry, tag)
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_tag_tag ON entry_tag (tag, entry);

-- The history.
CREATE TABLE act (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    kind    TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    count   INTEGER NOT NULL,
    -- The tag; of an act on subscriptions, the payload.
    detail  TEXT,
    -- intended: not settled yet. done. undone: redo may do it again. dropped: undone, and a later act took its place.
    state   TEXT    NOT NULL
) STRICT;

CREATE INDEX act_at ON act (at);
CREATE INDEX act_intended ON act (id) WHERE state = 'intended';
CREATE INDEX act_undone ON act (id) WHERE state = 'undone';

-- What an act changed: the value before and after, read_at of a mark, whether it was there of a bookmark or a tag.
CREATE TABLE act_entry (
    act    INTEGER NOT NULL,
    entry  INTEGER NOT NULL,
    was    INTEGER,
    became INTEGER,
    PRIMARY KEY (act, entry)
) STRICT, WITHOUT ROWID;

CREATE TABLE remembered (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
