DROP TABLE "conflict";

DROP TABLE intent;

DROP TABLE link;

DROP TABLE connection;

CREATE TABLE connection (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    base_url TEXT NOT NULL,
    username TEXT,
    server TEXT,
    identity TEXT,
    accounts TEXT NOT NULL,
    options TEXT NOT NULL,
    capability_version INTEGER NOT NULL,
    state TEXT NOT NULL,
    message TEXT,
    breaker TEXT,
    limiter TEXT,
    last_success INTEGER,
    paused INTEGER NOT NULL,
    lease_device_id TEXT,
    lease_until INTEGER,
    PRIMARY KEY (id)
)
 STRICT;

CREATE UNIQUE INDEX connection_name ON connection (name_key);

CREATE TABLE intent (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    connection_id TEXT NOT NULL,
    entity TEXT NOT NULL,
    local_id TEXT NOT NULL,
    verb TEXT NOT NULL,
    state TEXT NOT NULL,
    idempotency_key TEXT,
    body BLOB,
    body_sha256 TEXT,
    content_type TEXT,
    known TEXT NOT NULL,
    known_count INTEGER NOT NULL,
    fingerprint TEXT,
    first_sent_at INTEGER,
    last_sent_at INTEGER,
    server_date INTEGER,
    attempts INTEGER NOT NULL,
    probes INTEGER NOT NULL,
    not_before INTEGER,
    depends_on TEXT,
    sent_rev INTEGER NOT NULL,
    sent_fields TEXT NOT NULL,
    PRIMARY KEY (id),
    CHECK (state IN ('prepared', 'in_flight', 'unknown', 'applied', 'rejected', 'ambiguous')),
    CHECK (attempts >= 0),
    FOREIGN KEY(connection_id) REFERENCES connection (id),
    FOREIGN KEY(depends_on) REFERENCES intent (id)
)
 STRICT;

CREATE INDEX intent_fingerprint ON intent (connection_id, fingerprint);

CREATE INDEX intent_local ON intent (entity, local_id);

CREATE INDEX intent_open ON intent (connection_id, state);

CREATE TABLE link (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    connection_id TEXT NOT NULL,
    entity TEXT NOT NULL,
    local_id TEXT NOT NULL,
    remote_id TEXT,
    state TEXT NOT NULL,
    synced_rev INTEGER NOT NULL,
    remote_hash TEXT,
    verified_at INTEGER,
    sent TEXT NOT NULL,
    trading_day_zone TEXT,
    parked TEXT NOT NULL,
    remarks TEXT NOT NULL,
    PRIMARY KEY (id),
    CHECK (state IN ('pending_create', 'unknown', 'ambiguous', 'linked', 'stale_remote', 'archived_remote', 'missing_remote', 'ineligible', 'detached')),
    FOREIGN KEY(connection_id) REFERENCES connection (id)
)
 STRICT;

CREATE INDEX link_audit ON link (connection_id, entity, state, verified_at);

CREATE UNIQUE INDEX link_local ON link (connection_id, entity, local_id);

CREATE INDEX link_noted ON link (connection_id) WHERE parked <> '[]' OR remarks <> '[]';

CREATE INDEX link_of ON link (local_id);

CREATE UNIQUE INDEX link_remote ON link (connection_id, entity, remote_id);

CREATE TABLE confirmation (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    trade_id TEXT NOT NULL,
    name TEXT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(trade_id) REFERENCES trade (id)
)
 STRICT;

CREATE UNIQUE INDEX confirmation_trade ON confirmation (trade_id, name);

CREATE TABLE "conflict" (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    connection_id TEXT NOT NULL,
    link_id TEXT,
    trade_id TEXT,
    remote_id TEXT,
    kind TEXT NOT NULL,
    field TEXT,
    base TEXT NOT NULL,
    mine TEXT NOT NULL,
    theirs TEXT NOT NULL,
    choices TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    resolved_at INTEGER,
    resolution TEXT,
    resolved_by TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(connection_id) REFERENCES connection (id),
    FOREIGN KEY(link_id) REFERENCES link (id),
    FOREIGN KEY(trade_id) REFERENCES trade (id)
)
 STRICT;

CREATE INDEX conflict_open ON "conflict" (connection_id, resolved_at);

CREATE INDEX conflict_remote ON "conflict" (connection_id, remote_id);

CREATE INDEX conflict_trade ON "conflict" (trade_id);

CREATE TABLE trade_decision (
    trade_id TEXT NOT NULL,
    decision_id TEXT NOT NULL,
    PRIMARY KEY (trade_id),
    FOREIGN KEY(trade_id) REFERENCES trade (id)
)
 STRICT;

CREATE INDEX trade_decision_members ON trade_decision (decision_id);

CREATE TABLE trade_exclusion (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    trade_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(trade_id) REFERENCES trade (id),
    FOREIGN KEY(connection_id) REFERENCES connection (id)
)
 STRICT;

CREATE UNIQUE INDEX trade_exclusion_trade ON trade_exclusion (trade_id, connection_id);

CREATE TABLE trade_extra (
    trade_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (trade_id, connection_id, name),
    FOREIGN KEY(trade_id) REFERENCES trade (id),
    FOREIGN KEY(connection_id) REFERENCES connection (id)
)
 STRICT;

CREATE TRIGGER connection_raises_rev BEFORE UPDATE ON connection
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of connection must raise rev'); END;

CREATE TRIGGER confirmation_raises_rev BEFORE UPDATE ON confirmation
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of confirmation must raise rev'); END;

CREATE TRIGGER trade_exclusion_raises_rev BEFORE UPDATE ON trade_exclusion
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of trade_exclusion must raise rev'); END;

