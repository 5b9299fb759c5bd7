-- What the reader wrote to a bookmark. It stays when the bookmark is dropped, unseen, and is there again when that comes back.
CREATE TABLE note (
    entry INTEGER PRIMARY KEY,
    text  TEXT    NOT NULL,
    at    INTEGER NOT NULL
) STRICT;

-- A note counts among an entry's words.
CREATE TRIGGER note_comes AFTER INSERT ON note BEGIN INSERT OR IGNORE INTO index_queue VALUES (new.entry); END;
CREATE TRIGGER note_changes AFTER UPDATE ON note BEGIN INSERT OR IGNORE INTO index_queue VALUES (new.entry); END;
CREATE TRIGGER note_goes AFTER DELETE ON note BEGIN INSERT OR IGNORE INTO index_queue VALUES (old.entry); END;

-- Notes that an act wrote, before and after; null: none.
CREATE TABLE act_note (
    act    INTEGER NOT NULL,
    entry  INTEGER NOT NULL,
    was    TEXT,
    became TEXT,
    PRIMARY KEY (act, entry)
) STRICT, WITHOUT ROWID;

-- Tags that an act put on beside what else it did.
CREATE TABLE act_tag (
    act   INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    tag   TEXT    NOT NULL,
    PRIMARY KEY (act, entry, tag)
) STRICT, WITHOUT ROWID;

-- Pictures of bookmarks, as their servers sent them.
CREATE TABLE picture (
    id    INTEGER PRIMARY KEY,
    src   TEXT    NOT NULL UNIQUE,
    bytes BLOB    NOT NULL
) STRICT;
CREATE TABLE bookmark_picture (
    entry   INTEGER NOT NULL,
    picture INTEGER NOT NULL,
    PRIMARY KEY (entry, picture)
) STRICT, WITHOUT ROWID;
CREATE INDEX bookmark_picture_picture ON bookmark_picture (picture);

-- Bookmarks whose pictures are still to be gathered, and when that is tried next.
CREATE TABLE picture_wish (
    entry    INTEGER PRIMARY KEY,
    again_at INTEGER NOT NULL DEFAULT 0,
    tries    INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO picture_wish (entry) SELECT entry FROM bookmark WHERE dropped_at IS NULL;
CREATE TRIGGER bookmark_wants AFTER INSERT ON bookmark WHEN new.dropped_at IS NULL
BEGIN INSERT OR IGNORE INTO picture_wish (entry) VALUES (new.entry); END;
CREATE TRIGGER bookmark_wants_again AFTER UPDATE OF dropped_at ON bookmark WHEN new.dropped_at IS NULL
BEGIN INSERT OR IGNORE INTO picture_wish (entry) VALUES (new.entry); END;
-- A full text that comes to a bookmark brings pictures of its own.
CREATE TRIGGER full_text_wants AFTER UPDATE OF html ON full_text
WHEN new.html IS NOT NULL AND EXISTS (SELECT 1 FROM bookmark b WHERE b.entry = new.entry AND b.dropped_at IS NULL)
BEGIN INSERT OR IGNORE INTO picture_wish (entry) VALUES (new.entry); END;

-- state.hidden has one more bit: 8, a saved page that was dropped.
