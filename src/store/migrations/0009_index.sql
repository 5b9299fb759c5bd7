-- The words of entries, folded and cut by `text::words` before they come here: tokens are what stands between spaces. It keeps no text of its own.
CREATE VIRTUAL TABLE entry_text USING fts5 (title, author, text, content = '', contentless_delete = 1, tokenize = 'ascii');

-- Entries whose words are not in it as they are now.
CREATE TABLE index_queue (
    entry INTEGER PRIMARY KEY
) STRICT;

-- None of the entries up to this one are in it either; it falls as they are worked off, newest first.
CREATE TABLE index_backlog (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    below INTEGER NOT NULL
) STRICT;
INSERT INTO index_backlog SELECT 1, coalesce(max(entry), 0) FROM state;

-- Whoever writes a text makes it known, so that no way of writing is forgotten.
CREATE TRIGGER entry_comes AFTER INSERT ON entry BEGIN INSERT OR IGNORE INTO index_queue VALUES (new.id); END;
CREATE TRIGGER entry_changes AFTER UPDATE OF title, author ON entry BEGIN INSERT OR IGNORE INTO index_queue VALUES (new.id); END;
CREATE TRIGGER entry_goes AFTER DELETE ON entry BEGIN INSERT OR IGNORE INTO index_queue VALUES (old.id); END;
CREATE TRIGGER body_comes AFTER INSERT ON body BEGIN INSERT OR IGNORE INTO index_queue VALUES (new.entry); END;
CREATE TRIGGER body_changes AFTER UPDATE ON body BEGIN INSERT OR IGNORE INTO index_queue VALUES (new.entry); END;
CREATE TRIGGER body_goes AFTER DELETE ON body BEGIN INSERT OR IGNORE INTO index_queue VALUES (old.entry); END;
-- A copy is what its entry is at that time: it says something new only where the entry is gone, or when it was not counted before.
CREATE TRIGGER bookmark_comes AFTER INSERT ON bookmark WHEN NOT EXISTS (SELECT 1 FROM entry WHERE id = new.entry)
BEGIN INSERT OR IGNORE INTO index_queue VALUES (new.entry); END;
CREATE TRIGGER bookmark_changes AFTER UPDATE OF dropped_at, title, author, content, summary ON bookmark
BEGIN INSERT OR IGNORE INTO index_queue VALUES (new.entry); END;
CREATE TRIGGER bookmark_goes AFTER DELETE ON bookmark BEGIN INSERT OR IGNORE INTO index_queue VALUES (old.entry); END;
CREATE TRIGGER full_text_comes AFTER INSERT ON full_text WHEN new.html IS NOT NULL BEGIN INSERT OR IGNORE INTO index_queue VALUES (new.entry); END;
CREATE TRIGGER full_text_changes AFTER UPDATE OF html ON full_text BEGIN INSERT OR IGNORE INTO index_queue VALUES (new.entry); END;
CREATE TRIGGER full_text_goes AFTER DELETE ON full_text WHEN old.html IS NOT NULL BEGIN INSERT OR IGNORE INTO index_queue VALUES (old.entry); END;
