CREATE TABLE account (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    currency TEXT NOT NULL,
    timezone TEXT NOT NULL,
    day_ends TEXT NOT NULL,
    starting_balance TEXT,
    asset_type TEXT NOT NULL,
    matching TEXT NOT NULL,
    breakeven_low TEXT NOT NULL,
    breakeven_high TEXT NOT NULL,
    counted INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    PRIMARY KEY (id),
    CHECK (asset_type IN ('futures', 'forex', 'stocks', 'options', 'crypto')),
    CHECK (matching IN ('fifo', 'average')),
    CHECK (starting_balance NOT GLOB '*[^0-9.-]*' AND breakeven_low NOT GLOB '*[^0-9.-]*' AND breakeven_high NOT GLOB '*[^0-9.-]*')
)
 STRICT;

CREATE UNIQUE INDEX account_name ON account (name_key) WHERE deleted_hlc IS NULL;

CREATE TABLE bar_series (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    symbol TEXT NOT NULL,
    symbol_key TEXT NOT NULL,
    resolution_s INTEGER NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;

CREATE INDEX bar_series_symbol ON bar_series (symbol_key, resolution_s);

CREATE TABLE blob (
    sha256 TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    mime_type TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (sha256),
    CHECK (state IN ('present', 'missing', 'quarantined'))
)
 STRICT;

CREATE TABLE change_set (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    device_id TEXT NOT NULL,
    hlc INTEGER NOT NULL,
    origin TEXT NOT NULL,
    title TEXT NOT NULL,
    undoes TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(undoes) REFERENCES change_set (id)
)
 STRICT;

CREATE INDEX change_set_hlc ON change_set (hlc, device_id);

CREATE INDEX change_set_undoes ON change_set (undoes);

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

CREATE TABLE draft (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    editor TEXT NOT NULL,
    entity TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    body TEXT NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;

CREATE UNIQUE INDEX draft_editor ON draft (editor, entity, entity_id);

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

CREATE TABLE instrument (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    symbol TEXT NOT NULL,
    symbol_key TEXT NOT NULL,
    asset_type TEXT NOT NULL,
    multiplier TEXT,
    tick_size TEXT,
    price_decimals INTEGER,
    PRIMARY KEY (id),
    CHECK (asset_type IN ('futures', 'forex', 'stocks', 'options', 'crypto')),
    CHECK (multiplier NOT GLOB '*[^0-9.-]*' AND tick_size NOT GLOB '*[^0-9.-]*')
)
 STRICT;

CREATE UNIQUE INDEX instrument_key ON instrument (symbol_key, asset_type);

CREATE TABLE library_meta (
    id INTEGER NOT NULL,
    schema_version INTEGER NOT NULL,
    minimum_reader INTEGER NOT NULL,
    epoch TEXT NOT NULL,
    generation INTEGER NOT NULL,
    device_id TEXT NOT NULL,
    device_seq INTEGER NOT NULL,
    hlc INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    next_number INTEGER NOT NULL,
    restored TEXT,
    clean_shutdown INTEGER NOT NULL,
    checked_at INTEGER,
    backed_up_revision INTEGER NOT NULL,
    app_version TEXT NOT NULL,
    sqlite_version TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (id),
    CHECK (id = 1)
)
 STRICT;

CREATE TABLE mapping_profile (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    header_hash TEXT,
    profile TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;

CREATE INDEX mapping_profile_header ON mapping_profile (header_hash);

CREATE UNIQUE INDEX mapping_profile_name ON mapping_profile (name_key);

CREATE TABLE setting (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    value TEXT,
    PRIMARY KEY (id)
)
 STRICT;

CREATE TABLE setup (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;

CREATE UNIQUE INDEX setup_name ON setup (name_key);

CREATE TABLE strategy (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;

CREATE UNIQUE INDEX strategy_name ON strategy (name_key);

CREATE TABLE tag (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    colour INTEGER NOT NULL,
    PRIMARY KEY (id)
)
 STRICT;

CREATE UNIQUE INDEX tag_name ON tag (name_key);

CREATE TABLE tombstone (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    entity TEXT NOT NULL,
    local_id TEXT NOT NULL,
    connection_id TEXT,
    remote_id TEXT,
    deleted_rev INTEGER NOT NULL,
    state TEXT NOT NULL,
    not_before INTEGER,
    PRIMARY KEY (id)
)
 STRICT;

CREATE INDEX tombstone_entity ON tombstone (entity, local_id);

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

CREATE TABLE bar (
    series_id TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    open TEXT NOT NULL,
    high TEXT NOT NULL,
    low TEXT NOT NULL,
    close TEXT NOT NULL,
    volume TEXT,
    PRIMARY KEY (series_id, starts_at),
    CHECK (open NOT GLOB '*[^0-9.-]*' AND high NOT GLOB '*[^0-9.-]*' AND low NOT GLOB '*[^0-9.-]*' AND close NOT GLOB '*[^0-9.-]*' AND volume NOT GLOB '*[^0-9.-]*'),
    FOREIGN KEY(series_id) REFERENCES bar_series (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE TABLE change_log (
    device_id TEXT NOT NULL,
    device_seq INTEGER NOT NULL,
    change_set_id TEXT NOT NULL,
    entity TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    field TEXT NOT NULL,
    old TEXT,
    new TEXT,
    PRIMARY KEY (device_id, device_seq),
    FOREIGN KEY(change_set_id) REFERENCES change_set (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE INDEX change_log_entity ON change_log (entity_id, entity);

CREATE INDEX change_log_set ON change_log (change_set_id);

CREATE TABLE cursor (
    connection_id TEXT NOT NULL,
    stream TEXT NOT NULL,
    cursor TEXT,
    listing_epoch INTEGER NOT NULL,
    pages_done INTEGER NOT NULL,
    complete INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    PRIMARY KEY (connection_id, stream),
    FOREIGN KEY(connection_id) REFERENCES connection (id)
)
 STRICT;

CREATE TABLE import_batch (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    account_id TEXT NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    format TEXT NOT NULL,
    encoding TEXT NOT NULL,
    timezone TEXT NOT NULL,
    profile TEXT,
    executions_read INTEGER NOT NULL,
    executions_new INTEGER NOT NULL,
    executions_known INTEGER NOT NULL,
    cash_events INTEGER NOT NULL,
    totals TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES account (id)
)
 STRICT;

CREATE INDEX import_batch_file ON import_batch (account_id, sha256);

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

CREATE TABLE remote_archive (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    connection_id TEXT NOT NULL,
    entity TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    body BLOB NOT NULL,
    blobs TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(connection_id) REFERENCES connection (id)
)
 STRICT;

CREATE INDEX remote_archive_object ON remote_archive (connection_id, entity, remote_id);

CREATE TABLE remote_payload (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    connection_id TEXT NOT NULL,
    entity TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    body BLOB NOT NULL,
    status INTEGER NOT NULL,
    hash TEXT NOT NULL,
    read_at INTEGER NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(connection_id) REFERENCES connection (id)
)
 STRICT;

CREATE INDEX remote_payload_object ON remote_payload (connection_id, entity, remote_id, read_at);

CREATE TABLE remote_seen (
    connection_id TEXT NOT NULL,
    entity TEXT NOT NULL,
    remote_id TEXT NOT NULL,
    row_hash TEXT NOT NULL,
    listing_epoch INTEGER NOT NULL,
    PRIMARY KEY (connection_id, entity, remote_id),
    FOREIGN KEY(connection_id) REFERENCES connection (id)
)
 STRICT;

CREATE TABLE sync_run (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    connection_id TEXT NOT NULL,
    finished_at INTEGER,
    requests INTEGER NOT NULL,
    writes INTEGER NOT NULL,
    counters TEXT NOT NULL,
    outcome TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(connection_id) REFERENCES connection (id)
)
 STRICT;

CREATE INDEX sync_run_connection ON sync_run (connection_id, created_at);

CREATE TABLE trade (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    number INTEGER NOT NULL,
    account_id TEXT NOT NULL,
    instrument_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    direction TEXT NOT NULL,
    status TEXT NOT NULL,
    anchor_id TEXT,
    first_execution_id TEXT,
    last_execution_id TEXT,
    quantity TEXT NOT NULL,
    opened_at INTEGER,
    closed_at INTEGER,
    trading_day INTEGER,
    entry_price TEXT,
    exit_price TEXT,
    opening_price TEXT,
    opening_quantity TEXT NOT NULL,
    gross_pnl TEXT,
    fees TEXT,
    fees_unknown INTEGER NOT NULL,
    net_pnl TEXT,
    net_pnl_real REAL GENERATED ALWAYS AS (CAST(net_pnl AS REAL)) VIRTUAL,
    broker_pnl TEXT,
    computed_pnl TEXT,
    multiplier TEXT,
    fills INTEGER NOT NULL,
    source_stop TEXT,
    source_target TEXT,
    source_risk TEXT,
    initial_risk TEXT,
    r_multiple TEXT,
    vanished INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    PRIMARY KEY (id),
    CHECK (kind IN ('executed', 'planned', 'missed')),
    CHECK (direction IN ('long', 'short')),
    CHECK (status IN ('open', 'closed')),
    CHECK (quantity NOT GLOB '*[^0-9.-]*' AND entry_price NOT GLOB '*[^0-9.-]*' AND exit_price NOT GLOB '*[^0-9.-]*' AND opening_price NOT GLOB '*[^0-9.-]*' AND opening_quantity NOT GLOB '*[^0-9.-]*'),
    CHECK (gross_pnl NOT GLOB '*[^0-9.-]*' AND fees NOT GLOB '*[^0-9.-]*' AND net_pnl NOT GLOB '*[^0-9.-]*' AND broker_pnl NOT GLOB '*[^0-9.-]*' AND computed_pnl NOT GLOB '*[^0-9.-]*' AND multiplier NOT GLOB '*[^0-9.-]*'),
    CHECK (source_stop NOT GLOB '*[^0-9.-]*' AND source_target NOT GLOB '*[^0-9.-]*' AND source_risk NOT GLOB '*[^0-9.-]*' AND initial_risk NOT GLOB '*[^0-9.-]*' AND r_multiple NOT GLOB '*[^0-9.-]*'),
    CHECK (fees IS NOT NULL OR gross_pnl IS net_pnl),
    FOREIGN KEY(account_id) REFERENCES account (id),
    FOREIGN KEY(instrument_id) REFERENCES instrument (id)
)
 STRICT;

CREATE INDEX trade_anchor ON trade (anchor_id);

CREATE INDEX trade_net_pnl ON trade (net_pnl_real);

CREATE UNIQUE INDEX trade_number ON trade (number);

CREATE INDEX trade_opened ON trade (opened_at, number) WHERE deleted_hlc IS NULL AND vanished = 0;

CREATE INDEX trade_stream ON trade (account_id, instrument_id);

CREATE TABLE base_snapshot (
    link_id TEXT NOT NULL,
    fields TEXT NOT NULL,
    codec_version INTEGER NOT NULL,
    updated_hlc INTEGER NOT NULL,
    PRIMARY KEY (link_id),
    FOREIGN KEY(link_id) REFERENCES link (id)
)
 STRICT;

CREATE TABLE cash_event (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    account_id TEXT NOT NULL,
    identity TEXT NOT NULL,
    kind TEXT NOT NULL,
    amount TEXT NOT NULL,
    at INTEGER NOT NULL,
    external_id TEXT,
    comment TEXT NOT NULL,
    batch_id TEXT,
    "row" INTEGER,
    PRIMARY KEY (id),
    CHECK (kind IN ('deposit', 'withdrawal', 'interest', 'fee', 'dividend', 'other')),
    CHECK (amount NOT GLOB '*[^0-9.-]*'),
    FOREIGN KEY(account_id) REFERENCES account (id),
    FOREIGN KEY(batch_id) REFERENCES import_batch (id)
)
 STRICT;

CREATE INDEX cash_event_batch ON cash_event (batch_id);

CREATE UNIQUE INDEX cash_event_identity ON cash_event (account_id, identity);

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

CREATE TABLE execution (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    account_id TEXT NOT NULL,
    instrument_id TEXT NOT NULL,
    identity TEXT NOT NULL,
    symbol TEXT NOT NULL,
    side TEXT NOT NULL,
    quantity TEXT NOT NULL,
    price TEXT,
    executed_at INTEGER NOT NULL,
    utc_offset_minutes INTEGER,
    precision TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    commission TEXT,
    other_fees TEXT,
    swap TEXT,
    stated_pnl TEXT,
    stated_basis TEXT,
    asset_type TEXT,
    multiplier TEXT,
    external_id TEXT,
    order_id TEXT,
    position_id TEXT,
    stop_loss TEXT,
    take_profit TEXT,
    initial_risk TEXT,
    derived INTEGER NOT NULL,
    source TEXT NOT NULL,
    batch_id TEXT,
    "row" INTEGER,
    superseded_by TEXT,
    PRIMARY KEY (id),
    CHECK (side IN ('buy', 'sell')),
    CHECK (precision IN ('day', 'minute', 'second', 'milli', 'micro')),
    CHECK (stated_basis IN ('gross', 'net')),
    CHECK (quantity NOT GLOB '*[^0-9.-]*' AND price NOT GLOB '*[^0-9.-]*' AND commission NOT GLOB '*[^0-9.-]*' AND other_fees NOT GLOB '*[^0-9.-]*' AND swap NOT GLOB '*[^0-9.-]*' AND stated_pnl NOT GLOB '*[^0-9.-]*'),
    CHECK (multiplier NOT GLOB '*[^0-9.-]*' AND stop_loss NOT GLOB '*[^0-9.-]*' AND take_profit NOT GLOB '*[^0-9.-]*' AND initial_risk NOT GLOB '*[^0-9.-]*'),
    CHECK ((stated_pnl IS NULL) = (stated_basis IS NULL)),
    FOREIGN KEY(account_id) REFERENCES account (id),
    FOREIGN KEY(instrument_id) REFERENCES instrument (id),
    FOREIGN KEY(batch_id) REFERENCES import_batch (id),
    FOREIGN KEY(superseded_by) REFERENCES execution (id)
)
 STRICT;

CREATE INDEX execution_batch ON execution (batch_id);

CREATE UNIQUE INDEX execution_identity ON execution (account_id, identity);

CREATE INDEX execution_stream ON execution (account_id, instrument_id, position_id, executed_at);

CREATE TABLE note (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    trade_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    format TEXT DEFAULT 'plain' NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (id),
    CHECK (kind IN ('thought_process', 'mistakes', 'lessons', 'general')),
    CHECK (format IN ('plain', 'html')),
    FOREIGN KEY(trade_id) REFERENCES trade (id)
)
 STRICT;

CREATE UNIQUE INDEX note_trade ON note (trade_id, kind);

CREATE TABLE review (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    grade TEXT,
    setup_id TEXT,
    strategy_id TEXT,
    emotion TEXT,
    bias TEXT,
    confidence INTEGER,
    setup_quality TEXT,
    market_condition TEXT,
    trading_session TEXT,
    relative_volume TEXT,
    exit_type TEXT,
    news TEXT,
    reviewed INTEGER DEFAULT '0' NOT NULL,
    stop_loss TEXT,
    take_profit TEXT,
    initial_stop TEXT,
    initial_risk TEXT,
    PRIMARY KEY (id),
    CHECK (stop_loss NOT GLOB '*[^0-9.-]*' AND take_profit NOT GLOB '*[^0-9.-]*' AND initial_stop NOT GLOB '*[^0-9.-]*' AND initial_risk NOT GLOB '*[^0-9.-]*'),
    CHECK (confidence BETWEEN 1 AND 10),
    FOREIGN KEY(id) REFERENCES trade (id),
    FOREIGN KEY(setup_id) REFERENCES setup (id),
    FOREIGN KEY(strategy_id) REFERENCES strategy (id)
)
 STRICT;

CREATE INDEX review_setup ON review (setup_id);

CREATE INDEX review_strategy ON review (strategy_id);

CREATE TABLE screenshot (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    trade_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    label TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(trade_id) REFERENCES trade (id),
    FOREIGN KEY(sha256) REFERENCES blob (sha256)
)
 STRICT;

CREATE INDEX screenshot_blob ON screenshot (sha256);

CREATE INDEX screenshot_trade ON screenshot (trade_id, position);

CREATE TABLE stop_change (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    trade_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    price TEXT,
    PRIMARY KEY (id),
    CHECK (price NOT GLOB '*[^0-9.-]*'),
    FOREIGN KEY(trade_id) REFERENCES trade (id)
)
 STRICT;

CREATE INDEX stop_change_trade ON stop_change (trade_id, at);

CREATE TABLE sync_event (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    run_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(run_id) REFERENCES sync_run (id)
)
 STRICT;

CREATE INDEX sync_event_run ON sync_event (run_id);

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

CREATE TABLE trade_override (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    kind TEXT NOT NULL,
    trade_id TEXT NOT NULL,
    PRIMARY KEY (id),
    CHECK (kind IN ('split', 'merge', 'attach')),
    FOREIGN KEY(trade_id) REFERENCES trade (id)
)
 STRICT;

CREATE INDEX trade_override_trade ON trade_override (trade_id);

CREATE TABLE trade_tag (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    rev INTEGER DEFAULT '1' NOT NULL,
    updated_hlc INTEGER NOT NULL,
    deleted_hlc INTEGER,
    owner_id TEXT DEFAULT 'me' NOT NULL,
    trade_id TEXT NOT NULL,
    tag_id TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(trade_id) REFERENCES trade (id),
    FOREIGN KEY(tag_id) REFERENCES tag (id)
)
 STRICT;

CREATE INDEX trade_tag_tag ON trade_tag (tag_id);

CREATE UNIQUE INDEX trade_tag_trade ON trade_tag (trade_id, tag_id);

CREATE TABLE execution_source (
    id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    execution_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    source TEXT NOT NULL,
    external_id TEXT,
    batch_id TEXT,
    "row" INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(execution_id) REFERENCES execution (id),
    FOREIGN KEY(account_id) REFERENCES account (id),
    FOREIGN KEY(batch_id) REFERENCES import_batch (id)
)
 STRICT;

CREATE INDEX execution_source_batch ON execution_source (batch_id);

CREATE UNIQUE INDEX execution_source_fill ON execution_source (execution_id, batch_id);

CREATE TABLE leg (
    trade_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    execution_id TEXT NOT NULL,
    role TEXT NOT NULL,
    quantity TEXT NOT NULL,
    fees TEXT,
    gross_pnl TEXT,
    net_pnl TEXT,
    executed_at INTEGER NOT NULL,
    trading_day INTEGER NOT NULL,
    PRIMARY KEY (trade_id, position),
    CHECK (role IN ('entry', 'exit')),
    CHECK (quantity NOT GLOB '*[^0-9.-]*' AND fees NOT GLOB '*[^0-9.-]*' AND gross_pnl NOT GLOB '*[^0-9.-]*' AND net_pnl NOT GLOB '*[^0-9.-]*'),
    FOREIGN KEY(trade_id) REFERENCES trade (id),
    FOREIGN KEY(execution_id) REFERENCES execution (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE INDEX leg_execution ON leg (execution_id);

CREATE TABLE trade_override_fill (
    override_id TEXT NOT NULL,
    execution_id TEXT NOT NULL,
    PRIMARY KEY (override_id, execution_id),
    FOREIGN KEY(override_id) REFERENCES trade_override (id),
    FOREIGN KEY(execution_id) REFERENCES execution (id)
)
 WITHOUT ROWID,
 STRICT;

CREATE INDEX trade_override_fill_execution ON trade_override_fill (execution_id);

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TRIGGER account_raises_rev BEFORE UPDATE ON account
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of account must raise rev'); END;

CREATE TRIGGER bar_series_raises_rev BEFORE UPDATE ON bar_series
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of bar_series must raise rev'); END;

CREATE TRIGGER connection_raises_rev BEFORE UPDATE ON connection
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of connection must raise rev'); END;

CREATE TRIGGER day_note_raises_rev BEFORE UPDATE ON day_note
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of day_note must raise rev'); END;

CREATE TRIGGER exchange_rate_raises_rev BEFORE UPDATE ON exchange_rate
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of exchange_rate must raise rev'); END;

CREATE TRIGGER instrument_raises_rev BEFORE UPDATE ON instrument
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of instrument must raise rev'); END;

CREATE TRIGGER mapping_profile_raises_rev BEFORE UPDATE ON mapping_profile
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of mapping_profile must raise rev'); END;

CREATE TRIGGER setting_raises_rev BEFORE UPDATE ON setting
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of setting must raise rev'); END;

CREATE TRIGGER setup_raises_rev BEFORE UPDATE ON setup
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of setup must raise rev'); END;

CREATE TRIGGER strategy_raises_rev BEFORE UPDATE ON strategy
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of strategy must raise rev'); END;

CREATE TRIGGER tag_raises_rev BEFORE UPDATE ON tag
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of tag must raise rev'); END;

CREATE TRIGGER account_state_raises_rev BEFORE UPDATE ON account_state
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of account_state must raise rev'); END;

CREATE TRIGGER import_batch_raises_rev BEFORE UPDATE ON import_batch
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of import_batch must raise rev'); END;

CREATE TRIGGER trade_raises_rev BEFORE UPDATE ON trade
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of trade must raise rev'); END;

CREATE TRIGGER cash_event_raises_rev BEFORE UPDATE ON cash_event
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of cash_event must raise rev'); END;

CREATE TRIGGER confirmation_raises_rev BEFORE UPDATE ON confirmation
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of confirmation must raise rev'); END;

CREATE TRIGGER execution_raises_rev BEFORE UPDATE ON execution
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of execution must raise rev'); END;

CREATE TRIGGER note_raises_rev BEFORE UPDATE ON note
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of note must raise rev'); END;

CREATE TRIGGER review_raises_rev BEFORE UPDATE ON review
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of review must raise rev'); END;

CREATE TRIGGER screenshot_raises_rev BEFORE UPDATE ON screenshot
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of screenshot must raise rev'); END;

CREATE TRIGGER stop_change_raises_rev BEFORE UPDATE ON stop_change
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of stop_change must raise rev'); END;

CREATE TRIGGER trade_exclusion_raises_rev BEFORE UPDATE ON trade_exclusion
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of trade_exclusion must raise rev'); END;

CREATE TRIGGER trade_override_raises_rev BEFORE UPDATE ON trade_override
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of trade_override must raise rev'); END;

CREATE TRIGGER trade_tag_raises_rev BEFORE UPDATE ON trade_tag
WHEN NEW.rev <= OLD.rev
BEGIN SELECT RAISE(ABORT, 'an update of trade_tag must raise rev'); END;

CREATE TRIGGER change_set_no_update BEFORE UPDATE ON change_set
BEGIN SELECT RAISE(ABORT, 'change_set is append only'); END;

CREATE TRIGGER change_set_no_delete BEFORE DELETE ON change_set
BEGIN SELECT RAISE(ABORT, 'change_set is append only'); END;

CREATE TRIGGER change_log_no_update BEFORE UPDATE ON change_log
BEGIN SELECT RAISE(ABORT, 'change_log is append only'); END;

CREATE TRIGGER change_log_no_delete BEFORE DELETE ON change_log
BEGIN SELECT RAISE(ABORT, 'change_log is append only'); END;

CREATE VIRTUAL TABLE note_search USING fts5(body, content='note',
    tokenize='unicode61 remove_diacritics 2', prefix='2 3');

CREATE TRIGGER note_search_insert AFTER INSERT ON note BEGIN INSERT INTO note_search(rowid, body) VALUES (NEW.rowid, NEW.body); END;

CREATE TRIGGER note_search_delete AFTER DELETE ON note BEGIN INSERT INTO note_search(note_search, rowid, body) VALUES ('delete', OLD.rowid, OLD.body); END;

CREATE TRIGGER note_search_update AFTER UPDATE OF body ON note
BEGIN INSERT INTO note_search(note_search, rowid, body) VALUES ('delete', OLD.rowid, OLD.body); INSERT INTO note_search(rowid, body) VALUES (NEW.rowid, NEW.body); END;

CREATE VIRTUAL TABLE tag_search USING fts5(name, content='tag',
    tokenize='unicode61 remove_diacritics 2', prefix='2 3');

CREATE TRIGGER tag_search_insert AFTER INSERT ON tag BEGIN INSERT INTO tag_search(rowid, name) VALUES (NEW.rowid, NEW.name); END;

CREATE TRIGGER tag_search_delete AFTER DELETE ON tag BEGIN INSERT INTO tag_search(tag_search, rowid, name) VALUES ('delete', OLD.rowid, OLD.name); END;

CREATE TRIGGER tag_search_update AFTER UPDATE OF name ON tag
BEGIN INSERT INTO tag_search(tag_search, rowid, name) VALUES ('delete', OLD.rowid, OLD.name); INSERT INTO tag_search(rowid, name) VALUES (NEW.rowid, NEW.name); END;

CREATE VIRTUAL TABLE instrument_search USING fts5(symbol, content='instrument',
    tokenize='unicode61 remove_diacritics 2', prefix='2 3');

CREATE TRIGGER instrument_search_insert AFTER INSERT ON instrument BEGIN INSERT INTO instrument_search(rowid, symbol) VALUES (NEW.rowid, NEW.symbol); END;

CREATE TRIGGER instrument_search_delete AFTER DELETE ON instrument BEGIN INSERT INTO instrument_search(instrument_search, rowid, symbol) VALUES ('delete', OLD.rowid, OLD.symbol); END;

CREATE TRIGGER instrument_search_update AFTER UPDATE OF symbol ON instrument
BEGIN INSERT INTO instrument_search(instrument_search, rowid, symbol) VALUES ('delete', OLD.rowid, OLD.symbol); INSERT INTO instrument_search(rowid, symbol) VALUES (NEW.rowid, NEW.symbol); END;

CREATE VIRTUAL TABLE screenshot_search USING fts5(label, content='screenshot',
    tokenize='unicode61 remove_diacritics 2', prefix='2 3');

CREATE TRIGGER screenshot_search_insert AFTER INSERT ON screenshot BEGIN INSERT INTO screenshot_search(rowid, label) VALUES (NEW.rowid, NEW.label); END;

CREATE TRIGGER screenshot_search_delete AFTER DELETE ON screenshot BEGIN INSERT INTO screenshot_search(screenshot_search, rowid, label) VALUES ('delete', OLD.rowid, OLD.label); END;

CREATE TRIGGER screenshot_search_update AFTER UPDATE OF label ON screenshot
BEGIN INSERT INTO screenshot_search(screenshot_search, rowid, label) VALUES ('delete', OLD.rowid, OLD.label); INSERT INTO screenshot_search(rowid, label) VALUES (NEW.rowid, NEW.label); END;

