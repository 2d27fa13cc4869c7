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
    min(mentions.topic) as topic, min(mentions.sentiment) as sentiment,
    min(mentions.title) as title, min(mentions.url) as url,
    min(mentions.batch_id) as batch_id, min(mentions.source_row) as source_row
from mentions left join named_brand on named_brand.name = lower(trim(mentions.brand))
where not mentions.is_copy
    and exists (select 1 from named_brand where is_own)
    and (named_brand.name is not null or not exists (select 1 from named_brand where not is_own))
group by mentions.channel, mentions.mention_id, 4, 5;

-- opinions: what people say to us (messages) and about us (mentions of our own brand); copies out.
create or replace view opinions as
select day, channel, sentiment, topic, text as title, url, 'messages' as source, message_id as id, batch_id, source_row
from messages
union all
select day, channel, sentiment, topic, title, url, 'mentions' as source, mention_id as id, batch_id, source_row
from voice where is_own;

-- audience: the daily figures of an account side by side, for KPIs that need two of them of one day.
create or replace view audience as
select
    channel, account, day,
    max(value) filter (where metric = 'follows') as follows,
    max(value) filter (where metric = 'unfollows') as unfollows,
    max(value) filter (where metric = 'engaged_reach_7d') as engaged_reach_7d,
    max(batch_id) as batch_id, max(source_row) as source_row
from account_day
group by channel, account, day;

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
        lag(whole) over in_time as was_whole, lag(meanings) over in_time as meant
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
    untold, snapshot_date, batch_id, source_row
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
