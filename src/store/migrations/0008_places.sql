-- Where in a text an article was left, beside its block: the mark of that paragraph, which finds it in another text of the entry, and how much of the
-- paragraph had scrolled away, in thousandths.
ALTER TABLE state ADD COLUMN left_mark INTEGER;
ALTER TABLE state ADD COLUMN left_part INTEGER;

-- What is begun and not finished is listed as it was last read.
DROP INDEX state_begun;
CREATE INDEX state_begun ON state (left_at) WHERE hidden = 0 AND left_at IS NOT NULL;
