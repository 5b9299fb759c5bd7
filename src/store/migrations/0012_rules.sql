-- What a rule said of an entry when that came, and what it did, as bits (`store/rules.rs`). The name is the rule's as it was then: rules come and go.
CREATE TABLE verdict (
    entry INTEGER NOT NULL,
    rule  TEXT    NOT NULL,
    did   INTEGER NOT NULL,
    PRIMARY KEY (entry, rule)
) STRICT, WITHOUT ROWID;

-- Entries whose pages a rule wants.
CREATE TABLE page_wish (
    entry INTEGER PRIMARY KEY
) STRICT;

-- The colour that a rule gave the title, as the model numbers them.
ALTER TABLE state ADD COLUMN colour INTEGER;

-- What rules hide, of feeds that are followed.
CREATE INDEX state_hidden ON state (time) WHERE hidden = 2;

CREATE TRIGGER state_goes AFTER DELETE ON state BEGIN
    DELETE FROM verdict WHERE entry = old.entry;
    DELETE FROM page_wish WHERE entry = old.entry;
END;
