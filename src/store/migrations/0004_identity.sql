-- What an entry is known by beside its guid, so that it is found again under another: the mark of its link (or, without one, of its title), and that of its
-- title. They stand with the state, since a tombstone must be found too. The guid's column holds its mark from now on.
ALTER TABLE state ADD COLUMN place INTEGER;
ALTER TABLE state ADD COLUMN title INTEGER;
-- When a feed that names all its entries no longer named this one.
ALTER TABLE state ADD COLUMN withdrawn_at INTEGER;

-- Two entries may have one guid.
DROP INDEX state_guid;
CREATE INDEX state_guid ON state (feed, guid);
CREATE INDEX state_place ON state (feed, place) WHERE place IS NOT NULL;

-- Whether its guids change at each fetch, as `parse::Habit` counts.
ALTER TABLE feed ADD COLUMN guid_habit INTEGER NOT NULL DEFAULT 0;
-- Whether its entries have their marks: those of older stores get them when their feed brings something next.
ALTER TABLE feed ADD COLUMN is_marked INTEGER NOT NULL DEFAULT 0;
