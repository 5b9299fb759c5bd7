-- What lists are sorted by beside time: the folded title, and how much text there is (-1: not looked at yet, which is made up for in the background).
ALTER TABLE entry ADD COLUMN sort_title TEXT NOT NULL DEFAULT '';
ALTER TABLE entry ADD COLUMN length INTEGER NOT NULL DEFAULT -1;
CREATE INDEX entry_sort_title ON entry (sort_title);
CREATE INDEX entry_length ON entry (length);
CREATE INDEX entry_unmeasured ON entry (id) WHERE length < 0;
