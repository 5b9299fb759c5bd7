-- How long a feed's news can be unread, and how much of it is kept (JSON), as feeds.toml says; null: as config.toml says.
ALTER TABLE feed ADD COLUMN unread_for INTEGER;
ALTER TABLE feed ADD COLUMN keep TEXT;
-- What was made of that last: the span, up to which time entries were looked at, and when. `state.read_at` of what became read by age alone is negative.
ALTER TABLE feed ADD COLUMN expired_for INTEGER;
ALTER TABLE feed ADD COLUMN expired_until INTEGER;
ALTER TABLE feed ADD COLUMN expired_at INTEGER;
-- Under which rule entries were let go last. `state.hidden` has a bit more, 16: let go by such a rule, not to be taken in again.
ALTER TABLE feed ADD COLUMN kept_by TEXT;
