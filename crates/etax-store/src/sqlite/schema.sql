CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    body BLOB NOT NULL,
    chain BLOB NOT NULL
) STRICT;
CREATE INDEX event_status ON event (subject) WHERE kind >= 16;
CREATE TABLE code (
    id INTEGER PRIMARY KEY REFERENCES event (seq),
    code BLOB NOT NULL,
    seller TEXT NOT NULL,
    form TEXT NOT NULL,
    series TEXT NOT NULL,
    number INTEGER NOT NULL,
    day INTEGER NOT NULL,
    buyer TEXT,
    total TEXT NOT NULL,
    digest BLOB NOT NULL,
    issuer INTEGER,
    serial INTEGER
) STRICT;
CREATE UNIQUE INDEX code_code ON code (code);
CREATE UNIQUE INDEX code_invoice ON code (seller, form, series, number);
CREATE UNIQUE INDEX code_serial ON code (issuer, serial) WHERE serial IS NOT NULL;
CREATE INDEX code_seller ON code (seller, day, id);
CREATE INDEX code_buyer ON code (buyer, day, id) WHERE buyer IS NOT NULL;
CREATE TABLE block (
    seq INTEGER PRIMARY KEY REFERENCES event (seq),
    issuer INTEGER NOT NULL,
    first INTEGER NOT NULL,
    past INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX block_past ON block (issuer, past);
CREATE TABLE filing (
    id INTEGER PRIMARY KEY REFERENCES event (seq),
    taxpayer TEXT NOT NULL,
    form TEXT NOT NULL,
    period TEXT NOT NULL,
    amendment INTEGER NOT NULL,
    submission INTEGER NOT NULL,
    digest BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX filing_key ON filing (taxpayer, form, period, amendment, submission);
CREATE INDEX filing_taxpayer ON filing (taxpayer, id);
CREATE TABLE answer (
    seq INTEGER PRIMARY KEY REFERENCES event (seq),
    message TEXT NOT NULL,
    subject INTEGER NOT NULL,
    content BLOB NOT NULL,
    answer BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX answer_message ON answer (message);
CREATE TABLE root (
    day INTEGER PRIMARY KEY,
    size INTEGER NOT NULL,
    root BLOB NOT NULL,
    chain BLOB NOT NULL,
    key BLOB NOT NULL,
    signature BLOB NOT NULL
) STRICT;
CREATE TRIGGER event_kept BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER event_stays BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER code_kept BEFORE UPDATE ON code BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER code_stays BEFORE DELETE ON code BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER block_kept BEFORE UPDATE ON block BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER block_stays BEFORE DELETE ON block BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER filing_kept BEFORE UPDATE ON filing BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER filing_stays BEFORE DELETE ON filing BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER answer_kept BEFORE UPDATE ON answer BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER answer_stays BEFORE DELETE ON answer BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER root_kept BEFORE UPDATE ON root BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER root_stays BEFORE DELETE ON root BEGIN SELECT RAISE(ABORT, 'append-only'); END;
