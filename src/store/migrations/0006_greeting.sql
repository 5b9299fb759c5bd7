-- What a feed's server is told beside what all are told, as feeds.toml says: headers, a name, the command that prints a password. JSON; null: nothing.
ALTER TABLE feed ADD COLUMN greeting TEXT;
