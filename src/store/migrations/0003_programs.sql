-- The command that a feed's document is piped through, as feeds.toml says.
ALTER TABLE feed ADD COLUMN filter TEXT;

-- What the reader of this computer said yes to, to the letter. Not in feeds.toml, which people share.
CREATE TABLE consent (
    -- file, program or filter.
    kind TEXT    NOT NULL,
    what TEXT    NOT NULL,
    at   INTEGER NOT NULL,
    PRIMARY KEY (kind, what)
) STRICT, WITHOUT ROWID;
