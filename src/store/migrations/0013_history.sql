-- Acts are taken back from the middle of the history, too: redo needs to know in which order they were undone.
ALTER TABLE act ADD COLUMN undone_order INTEGER;
-- Until now the oldest of the undone ones was the one undone last.
UPDATE act SET undone_order = (SELECT count(*) FROM act o WHERE o.state = 'undone' AND o.id >= act.id) WHERE state = 'undone';
