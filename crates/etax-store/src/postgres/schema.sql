CREATE TABLE event (
    seq bigint PRIMARY KEY,
    at bigint NOT NULL,
    kind smallint NOT NULL,
    subject bigint NOT NULL,
    body bytea NOT NULL,
    chain bytea NOT NULL
);
CREATE INDEX event_status ON event (subject) WHERE kind >= 16;
CREATE TABLE code (
    id bigint PRIMARY KEY REFERENCES event (seq),
    code bytea NOT NULL,
    seller text COLLATE "C" NOT NULL,
    form text COLLATE "C" NOT NULL,
    series text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    day integer NOT NULL,
    buyer text COLLATE "C",
    total text NOT NULL,
    digest bytea NOT NULL,
    issuer smallint,
    serial bigint
);
CREATE UNIQUE INDEX code_code ON code (code);
CREATE UNIQUE INDEX code_invoice ON code (seller, form, series, number);
CREATE UNIQUE INDEX code_serial ON code (issuer, serial) WHERE serial IS NOT NULL;
CREATE INDEX code_seller ON code (seller, day, id);
CREATE INDEX code_buyer ON code (buyer, day, id) WHERE buyer IS NOT NULL;
CREATE TABLE block (
    seq bigint PRIMARY KEY REFERENCES event (seq),
    issuer smallint NOT NULL,
    first bigint NOT NULL,
    past bigint NOT NULL
);
CREATE UNIQUE INDEX block_past ON block (issuer, past);
CREATE TABLE filing (
    id bigint PRIMARY KEY REFERENCES event (seq),
    taxpayer text COLLATE "C" NOT NULL,
    form text COLLATE "C" NOT NULL,
    period text COLLATE "C" NOT NULL,
    amendment integer NOT NULL,
    submission integer NOT NULL,
    digest bytea NOT NULL
);
CREATE UNIQUE INDEX filing_key ON filing (taxpayer, form, period, amendment, submission);
CREATE INDEX filing_taxpayer ON filing (taxpayer, id);
CREATE TABLE answer (
    seq bigint PRIMARY KEY REFERENCES event (seq),
    message text COLLATE "C" NOT NULL,
    subject bigint NOT NULL,
    content bytea NOT NULL,
    answer bytea NOT NULL
);
CREATE UNIQUE INDEX answer_message ON answer (message);
CREATE TABLE root (
    day integer PRIMARY KEY,
    size bigint NOT NULL,
    root bytea NOT NULL,
    chain bytea NOT NULL,
    key bytea NOT NULL,
    signature bytea NOT NULL
);
CREATE FUNCTION etax_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only';
END
$$;
DO $$
DECLARE
    kept text;
BEGIN
    FOREACH kept IN ARRAY ARRAY['event', 'code', 'block', 'filing', 'answer', 'root'] LOOP
        EXECUTE format('CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION etax_append_only()', kept);
        EXECUTE format('CREATE TRIGGER stays BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION etax_append_only()', kept);
        EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', kept);
    END LOOP;
END
$$;
