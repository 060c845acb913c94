CREATE TABLE day_note (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    day INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;

CREATE UNIQUE INDEX day_note_day ON day_note (day);

CREATE TABLE exchange_rate (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    base TEXT NOT NULL,
    quote TEXT NOT NULL,
    day INTEGER NOT NULL,
    rate TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (id),
    CHECK (rate NOT GLOB '*[^0-9.-]*')
)
 STRICT;

CREATE UNIQUE INDEX exchange_rate_day ON exchange_rate (base, quote, day);

CREATE TABLE account_state (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    account_id TEXT NOT NULL,
    source TEXT NOT NULL,
    at INTEGER NOT NULL,
    balance TEXT NOT NULL,
    equity TEXT,
    today_gross TEXT,
    today_net TEXT,
    today_fees TEXT,
    today_trades INTEGER,
    PRIMARY KEY (id),
    CHECK (balance NOT GLOB '*[^0-9.-]*' AND equity NOT GLOB '*[^0-9.-]*' AND today_gross NOT GLOB '*[^0-9.-]*' AND today_net NOT GLOB '*[^0-9.-]*' AND today_fees NOT GLOB '*[^0-9.-]*'),
    FOREIGN KEY(account_id) REFERENCES account (id)
)
 STRICT;

CREATE UNIQUE INDEX account_state_at ON account_state (account_id, at);

CREATE TRIGGER day_note_raises_rev BEFORE UPDATE ON day_note
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of day_note must raise rev'); END;

CREATE TRIGGER exchange_rate_raises_rev BEFORE UPDATE ON exchange_rate
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of exchange_rate must raise rev'); END;

CREATE TRIGGER account_state_raises_rev BEFORE UPDATE ON account_state
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of account_state must raise rev'); END;

