-- Single Chinese and Japanese characters are found wherever they stand, for which the index has more words than before (`store/index.rs`): it is made anew.
INSERT INTO entry_text (entry_text) VALUES ('delete-all');
DELETE FROM index_queue;
UPDATE index_backlog SET below = (SELECT coalesce(max(entry), 0) FROM state);

-- A copy that is kept again as it is says nothing new.
DROP TRIGGER bookmark_changes;
CREATE TRIGGER bookmark_changes AFTER UPDATE OF dropped_at, title, author, content, summary ON bookmark
WHEN NOT EXISTS (SELECT 1 FROM entry WHERE id = new.entry)
    OR new.content IS NOT old.content OR new.summary IS NOT old.summary
    OR (new.dropped_at IS NULL) <> (old.dropped_at IS NULL)
BEGIN INSERT OR IGNORE INTO index_queue VALUES (new.entry); END;
