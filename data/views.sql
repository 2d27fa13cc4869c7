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
-- nobody told whether those are their total or the rest.
create or replace view leads as
select *, count(distinct channel = 'all') over (partition by day) > 1 as twice
from funnel;
