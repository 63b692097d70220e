CREATE TABLE node (
    level smallint NOT NULL,
    place bigint NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (level, place)
);
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON node FOR EACH ROW EXECUTE FUNCTION etax_append_only();
CREATE TRIGGER stays BEFORE TRUNCATE ON node FOR EACH STATEMENT EXECUTE FUNCTION etax_append_only();
REVOKE ALL ON node FROM PUBLIC;
-- The one change that a row may see: an answer's text gives way to its SHA-256.
ALTER TABLE answer ADD COLUMN digest bytea;
CREATE FUNCTION etax_answer_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.digest IS NULL AND NEW.digest = sha256(OLD.answer) AND NEW.answer = ''::bytea
        AND (NEW.seq, NEW.message, NEW.subject, NEW.content) = (OLD.seq, OLD.message, OLD.subject, OLD.content) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'append-only';
END
$$;
DROP TRIGGER kept ON answer;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON answer FOR EACH ROW EXECUTE FUNCTION etax_answer_kept();
