-- The store of one brand. Grain and key of each fact stand in its comment.
-- `main.<fact>` holds what counts now, `history.<fact>` what a later export superseded:
-- a load moves the old row to history, an undo moves it back (data/store.py).
-- Times are UTC; `day` is the local day in the brand's zone; rates are fractions.
-- Every fact row knows its upload (`batch_id`), its line in that file (`source_row`)
-- and the last day that file speaks of (`snapshot_date`): the later one wins.

create schema if not exists history;

create table if not exists setting (name varchar primary key, value varchar not null);
create table if not exists revision (number bigint not null);
create table if not exists shape (version varchar not null);  -- which version of Ninety brought the tables up to date
create table if not exists plan (
    version integer primary key, saved_at timestamp not null, saved_by varchar, reason varchar, body varchar not null,
    revision bigint                    -- of the store with it; NULL before that was kept
);
-- what was changed outside the uploads (data/changes.py): a setting, or the names of brands as JSON
create table if not exists setting_change (
    number integer primary key, name varchar not null, before varchar, after varchar,
    changed_at timestamp not null, changed_by varchar, revision bigint not null
);
-- what somebody noted about a day (data/annotations.py): kind = campaign | crisis | platform | note | break;
-- kpi, channel NULL = all
create table if not exists annotation (
    id integer primary key, day date not null, kpi varchar, channel varchar, kind varchar not null,
    text varchar not null, written_at timestamp not null, written_by varchar, revision bigint not null,
    removed_at timestamp, removed_by varchar, removed_revision bigint,
    until date                         -- its last day; NULL = it is about one day
);
-- a snapshot that left the house (kpi/issued.py)
create table if not exists issued (
    number integer primary key, week varchar not null, issued_at timestamp not null, issued_by varchar,
    day date not null,                 -- the day it was for the one who issued it: whether its week was over
    revision bigint not null, plan_version integer not null,
    definitions varchar not null,      -- JSON: KPI -> version of its definition
    fingerprint varchar not null, language varchar not null, paper varchar not null, app varchar not null,
    journal integer,                   -- its newest entry then; NULL before there was a journal
    -- NULL before files were kept: then a week, as PDF, without what a report adds (data/kept.py)
    kind varchar,                      -- week | month | plan
    form varchar,                      -- pdf | pptx | xlsx | md
    edition varchar,                   -- JSON: how it was set, its logo by name
    content varchar,                   -- sha256 of the very bytes
    frozen varchar                     -- sha256 of its values
);

-- what people decided and what they were told (data/journal.py); body = JSON
create table if not exists journal (
    number integer primary key, written_at timestamp not null, written_by varchar, kind varchar not null,
    subject varchar not null, body varchar not null,
    revision bigint not null           -- of the store it was written on; an entry does not change it
);

-- what people called a text (data/labels.py): entries are added, never changed. It belongs to the team, not to a file: it
-- holds for the text with this source, channel and id for as long as its words are these.
create table if not exists label (
    number integer primary key,
    source varchar not null,           -- messages | mentions
    channel varchar not null, text_id varchar not null,
    words ubigint not null,            -- as in `reading`: of another text a label says nothing
    sentiment tinyint,                 -- 1, 0, -1; NULL = somebody read it, and nobody can tell
    drawn varchar,                     -- from what chance drew it: '' the whole week, 'topic:privacy', 'channel:x' or
                                       -- 'channel:x topic:privacy'; NULL = somebody picked it, so it is of no sample
    labelled_at timestamp not null, labelled_by varchar, revision bigint not null,
    removed_at timestamp, removed_by varchar, removed_revision bigint
);
-- a scorer that was made from the team's labels (data/texts/models.py); its weights are a file beside the store
create table if not exists model (
    number integer primary key, trained_at timestamp not null, trained_by varchar,
    labels integer not null,           -- texts it learnt from
    until integer not null,            -- number of the newest label then
    measured varchar not null,         -- JSON: how good it was on texts it had not seen
    helps boolean not null,            -- whether it narrows the interval; one that does not is never used
    content varchar not null,          -- sha256 of the file of its weights
    revision bigint not null
);

-- What Ninety read in each text follows: no fact, but made of the texts and the settings, and made anew with them
-- (data/texts). reading: source, channel, text_id of a message or a mention that is no copy and has a text.
create table if not exists reading (
    source varchar not null, channel varchar not null, text_id varchar not null,
    words ubigint not null,            -- hash of the text without case, accents and signs
    draw double not null,              -- 0 to 1, by chance and for good: texts are labelled in this order
    language varchar,                  -- ISO 639-1: as the export says, else as found; NULL = cannot tell
    positive float, negative float,    -- 0 to 1, what the scorer makes of it; NULL = it cannot read that
    scorer varchar not null            -- name and version of the scorer
);
-- text_topic: a topic of the team whose words stand in a text; topic in lower case
create table if not exists text_topic (
    source varchar not null, channel varchar not null, text_id varchar not null, topic varchar not null
);

-- faded: what was read in a text that its retention took away (data/texts/faded.py); in the text's place stands a mark
create table if not exists faded (
    source varchar not null, channel varchar not null, text_id varchar not null,
    words ubigint not null, language varchar, positive float, negative float, scorer varchar not null,
    topics varchar not null            -- JSON list
);

-- kept_draw: where a text stood in the draw when the key it was drawn with was destroyed (data/texts/draws.py)
create table if not exists kept_draw (
    source varchar not null, channel varchar not null, text_id varchar not null, draw double not null
);

-- one table of a file given to Ninety; survives its undo
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
    undone_by varchar,
    "table" varchar not null default '',           -- which table of the file; '' when it has one
    rows_set_aside integer not null default 0,     -- totals, repeated headers, footers, rows without anything Ninety reads
    rows_merged integer not null default 0,        -- rows of the file that shared a key with another
    format_version varchar not null default '',    -- of the declaration it was read with; '' before there were versions
    meanings varchar not null default '{}',        -- JSON: field -> what the platform called the figure then
    period_stated boolean not null default false   -- the file or its name says up to which day it counts
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
    revenue double,                    -- what the results are worth, in the same currency
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
    is_toxic boolean,                  -- NULL = unlabelled, neither yes nor no
    snapshot_date date not null, batch_id integer not null, source_row integer not null
);

-- mention found by a listening tool: channel, mention_id, brand
create table if not exists mentions (
    channel varchar not null, mention_id varchar not null, brand varchar not null,
    published_at timestamp, day date not null,
    is_copy boolean not null, sentiment tinyint, is_toxic boolean, topic varchar, language varchar,
    title varchar, text varchar, url varchar, reach bigint, engagement bigint,
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

-- The team's own logs follow. `withdrawn`: somebody took the row out. Such a row stands in history alone, so nothing
-- that reads a log has to think of it; in main the column is false or NULL. See docs/decisions/0022-logs.md.

-- content log of the team: item_id. NULL = unknown, neither yes nor no.
create table if not exists content_log (
    item_id varchar not null, channel varchar not null, day date not null, title varchar, url varchar, topic varchar,
    ai_used boolean, ai_tool varchar, prompt_class varchar, proof_asset boolean, sourced boolean,
    review_passes integer, first_pass boolean, submitted_at timestamp, approved_at timestamp,
    correction varchar,                -- none | corrected | removed; NULL = nobody looked
    correction_reason varchar,         -- error | claim | privacy | platform_rule | typo | other
    corrected_on date,
    withdrawn boolean,
    snapshot_date date not null, batch_id integer not null, source_row integer not null
);

-- incident log: incident_id. kind = privacy | claim | platform_rule | warning | takedown | access | security | other
create table if not exists incidents (
    incident_id varchar not null, channel varchar not null, day date not null, kind varchar, severity varchar,
    cause varchar, fix varchar, confirmed boolean, closed_on date,
    withdrawn boolean,
    snapshot_date date not null, batch_id integer not null, source_row integer not null
);

-- log of questions that a template answer exists for: answer_id
create table if not exists answers (
    answer_id varchar not null, channel varchar not null, day date not null, topic varchar, template_used boolean,
    template_id varchar,
    withdrawn boolean,
    snapshot_date date not null, batch_id integer not null, source_row integer not null
);

-- thread that was passed on because it is risky: escalation_id. risk = low | medium | high; day = that of escalated_at
create table if not exists escalations (
    escalation_id varchar not null, channel varchar not null, day date not null, escalated_at timestamp, risk varchar,
    topic varchar, triaged_at timestamp, answered_at timestamp, outcome varchar,
    withdrawn boolean,
    snapshot_date date not null, batch_id integer not null, source_row integer not null
);

-- register of data sets: dataset_id. It holds from `day` until before retired_on; retention_days NULL = none is set
create table if not exists datasets (
    dataset_id varchar not null, channel varchar not null, day date not null, name varchar, owner varchar,
    purpose varchar, retention_days integer, contains_personal boolean, retired_on date,
    withdrawn boolean,
    snapshot_date date not null, batch_id integer not null, source_row integer not null
);

-- request to delete personal data: request_id. day = requested_on; deleted_on NULL = still waiting
create table if not exists deletions (
    request_id varchar not null, channel varchar not null, day date not null, dataset varchar, requested_on date,
    deleted_on date,
    withdrawn boolean,
    snapshot_date date not null, batch_id integer not null, source_row integer not null
);

-- A/B test: test_id. day = the day it started; result = won | lost | unclear, NULL = running or nobody said
create table if not exists tests (
    test_id varchar not null, channel varchar not null, day date not null, hypothesis varchar, format varchar,
    kpi varchar, ended_on date, result varchar, lesson varchar,
    withdrawn boolean,
    snapshot_date date not null, batch_id integer not null, source_row integer not null
);

-- register of risks: risk_id. likelihood, impact = low | medium | high. It holds from `day` until before closed_on
create table if not exists risks (
    risk_id varchar not null, channel varchar not null, day date not null, title varchar, likelihood varchar,
    impact varchar, owner varchar, measure varchar, kpi varchar, reviewed_on date, closed_on date,
    withdrawn boolean,
    snapshot_date date not null, batch_id integer not null, source_row integer not null
);

-- a vendor's terms, one row a version: vendor_terms_id. day = the day they changed; policy_updated_on = when the
-- team's own policy followed, NULL = not yet
create table if not exists vendor_terms (
    vendor_terms_id varchar not null, channel varchar not null, day date not null, vendor varchar, version varchar,
    summary varchar, policy_updated_on date,
    withdrawn boolean,
    snapshot_date date not null, batch_id integer not null, source_row integer not null
);

-- a platform's verdict on an ad: ad_review_id. day = the day it was submitted; decision = approved | rejected
create table if not exists ad_reviews (
    ad_review_id varchar not null, channel varchar not null, day date not null, ad varchar, decision varchar,
    reason varchar, appealed boolean,
    withdrawn boolean,
    snapshot_date date not null, batch_id integer not null, source_row integer not null
);
