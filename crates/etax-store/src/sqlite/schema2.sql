CREATE TABLE node (
    level INTEGER NOT NULL,
    place INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (level, place)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER node_kept BEFORE UPDATE ON node BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER node_stays BEFORE DELETE ON node BEGIN SELECT RAISE(ABORT, 'append-only'); END;
-- The one change that a row may see: an answer's text gives way to its SHA-256.
ALTER TABLE answer ADD COLUMN digest BLOB;
DROP TRIGGER answer_kept;
CREATE TRIGGER answer_kept BEFORE UPDATE ON answer
WHEN NOT (OLD.digest IS NULL AND NEW.digest IS NOT NULL AND length(NEW.digest) = 32 AND NEW.answer = x''
    AND NEW.seq = OLD.seq AND NEW.message = OLD.message AND NEW.subject = OLD.subject AND NEW.content = OLD.content)
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
