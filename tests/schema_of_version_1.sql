-- the schema of the first version, as a store on disk may still have it (tests/test_migrate.py)
-- The store of one brand. Grain and key of each fact stand in its comment.
-- `main.<fact>` holds what counts now, `history.<fact>` what a later export superseded:
-- a load moves the old row to history, an undo moves it back (data/store.py).
-- Times are UTC; `day` is the local day in the brand's zone; rates are fractions.
-- Every fact row knows its upload (`batch_id`), its line in that file (`source_row`)
-- and the last day that file speaks of (`snapshot_date`): the later one wins.

create schema if not exists history;

create table if not exists setting (name varchar primary key, value varchar not null);
create table if not exists revision (number bigint not null);
create table if not exists plan (
    version integer primary key, saved_at timestamp not null, saved_by varchar, reason varchar, body varchar not null
);

-- one file given to Ninety; survives its undo
create table if not exists upload (
    batch_id integer primary key,
    sha256 varchar not null,
    file varchar not null,
    format varchar not null,
    fact varchar not null,
    channel varchar,
    account varchar,
    period_from date,
    period_to date,
    snapshot_date date,
    fields varchar not null,           -- JSON list: the columns this file had; what it lacks keeps the value of earlier uploads
    answers varchar not null,          -- JSON: what the uploader said that the file does not say
    loaded_at timestamp not null,
    loaded_by varchar,
    rows_read integer not null,
    rows_new integer not null,
    rows_changed integer not null,
    rows_unchanged integer not null,
    rows_older integer not null,       -- went straight to history: a later export was there already
    cells_refused integer not null,
    rows_refused integer not null,
    notes varchar not null,            -- JSON list of {code, ...fields}: control sums, assumed zone, repaired encoding
    undone_at timestamp,
    undone_by varchar
);
create table if not exists refusal (
    batch_id integer not null, sheet varchar, source_row integer, field varchar, header varchar,
    cell varchar, reason varchar not null, whole_row boolean not null
);
-- days for which an upload is evidence: a count of zero is a zero only on such a day
create table if not exists covered (
    batch_id integer not null, fact varchar not null, channel varchar, day_from date not null, day_to date not null
);
create table if not exists brand_name (name varchar primary key, role varchar not null);  -- own | competitor

-- post: channel, post_id. Lifetime totals at snapshot_date; day = publish day.
create table if not exists posts (
    channel varchar not null, account varchar, post_id varchar not null,
    published_at timestamp, day date not null,
    title varchar, url varchar, format varchar, topic varchar, campaign varchar,
    is_paid boolean, is_reply boolean, is_proof boolean,
    impressions bigint, views bigint, reach bigint,
    reactions bigint, comments bigint, shares bigint, saves bigint,
    clicks bigint, link_clicks bigint, follows bigint,
    duration_s double, watch_s double, avg_pct_viewed double,
    snapshot_date date not null, batch_id integer not null, source_row integer not null
);

-- account x metric x day: channel, account, metric, day. True daily figures.
create table if not exists account_day (
    channel varchar not null, account varchar not null, metric varchar not null, day date not null,
    value double not null,
    snapshot_date date not null, batch_id integer not null, source_row integer not null
);

-- ad x reported period x kind of result: channel, account, campaign, ad, period_from, period_to, result_kind.
-- day = period_to when the period lies within one ISO week, else NULL: it belongs to no week.
create table if not exists ads (
    channel varchar not null, account varchar not null, campaign varchar not null, ad varchar not null,
    period_from date not null, period_to date not null, result_kind varchar not null,
    day date, topic varchar,
    spend double, currency varchar, results double,
    impressions bigint, reach bigint, clicks bigint, link_clicks bigint,
    snapshot_date date not null, batch_id integer not null, source_row integer not null
);

-- message people sent us: channel, message_id. known_until = the last moment its file knows of.
create table if not exists messages (
    channel varchar not null, account varchar, message_id varchar not null,
    received_at timestamp not null, day date not null, replied_at timestamp,
    answer_known boolean not null, known_until timestamp not null,
    wait_hours double,                 -- first human reply - received; while unanswered: its age so far
    is_private boolean, author_hash varchar, text varchar, url varchar, topic varchar, language varchar,
    sentiment tinyint,                 -- 1, 0, -1; NULL = unlabelled
    snapshot_date date not null, batch_id integer not null, source_row integer not null
);

-- mention found by a listening tool: channel, mention_id, brand
create table if not exists mentions (
    channel varchar not null, mention_id varchar not null, brand varchar not null,
    published_at timestamp, day date not null,
    is_copy boolean not null, sentiment tinyint, topic varchar, language varchar,
    title varchar, url varchar, reach bigint, engagement bigint,
    snapshot_date date not null, batch_id integer not null, source_row integer not null
);

-- web analytics: account (property), day, source. channel = the social network the visit came from, 'web' otherwise.
create table if not exists web (
    channel varchar not null, account varchar not null, day date not null, source varchar not null,
    is_social boolean,                 -- NULL: the report does not tell where the visits came from
    sessions bigint, users bigint, key_events double,
    snapshot_date date not null, batch_id integer not null, source_row integer not null
);

-- funnel totals from CRM or web team, one row per day and channel: channel, day
create table if not exists funnel (
    channel varchar not null, day date not null,
    link_clicks bigint, sessions bigint, leads double, mql double, assisted_conversions double,
    snapshot_date date not null, batch_id integer not null, source_row integer not null
);

-- content log of the team: item_id. NULL = unknown, neither yes nor no.
create table if not exists content_log (
    item_id varchar not null, channel varchar not null, day date not null, title varchar, url varchar, topic varchar,
    ai_used boolean, ai_tool varchar, prompt_class varchar, proof_asset boolean, sourced boolean,
    review_passes integer, first_pass boolean, submitted_at timestamp, approved_at timestamp,
    correction varchar,                -- none | corrected | removed; NULL = nobody looked
    correction_reason varchar,         -- error | claim | privacy | platform_rule | typo | other
    corrected_on date,
    snapshot_date date not null, batch_id integer not null, source_row integer not null
);

-- incident log: incident_id
create table if not exists incidents (
    incident_id varchar not null, channel varchar not null, day date not null, kind varchar, severity varchar,
    cause varchar, fix varchar, confirmed boolean, closed_on date,
    snapshot_date date not null, batch_id integer not null, source_row integer not null
);

-- log of questions that a template answer exists for: answer_id
create table if not exists answers (
    answer_id varchar not null, channel varchar not null, day date not null, topic varchar, template_used boolean,
    template_id varchar,
    snapshot_date date not null, batch_id integer not null, source_row integer not null
);
