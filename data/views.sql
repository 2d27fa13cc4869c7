-- What KPIs read when one table alone does not answer: made anew whenever a store opens.

-- brands named in the plan; names compare without case
create or replace view named_brand as
select lower(trim(name)) as name, bool_or(role = 'own') as is_own
from brand_name
group by lower(trim(name));

-- voice: one row per mention of a brand in the comparison; copies (retweets, syndicated articles) out.
-- A mention that several names of our own find is one mention. Without our own name there is
-- nobody to compare; with no competitor named, every other brand of the listening export is one.
create or replace view voice as
select
    min(mentions.day) as day, mentions.channel, mentions.mention_id,
    case when named_brand.is_own then 'own' else lower(trim(mentions.brand)) end as brand,
    coalesce(named_brand.is_own, false) as is_own,
    min(mentions.topic) as topic, min(mentions.sentiment) as sentiment, bool_or(mentions.is_toxic) as is_toxic,
    min(mentions.title) as title, min(mentions.text) as text, min(mentions.url) as url,
    min(mentions.batch_id) as batch_id, min(mentions.source_row) as source_row
from mentions left join named_brand on named_brand.name = lower(trim(mentions.brand))
where not mentions.is_copy
    and exists (select 1 from named_brand where is_own)
    and (named_brand.name is not null or not exists (select 1 from named_brand where not is_own))
group by mentions.channel, mentions.mention_id, 4, 5;

-- opinions: what people say to us (messages) and about us (mentions of our own brand); copies out.
create or replace view opinions as
select
    day, channel, sentiment, is_toxic, topic, text as title, text, url, 'messages' as source, message_id as id, batch_id,
    source_row
from messages
union all
select
    day, channel, sentiment, is_toxic, topic, coalesce(title, text) as title, coalesce(text, title) as text, url,
    'mentions' as source, mention_id as id, batch_id, source_row
from voice where is_own;

-- audience: the daily figures of an account side by side, for KPIs that need two of them of one day.
create or replace view audience as
select
    channel, account, day,
    max(value) filter (where metric = 'follows') as follows,
    max(value) filter (where metric = 'unfollows') as unfollows,
    max(value) filter (where metric = 'net_follows') as net_follows,
    max(value) filter (where metric = 'followers') as followers,
    max(batch_id) as batch_id, max(source_row) as source_row
from account_day
group by channel, account, day;

-- people: figures of people over the days up to one day, which a platform counts itself and nobody can add up.
-- Such a figure stands for a week, or until there is a newer one; other figures of the account stand beside it as NULL.
create or replace view people as
select
    channel, account, day, least(day + 7, lead(day) over (partition by channel, account, metric order by day)) as until,
    case when metric = 'engaged_reach_7d' then value end as engaged_reach_7d,
    case when metric = 'returning_viewers_28d' then value end as returning_viewers_28d,
    batch_id, source_row
from account_day;

-- published: the posts of our own, each once; a reply in somebody's thread is none.
create or replace view published as
select day, channel, account, title, url, format, topic, campaign, is_paid, is_proof, batch_id, source_row
from posts
where is_reply is not true;

-- spending: each sum of money once. Exports by day and by week, or by campaign (no ad named) and by ad, hold the
-- same money: a row counts only where no other of the same ISO week covers its days, and its ad or whole campaign.
create or replace view spending as
select one.*
from ads as one
where not exists (
    select 1 from ads as other
    where other.channel = one.channel and other.account = one.account and other.campaign = one.campaign
        and date_trunc('week', other.day) = date_trunc('week', one.day)
        and other.ad in ('', one.ad)
        and other.period_from <= one.period_from and other.period_to >= one.period_to
        and (other.ad, other.period_from, other.period_to) <> (one.ad, one.period_from, one.period_to)
);

-- visits: each visit once. A report by channel group and one by source of the same property count the same visits:
-- where a day has visits by source, which tells the network, the group "Organic Social" stays out.
create or replace view visits as
select one.*
from web as one
where not (one.channel = 'web' and coalesce(one.is_social, false) and exists (
    select 1 from web as other
    where other.account = one.account and other.day = one.day and other.is_social and other.channel <> 'web'
));

-- leads: funnel totals; `twice` on a day that has figures of single channels and of all (or unnamed) channels:
-- nobody told whether those are their total or the rest. A CRM's sums of a week hold its days, which stay out beside
-- them.
create or replace view leads as
select *, count(distinct channel = 'all') over (partition by day) > 1 as twice
from funnel as one
where batch_id in (select batch_id from upload where format = 'crm_weeks') or not exists (
    select 1 from funnel as week join upload using (batch_id)
    where upload.format = 'crm_weeks' and date_trunc('week', week.day) = date_trunc('week', one.day)
        and (week.channel = one.channel or 'all' in (week.channel, one.channel))
);

-- download: the downloads of posts that count, by the channel and account they were said to be of. `before` = the day
-- the one before it counts up to. A file that does not say up to which day it counts stands in no such line.
create or replace view download as
select
    channel, account, period_stated, snapshot_date,
    lag(snapshot_date) over (partition by channel, account, period_stated order by snapshot_date) as before,
    min(period_from) as first_day
from upload
where fact = 'posts' and undone_at is null and snapshot_date is not null
group by channel, account, period_stated, snapshot_date;

-- version: every figure that was ever downloaded of a post; a row of main that was completed has its own in history.
create or replace view version as
select * from history.posts
union all by name
select * from main.posts as post
where not exists (
    select 1 from history.posts as other
    where other.channel = post.channel and other.post_id = post.post_id and other.batch_id = post.batch_id
);

create or replace macro sided(side, earlier, later) as
    case side when 'earlier' then earlier when 'later' then later else later - earlier end;

-- steps: one row per post and step between two downloads in a row, with the figures of the earlier one, the later one,
-- or what was gained between them ('gained'; less than nothing where people took their likes back).
-- Figures are lifetime totals, so their difference is what came in between, unless we do not know: the post was there
-- before and the earlier download does not have it; the platform called a figure something else then; or the file
-- holds posts older than the days it speaks of, so its figures are of those days alone (YouTube, a chosen range).
-- What is not known is NULL. A post that came after the earlier download began at zero.
-- Reach is people and avg_pct_viewed a mean: neither has a difference.
create or replace macro steps(side) as table
with figure as (
    select
        version.channel, version.post_id, version.snapshot_date,
        upload.channel as of_channel, upload.account as of_account,
        max(version.batch_id) as batch_id, arg_max(version.source_row, version.batch_id) as source_row,
        arg_max(upload.meanings, version.batch_id) as meanings,
        bool_and(version.day >= upload.period_from - 1) as whole, -- a day more: zones
        {
            impressions: arg_max(version.impressions, version.batch_id),
            views: arg_max(version.views, version.batch_id),
            reactions: arg_max(version.reactions, version.batch_id),
            comments: arg_max(version.comments, version.batch_id),
            shares: arg_max(version.shares, version.batch_id),
            saves: arg_max(version.saves, version.batch_id),
            clicks: arg_max(version.clicks, version.batch_id),
            link_clicks: arg_max(version.link_clicks, version.batch_id),
            follows: arg_max(version.follows, version.batch_id),
            watch_s: arg_max(version.watch_s, version.batch_id)
        } as later
    from version join upload using (batch_id)
    where upload.period_stated
    group by version.channel, version.post_id, version.snapshot_date, upload.channel, upload.account
),
pair as (
    select
        *, lag(later) over in_time as earlier, lag(snapshot_date) over in_time as seen,
        lag(whole) over in_time as was_whole, lag(meanings) over in_time as meant,
        lag(batch_id) over in_time as was_batch
    from figure
    window in_time as (partition by channel, post_id order by snapshot_date, batch_id)
),
known as (
    select
        pair.* exclude (earlier), post.* exclude (
            channel, post_id, snapshot_date, batch_id, source_row, impressions, views, reactions, comments, shares,
            saves, clicks, link_clicks, follows, watch_s, reach, avg_pct_viewed
        ),
        download.before,
        case
            when not whole then null
            when seen is null and post.day > download.before then {
                impressions: 0, views: 0, reactions: 0, comments: 0, shares: 0,
                saves: 0, clicks: 0, link_clicks: 0, follows: 0, watch_s: 0
            }
            when seen >= download.before and was_whole and meant = meanings
                and (earlier.saves is null) = (later.saves is null) then earlier -- saves are part of a sum
        end as start
    from pair
    join main.posts as post using (channel, post_id)
    join download on download.channel is not distinct from pair.of_channel
        and download.account is not distinct from pair.of_account
        and download.period_stated and download.snapshot_date = pair.snapshot_date
    where download.before is not null
)
select
    channel, account, post_id, published_at, day as published, snapshot_date as day, title, url, format, topic,
    campaign, is_paid, is_reply, is_proof, duration_s, of_channel, of_account, before + 1 as since,
    sided(side, start.impressions, later.impressions) as impressions,
    sided(side, start.views, later.views) as views,
    sided(side, start.reactions, later.reactions) as reactions,
    sided(side, start.comments, later.comments) as comments,
    sided(side, start.shares, later.shares) as shares,
    sided(side, start.saves, later.saves) as saves,
    sided(side, start.clicks, later.clicks) as clicks,
    sided(side, start.link_clicks, later.link_clicks) as link_clicks,
    sided(side, start.follows, later.follows) as follows,
    sided(side, start.watch_s, later.watch_s) as watch_s,
    null::bigint as reach, null::double as avg_pct_viewed,
    least(
        later.impressions - start.impressions, later.views - start.views, later.reactions - start.reactions,
        later.comments - start.comments, later.shares - start.shares, later.saves - start.saves,
        later.clicks - start.clicks, later.link_clicks - start.link_clicks, later.watch_s - start.watch_s
    ) < 0 as shrunk,
    untold, snapshot_date, batch_id, source_row,
    was_batch as also_batch -- the earlier download; NULL for a post that came after it
from (
    select
        * replace (if(start is null, null, later) as later),
        -- a figure that the later download has, and of which nobody knows what was gained
        start is null
        or (start.impressions is null and later.impressions is not null)
        or (start.views is null and later.views is not null)
        or (start.reactions is null and later.reactions is not null)
        or (start.comments is null and later.comments is not null)
        or (start.shares is null and later.shares is not null)
        or (start.link_clicks is null and later.link_clicks is not null)
        or (start.watch_s is null and later.watch_s is not null) as untold
    from known
);

-- gained: what each post gained between two downloads in a row
create or replace view gained as from steps('gained');

-- is_privacy: whether the topic of a message is privacy, in the words of four languages; they may stand in a longer one.
create or replace macro is_privacy(topic) as regexp_matches(
    strip_accents(lower(topic)),
    '\b(gdpr|avg|rgpd|cookies?)\b|privacy|confidential|confidentialit|data protection|personal data|data leak|data breach'
    || '|gegevensbescherming|persoonsgegeven|datalek|integritetsskydd|integritetsfrag|\bintegritet|dataskydd|personuppgift'
    || '|datalack|protectia datelor|date personale|datele personale|caracter personal|viata privata'
);

-- known_on: the last day that a log is evidence for. A log that covers days to come knows nothing of them yet.
create or replace macro known_on(log) as (
    select max(least(day_to, coalesce(cast(loaded_at as date), day_to)))
    from covered left join upload using (batch_id)
    where covered.fact = log
);

-- known_at: the last moment (UTC) that a log is evidence for: its last day holds until midnight on the brand's clock, but
-- nobody can know what came after its file did.
create or replace macro known_at(log) as (
    select max(least(
        timezone('UTC', timezone(coalesce(zone, 'Europe/Amsterdam'), cast(day_to + 1 as timestamp))), loaded_at
    ))
    from covered left join upload using (batch_id)
    left join (select value as zone from setting where name = 'zone') as brand on true
    where covered.fact = log
);

-- register: every version of every data set, from the day on which it held until before the next one did. The first one
-- holds from the day it speaks of; a later one from the day its file speaks of, so that an edit does not rewrite the
-- months before it. One that was taken out, or has retired, ends what was there.
create or replace view register as
with told as (
    select * from (
        select *, true as counts from main.datasets
        union all by name
        select *, false as counts from history.datasets
    )
    qualify row_number() over (partition by dataset_id, batch_id order by counts desc) = 1
),
dated as (
    select
        * exclude (day),
        case when lag(batch_id) over in_time is null then day else greatest(day, snapshot_date) end as day
    from told
    window in_time as (partition by dataset_id order by snapshot_date, batch_id)
),
ended as (
    select *, lead(day) over (partition by dataset_id order by snapshot_date, batch_id) as next from dated
)
select
    dataset_id, channel, day, least(next, retired_on) as until, name, owner, purpose, retention_days,
    contains_personal, batch_id, source_row
from ended
where withdrawn is not true;

-- erasures: requests to delete personal data, with the days until it was done; while it is not, those so far.
create or replace view erasures as
select *, coalesce(deleted_on, known) - asked as waited_days
from (
    select
        *, coalesce(requested_on, day) as asked,
        greatest(known_on('deletions'), (select max(greatest(day, requested_on, deleted_on)) from deletions)) as known
    from deletions
);

-- default_risk: what is high-risk for a brand that has not said otherwise (setting `risk`, kpi/thread/risk.py): the topics that
-- the articles call sensitive, in words of four languages. A word stands alone; with a star it may go on (privacyvraag).
create or replace macro default_risk() as '{"sentiment": "negative", "topics": [
    {"name": "privacy", "words": ["privacy*", "GDPR", "AVG", "RGPD", "personal data", "persoonsgegevens", "integritet*",
        "dataskydd*", "personuppgift*", "date personale", "datele personale", "viața privată", "confidențialitate*"]},
    {"name": "ai", "words": ["AI", "ChatGPT", "deepfake*", "algorithm*", "algoritm*", "artificial intelligence",
        "kunstmatige intelligentie", "artificiell intelligens", "inteligență artificială", "inteligența artificială"]},
    {"name": "data", "words": ["data", "data breach", "data leak", "datalek*", "dataläck*", "dataintrång*",
        "scurgere de date", "scurgeri de date", "protecția datelor"]},
    {"name": "security", "words": ["security", "hack", "hacked", "phishing", "fraud", "scam", "beveiliging*",
        "veiligheid*", "gehackt", "fraude", "oplichting", "säkerhet*", "hackad", "bedrägeri*", "securitate", "siguranță",
        "fraudă", "înșelătorie"]},
    {"name": "legal", "words": ["legal", "claim", "claims", "lawsuit", "lawyer", "juridisch*", "rechtszaak", "advocaat",
        "schadeclaim*", "juridik", "juridisk*", "stämning*", "advokat*", "skadestånd*", "juridic*", "avocat*",
        "despăgubir*"]},
    {"name": "children", "words": ["child", "children", "minors", "kinderen", "minderjarig*", "barn", "minderårig*",
        "copil", "copii", "minori"]},
    {"name": "surveillance", "words": ["surveillance", "biometric*", "facial recognition", "biometri*",
        "gezichtsherkenning", "övervakning*", "ansiktsigenkänning", "supraveghere", "recunoaștere facială"]}
]}';

-- worded: a text as words between single spaces, without case and accents, so that a word is found whole or not at all
create or replace macro worded(said) as
    ' ' || trim(regexp_replace(lower(strip_accents(said)), '[^\p{L}\p{N}]+', ' ', 'g')) || ' ';

-- words_of: one number for the words of a text: without case, accents and signs, but with emoji and the brackets that make
-- faces. A label holds for a text as long as it has these; texts with the same words are never told apart by a model.
-- Where retention took a text away its number stands in its place, in letters (data/texts/faded.py).
create or replace macro words_of(said) as coalesce(
    case when starts_with(said, '⌫') then try_cast(translate(said[2:], 'abcdefghij', '0123456789') as ubigint) end,
    md5_number_lower(trim(regexp_replace(lower(strip_accents(said)), '[^\p{L}\p{N}\p{S}()]+', ' ', 'g')))
);

-- held_label: labels that count: not taken back, and the text is still the one that was read.
create or replace view held_label as
select label.* from label semi join reading using (source, channel, text_id, words) where removed_at is null;

-- labelled_text: the texts that somebody labelled. y = mean of what those say who can tell, NULL when nobody can;
-- people = how many labelled it.
create or replace view labelled_text as
select source, channel, text_id, avg(sentiment) as y, count(*) as people from held_label group by all;

-- risk: what the team declared to be high-risk, in one row.
create or replace view risk as
select
    said ->> 'sentiment' as sentiment,
    from_json(said -> 'topics', '[{"name": "VARCHAR", "words": ["VARCHAR"]}]') as topics
from (select coalesce((select value from setting where name = 'risk'), default_risk())::json as said);

create or replace view risk_word as
select distinct case when ends_with(word, '*') then rtrim(worded(word)) else worded(word) end as word
from (select unnest(topic.words) as word from (select unnest(topics) as topic from risk))
where trim(worded(word)) <> '';

create or replace view risk_topic as
select topic, exists (from risk_word where contains(worded(topic), word)) as is_risky
from (select distinct topic from messages where trim(topic) <> '');

-- weighed_message: messages, with whether each is high-risk: its topic is one the team named, and its sentiment what it
-- named. NULL: nobody can tell. Without a topic, or without a label, a message may be either; but one of the two that
-- says no settles it. Its text is not read for it: a word in a sentence is not yet what it is about.
create or replace view weighed_message as
select
    messages.*, channel || '-' || message_id as thread_id,
    risk_topic.is_risky and case risk.sentiment
        when 'any' then true
        when 'unlabelled' then coalesce(messages.sentiment = -1, true)
        else messages.sentiment = -1
    end as is_high
from messages cross join risk left join risk_topic using (topic);

-- is_late: whether a risky thread was looked at after more than 30 minutes, or answered after more than 2 hours; NULL
-- where nobody can tell (yet). Who answers has looked. What came before the thread was mistyped.
create or replace macro is_late(since, triaged, answered, known) as (
    case
        when triaged >= since and (answered is null or answered < since or triaged <= answered)
            then triaged > since + interval 30 minutes
        when answered >= since then if(answered <= since + interval 30 minutes, false, null)
        when triaged is null and answered is null and known >= since + interval 30 minutes then true
    end
    or case
        when answered >= since then answered > since + interval 2 hours
        when answered is null and known >= since + interval 2 hours then true
    end
);

-- handling: threads that were passed on, and high-risk messages that nobody took, with the hours until somebody looked
-- and until there was an answer; while there is none, those so far. A message waits since it came in, as far as its file
-- knows. A thread of the log that is a message (its id is the channel and the id of that one) is there once: as the
-- team wrote it down, with the answer that the inbox knows. What was taken out of the log is not high-risk after all.
-- An answer without a time at which somebody looked says nothing about that time. `also_batch`: the upload of its message.
create or replace view handling as
select
    *, (epoch(coalesce(answered_at, known_until)) - epoch(escalated_at)) / 3600 as answer_hours,
    case when triaged_at is not null or answered_at is null
        then (epoch(coalesce(triaged_at, known_until)) - epoch(escalated_at)) / 3600 end as triage_hours,
    is_late(escalated_at, triaged_at, answered_at, known_until) as late
from (
    select
        escalation_id, log.channel, log.day, log.escalated_at, log.risk, log.topic, log.triaged_at,
        least(log.answered_at, messages.replied_at) as answered_at, log.outcome, true as taken,
        coalesce(messages.answer_known, true) as answer_known, messages.text, messages.url, messages.author_hash,
        messages.sentiment,
        case when messages.answer_known then messages.known_until else log_known_until end as known_until,
        messages.message_id is not null as in_inbox,
        log.snapshot_date, log.batch_id, log.source_row, messages.batch_id as also_batch
    from (
        select
            *, greatest(
                known_at('escalations'),
                (select max(greatest(escalated_at, triaged_at, answered_at)) from escalations)
            ) as log_known_until
        from escalations
    ) as log
    left join messages on messages.channel = split_part(escalation_id, '-', 1)
        and messages.message_id = substr(escalation_id, strpos(escalation_id, '-') + 1)
    union all
    select
        thread_id, channel, day, received_at, 'high', topic, null, replied_at, null, false, answer_known, text, url,
        author_hash, sentiment, if(answer_known, known_until, null), true, snapshot_date, batch_id, source_row, null
    from weighed_message
    where is_high
        and thread_id not in (select escalation_id from escalations)
        and thread_id not in (select escalation_id from history.escalations)
);

-- threads: everything that could be a high-risk thread, each once, with whether it was late: no for what is not
-- high-risk, NULL where nobody can tell. `young`: its time is not up where its file ends.
create or replace view threads as
select
    escalation_id as thread_id, channel, day, escalated_at as since, triaged_at, answered_at, true as answer_known,
    if(taken, coalesce(topic, ''), topic) as topic, text, url,
    case when risk = 'high' then late when risk is not null then false end as late,
    risk = 'high' and late is null and answered_at is null and known_until between escalated_at
        and escalated_at + interval 2 hours as young,
    batch_id, source_row
from handling
union all
select
    thread_id, channel, day, received_at, null, replied_at, answer_known, nullif(trim(topic), ''), text, url,
    if(is_high is null and thread_id not in (select escalation_id from history.escalations), null, false), false,
    batch_id, source_row
from weighed_message
where thread_id not in (select escalation_id from escalations)
    and (is_high is not true or thread_id in (select escalation_id from history.escalations));

-- policy_updates: changes of a vendor's terms, with the days until our own policy followed; Monday to Friday count.
create or replace macro weekdays(day) as
    5 * ((day - date '1970-01-05') // 7) + least((day - date '1970-01-05') % 7 + 1, 5);
create or replace view policy_updates as
select *, weekdays(followed_on) - weekdays(changed_on) as waited_days
from (
    select
        *, day as changed_on,
        coalesce(
            policy_updated_on,
            greatest(known_on('vendor_terms'), (select max(greatest(day, policy_updated_on)) from vendor_terms))
        ) as followed_on
    from vendor_terms
);

-- approvals: the content log, with the days from the local day on which an item was sent in for approval to that on which
-- it was published (data.defaults.ZONE is the zone of a brand that has not said another).
create or replace view approvals as
select
    content_log.*,
    day - cast(timezone(coalesce(zone, 'Europe/Amsterdam'), timezone('UTC', submitted_at)) as date) as publish_days
from content_log left join (select value as zone from setting where name = 'zone') as brand on true;

-- default_topics: what texts are sorted by where the team has not said otherwise (setting `topics`, kpi/sentiment/topics.py).
-- Sensitive are those that the articles call so; the others are what people write about anyhow. `also` are other names of a
-- topic, so that a plan in any language finds it. Words of a language are looked for in texts of that language and where
-- nobody can tell it, those under * in all; with a star a word may go on. `default_risk` names topics; here words stand in
-- sentences, where "data" is a date (ro, nl), "ai" is "you have" (ro, fr) and a "claim" is seldom a lawsuit.
create or replace macro default_topics() as '[
    {"name": "privacy", "sensitive": true,
        "also": ["integritet", "confidențialitate", "Datenschutz", "vie privée"], "words": {
        "*": ["privacy*", "GDPR", "cookies"],
        "en": ["personal data", "personal information", "data protection", "confidential*"],
        "nl": ["AVG", "persoonsgegeven*", "persoonlijke gegevens", "gegevensbescherming"],
        "sv": ["integritet*", "dataskydd*", "personuppgift*"],
        "ro": ["RGPD", "date personale", "datele personale", "datelor personale", "caracter personal", "protecția datelor",
            "viața privată", "viață privată", "vieții private", "confidențialitate*", "confidențialității"],
        "de": ["DSGVO", "Datenschutz*", "personenbezogen*", "persönliche Daten", "Privatsphäre"],
        "fr": ["RGPD", "vie privée", "données personnelles", "confidentialité"]}},
    {"name": "ai", "sensitive": true,
        "also": ["KI", "IA", "kunstmatige intelligentie", "artificiell intelligens", "inteligență artificială",
            "artificial intelligence"], "words": {
        "*": ["ChatGPT*", "OpenAI*", "deepfake*", "chatbot*"],
        "en": ["AI", "AIs", "artificial intelligence", "algorithm*"],
        "nl": ["AI", "kunstmatige intelligentie", "algoritm*"],
        "sv": ["AI", "artificiell intelligens", "algoritm*", "chattbot*"],
        "ro": ["AI ul", "AI ului", "generat de AI", "generată de AI", "generate de AI", "făcut cu AI", "făcută cu AI",
            "inteligență artificială", "inteligența artificială", "inteligenței artificiale", "algoritm*"],
        "de": ["AI", "KI", "künstliche Intelligenz", "künstlicher Intelligenz", "Algorithm*"],
        "fr": ["IA", "intelligence artificielle", "algorithm*"]}},
    {"name": "data", "sensitive": true, "also": ["gegevens", "date", "données", "Daten"], "words": {
        "en": ["data breach*", "data leak*", "data collection", "my data", "your data", "our data", "user data",
            "customer data"],
        "nl": ["datalek*", "mijn gegevens", "onze gegevens", "mijn data", "onze data", "klantgegevens", "klantdata",
            "gebruikersdata"],
        "sv": ["dataläck*", "dataintrång*", "mina uppgifter", "våra uppgifter", "min data", "mina data", "kunddata",
            "kunduppgifter*"],
        "ro": ["datele mele", "datele noastre", "datele clienților", "datele utilizatorilor", "scurgere de date",
            "scurgeri de date", "scurgerea de date", "scurgerea datelor"],
        "de": ["Datenleck*", "Datenpanne*", "meine Daten", "unsere Daten", "Kundendaten", "Nutzerdaten"],
        "fr": ["mes données", "nos données", "fuite de données", "fuites de données", "données clients"]}},
    {"name": "security", "sensitive": true, "also": ["veiligheid", "beveiliging", "säkerhet", "securitate", "Sicherheit",
            "sécurité"], "words": {
        "*": ["phishing", "hacker*", "ransomware*"],
        "en": ["hacked", "security", "cybersecurity", "fraud*", "scam*"],
        "nl": ["gehackt", "beveilig*", "cyberaanval*", "oplichting", "oplichter*", "fraude*", "onveilig*"],
        "sv": ["hackad*", "hackat", "säkerhet*", "nätfiske*", "bedrägeri*", "bedragare*", "osäker app"],
        "ro": ["securitate*", "securității", "spart contul", "fraud*", "înșelător*", "escroc*", "țeapă"],
        "de": ["gehackt*", "Sicherheitslücke*", "Datensicherheit", "Betrug*", "Betrüger*", "Abzocke"],
        "fr": ["piraté*", "hameçonnage", "arnaque*", "fraude*", "sécurité informatique", "faille de sécurité"]}},
    {"name": "legal", "sensitive": true, "also": ["claims", "claim", "juridisch", "juridik", "juridic", "Recht",
            "juridique"], "words": {
        "en": ["lawsuit*", "lawyer*", "attorney*", "legal action", "legal steps", "class action", "sue", "suing",
            "in court", "to court", "false claim*", "false advertising", "misleading", "illegal*"],
        "nl": ["rechtszaak", "rechtszaken", "advocaat", "advocaten", "juridisch*", "schadeclaim*", "aanklacht*", "rechter",
            "aangifte", "misleidend*", "misleiding", "illegaal", "illegale"],
        "sv": ["stämning*", "stämma er", "advokat*", "juridisk*", "skadestånd*", "domstol*", "polisanmäl*", "vilseledande",
            "falsk marknadsföring", "olaglig*"],
        "ro": ["avocat*", "juridic*", "despăgubir*", "în judecată", "în instanță", "tribunal*", "ANPC", "reclamă falsă",
            "publicitate înșelătoare", "ilegal*"],
        "de": ["Anwalt*", "Anwält*", "Klage", "verklag*", "vor Gericht", "rechtliche Schritte", "Schadensersatz*",
            "irreführend*", "illegal*"],
        "fr": ["avocat*", "procès", "tribunal*", "juridique*", "porter plainte", "publicité mensongère", "illégal*"]}},
    {"name": "children", "sensitive": true, "also": ["kinderen", "barn", "copii", "Kinder", "enfants"], "words": {
        "en": ["child", "children", "kid", "kids", "minors", "underage", "teenager*"],
        "nl": ["kind", "kinderen", "kindje*", "minderjarig*", "tiener*"],
        "sv": ["barn", "barnen", "barnens", "barns", "minderårig*", "tonåring*"],
        "ro": ["copil", "copilul*", "copii*", "minor", "minori*", "adolescen*"],
        "de": ["Kind", "Kinder*", "Kindern", "minderjährig*", "Jugendliche*"],
        "fr": ["enfant*", "mineurs", "adolescent*"]}},
    {"name": "surveillance", "sensitive": true, "also": ["övervakning", "supraveghere", "toezicht", "Überwachung",
            "biometrie", "biometri", "biometrics"], "words": {
        "*": ["biometr*"],
        "en": ["surveillance", "facial recognition", "face recognition", "spying", "spy on", "tracking us", "tracking me"],
        "nl": ["surveillance", "massasurveillance", "gezichtsherkenning", "bespioner*", "afluister*"],
        "sv": ["övervak*", "massövervak*", "ansiktsigenkänning*", "spioner*", "avlyssn*"],
        "ro": ["supraveghe*", "recunoaștere facială", "recunoașterea facială", "recunoașterii faciale", "spion*"],
        "de": ["Überwach*", "überwacht*", "Gesichtserkennung*", "ausspionier*"],
        "fr": ["surveillance", "reconnaissance faciale", "espionn*"]}},
    {"name": "ethics", "sensitive": true, "also": ["ethiek", "etik", "etică", "Ethik", "éthique"], "words": {
        "en": ["ethic*", "unethical*"], "nl": ["ethiek", "ethisch*", "onethisch*"],
        "sv": ["etik", "etiken", "etisk*", "oetisk*"], "ro": ["etică", "etici", "eticii", "neetic*", "moral*"],
        "de": ["Ethik*", "ethisch*", "unethisch*"], "fr": ["éthique*"]}},
    {"name": "defence", "sensitive": true, "also": ["defense", "defensie", "försvar", "apărare", "Verteidigung",
            "défense"], "words": {
        "*": ["Pentagon*"],
        "en": ["military", "army", "weapon*", "defence contract*", "defense contract*"],
        "nl": ["defensie*", "leger", "militair*", "wapen*"],
        "sv": ["försvarsmakt*", "försvarsdepartement*", "militär*", "vapen", "vapnen"],
        "ro": ["armată", "armata", "armatei", "militar*", "armament*", "arme autonome", "Ministerul Apărării"],
        "de": ["Bundeswehr", "Militär*", "Rüstung*", "Waffe*"], "fr": ["armée*", "militaire*", "armes"]}},
    {"name": "service", "sensitive": false, "also": ["klantenservice", "kundtjänst", "servicii", "Kundenservice"], "words": {
        "*": ["helpdesk*"],
        "en": ["customer service", "customer support", "support team", "no reply", "no response", "on hold"],
        "nl": ["klantenservice*", "service", "wachttijd*", "in de wacht", "geen reactie", "geen antwoord"],
        "sv": ["kundtjänst*", "kundservice*", "support", "supporten", "väntetid*", "telefonkö*", "inget svar"],
        "ro": ["relații cu clienții", "serviciul clienți", "serviciu clienți", "suport*", "call center", "niciun răspuns",
            "nu răspunde*"],
        "de": ["Kundenservice*", "Kundendienst*", "Service", "Hotline*", "Warteschleife*", "keine Antwort"],
        "fr": ["service client*", "SAV", "aucune réponse", "pas de réponse", "sans réponse"]}},
    {"name": "price", "sensitive": false, "also": ["prijs", "pris", "preț", "Preis", "prix"], "words": {
        "en": ["price*", "pricing", "pricey", "expensive", "overpriced", "cheap", "cheaper", "fee", "fees"],
        "nl": ["prijs", "prijzen", "prijsverhoging*", "duur", "duurder", "goedkoop*", "tarief", "tarieven", "kosten"],
        "sv": ["pris", "priset", "priser", "priserna", "prishöj*", "dyr", "dyrt", "dyra", "dyrare", "billig*", "avgift*"],
        "ro": ["preț*", "scump*", "ieftin*", "tarif*", "taxă", "taxe", "taxa"],
        "de": ["Preis*", "teuer*", "günstig*", "Gebühr*", "Kosten"],
        "fr": ["prix", "trop cher", "trop chère", "tarif*", "frais"]}},
    {"name": "quality", "sensitive": false, "also": ["product", "kwaliteit", "kvalitet", "calitate", "Qualität",
            "qualité"], "words": {
        "en": ["quality", "broken", "defective", "faulty", "doesn''t work", "does not work", "stopped working"],
        "nl": ["kwaliteit*", "kapot*", "defect*", "werkt niet", "doet het niet", "storing*"],
        "sv": ["kvalitet*", "trasig*", "defekt*", "fungerar inte", "funkar inte"],
        "ro": ["calitat*", "calității", "defect*", "stricat*", "nu funcționează", "nu merge"],
        "de": ["Qualität*", "kaputt*", "defekt*", "funktioniert nicht"],
        "fr": ["qualité*", "défectueu*", "cassé*", "en panne", "ne fonctionne pas", "ne marche pas"]}}
]';

-- topic_words: the words of topics as JSON says them, as they stand between spaces in a `worded` text; one that may go on
-- ends with the word. A macro, so that a draft is read as what holds is.
create or replace macro topic_words(said) as table
select
    place, lower(name) as topic, language, written,
    case when ends_with(written, '*') then rtrim(worded(written)) else worded(written) end as word
from (
    select told.name, lower(entry.key) as language, unnest(entry.value) as written, place
    from (
        select unnest(topics) as told, generate_subscripts(topics, 1) as place
        from (select from_json(said::json, '[{"name": "VARCHAR", "words": "MAP(VARCHAR, VARCHAR[])"}]') as topics)
    ), unnest(map_entries(told.words)) as each_one(entry)
)
where trim(worded(written)) <> '';

-- topic_called: every name of the team's own topics (text_topic), between spaces as `worded` has it
create or replace view topic_called as
select lower(told.name) as topic, worded(unnest(list_concat([told.name], told.also))) as called
from (
    select unnest(from_json(said, '[{"name": "VARCHAR", "also": ["VARCHAR"]}]')) as told
    from (select coalesce((select value from setting where name = 'topics'), default_topics())::json as said)
);

-- team_topic: the topic that came with a text as the team calls it, in lower case: a tag that is any of the names of a
-- topic is that topic, so it is one with the texts that have its words; NULL where no topic came with it. The names are
-- looked up in one map, made once: asked for each text anew, a million would take a minute
create or replace macro team_topic(of_topic) as coalesce(
    (select map(list(own_name), list(own)) from (
        select min(topic) as own, called as own_name from topic_called group by called
    ))[worded(of_topic)],
    nullif(lower(trim(of_topic)), '')
);

-- about_topics: whether a text is about one of these topics, by the topic that came with it or by the team's own words;
-- NULL where neither tells. A topic is found by any of its names, and finds any of them.
create or replace macro about_topics(wanted, of_topic, of_source, of_channel, of_id) as
    list_contains(wanted, lower(of_topic)) or worded(of_topic) in (
        select called from topic_called where topic in (
            select topic from topic_called where list_contains([worded(one) for one in wanted], called)
        )
    ) or (of_source, of_channel, of_id) in (
        select source, channel, text_id from text_topic where topic in (
            select topic from topic_called where list_contains([worded(one) for one in wanted], called)
        )
    );

-- about_privacy: the same for privacy, in the words of four languages, whatever the team calls it
create or replace macro about_privacy(of_topic, of_source, of_channel, of_id) as
    is_privacy(of_topic) or worded(of_topic) in (
        select called from topic_called where topic in (select topic from topic_called where is_privacy(called))
    ) or (of_source, of_channel, of_id) in (
        select source, channel, text_id from text_topic where topic in (select topic from topic_called where is_privacy(called))
    );

-- topics_of: what a text is about, as one name: the topic that came with it, else all that its words name, so that parts of
-- a number add up; inside, columns have names of their own, as `topic` may be what is asked for
create or replace macro topics_of(of_topic, of_source, of_channel, of_id) as coalesce(
    (select map(list(own_name), list(own)) from (
        select min(topic) as own, called as own_name from topic_called group by called
    ))[worded(of_topic)],
    nullif(trim(of_topic), ''),
    (
        select string_agg(named, ' + ' order by named)
        from (select source as from_source, channel as from_channel, text_id as from_id, topic as named from text_topic)
        where from_source = of_source and from_channel = of_channel and from_id = of_id
    )
);
