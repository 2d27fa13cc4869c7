"""What somebody who knows the tables would write: one statement per fact, with every part of every KPI.

The columns are called `kpi.part` as the kinds call them (kpi/kinds.py), so that the answers of both sides can be set
side by side (bench/scoring.py). Opening hours are those of a plan that names none: Monday to Friday, 9 to 17 o'clock.
"""

from __future__ import annotations

from kpi.quantiles import ABOVE_MIDDLE, QUANTILES

POSTS = """
select date_trunc('week', day) as week, coalesce(channel, '*') as channel,
    min(snapshot_date) - date_trunc('week', day)::date - 6 as age,
    max(snapshot_date) - date_trunc('week', day)::date - 6 as oldest,
    sum(link_clicks) filter (where is_reply is not true and impressions is not null) as "ctr.numerator",
    sum(impressions) filter (where is_reply is not true and link_clicks is not null) as "ctr.denominator",
    count(impressions + link_clicks) filter (where is_reply is not true)
        / nullif(count(*) filter (where is_reply is not true), 0) as "ctr.coverage",
    sum(engaged) filter (where impressions is not null) as "engagement_rate.numerator",
    sum(impressions) filter (where engaged is not null) as "engagement_rate.denominator",
    count(impressions + engaged) / count(*) as "engagement_rate.coverage",
    sum(engaged) filter (where reach is not null) as "engagement_rate_reach.numerator",
    sum(reach) filter (where engaged is not null) as "engagement_rate_reach.denominator",
    count(reach + engaged) / count(*) as "engagement_rate_reach.coverage",
    sum(saves) filter (where impressions is not null) as "save_rate.numerator",
    sum(impressions) filter (where saves is not null) as "save_rate.denominator",
    count(impressions + saves) / count(*) as "save_rate.coverage",
    sum(shares) filter (where impressions is not null) as "share_rate.numerator",
    sum(impressions) filter (where shares is not null) as "share_rate.denominator",
    count(impressions + shares) / count(*) as "share_rate.coverage",
    sum(saves) as "saves.numerator",
    count(saves) / count(*) as "saves.coverage",
    sum(impressions) as "impressions.value",
    count(impressions) as "impressions.denominator",
    count(impressions) / count(*) as "impressions.coverage",
    sum(reach) as "post_reach.value",
    count(reach) as "post_reach.denominator",
    count(reach) / count(*) as "post_reach.coverage",
    sum(watch_s) / 3600 as "watch_time.value",
    count(watch_s) as "watch_time.denominator",
    count(watch_s) / nullif(count(coalesce(duration_s, watch_s, avg_pct_viewed)), 0) as "watch_time.coverage",
    coalesce(
        sum(coalesce(watch_s, avg_pct_viewed * watchable_s)) filter (where watchable_s <> 0)
            / nullif(sum(watchable_s) filter (where watched is not null), 0),
        sum(avg_pct_viewed * views) / nullif(sum(views) filter (where avg_pct_viewed is not null), 0)
    ) as "video_retention.value",
    coalesce(
        sum(views) filter (where watchable_s <> 0 and watched is not null),
        sum(views) filter (where avg_pct_viewed is not null)
    ) as "video_retention.denominator",
    coalesce("video_retention.denominator", 0)
        / nullif(sum(views) filter (where coalesce(duration_s, watched) is not null), 0) as "video_retention.coverage"
from (
    select *, reactions + comments + shares + coalesce(saves, 0) as engaged, views * duration_s as watchable_s,
        coalesce(watch_s, avg_pct_viewed) as watched
    from posts where day between $first and $last
)
group by grouping sets ((date_trunc('week', day)), (date_trunc('week', day), channel))
"""
MESSAGES = f"""
with opening as (
    select day, sum(closes - opens) over (order by day) - (closes - opens) as passed, opens, closes
    from (
        select day::date as day,
            epoch_us(timezone('UTC', timezone('Europe/Amsterdam', day + interval 9 hours))) as opens,
            if(isodow(day) < 6, opens + 8 * 3600000000, opens) as closes
        from generate_series($first::timestamp - interval 7 days, $last + interval 7 days, interval 1 day) as days(day)
    )
)
select date_trunc('week', day) as week, coalesce(channel, '*') as channel,
    quantile_cont(waited, {[*QUANTILES, ABOVE_MIDDLE]}) as "response_time_median.quantiles",
    min(waited) filter (where waits) as "response_time_median.youngest",
    count(waited) as "response_time_median.denominator",
    count(waited) / count(*) as "response_time_median.coverage",
    count(*) filter (where waits) as "response_time_median.censored",
    sum(waited) as "response_time_mean.numerator",
    count(waited) as "response_time_mean.denominator",
    stddev_samp(waited) as "response_time_mean.spread",
    count(waited) / count(*) as "response_time_mean.coverage",
    count(*) filter (where waits) as "response_time_mean.censored",
    count(*) filter (where had_24 and replied and waited <= 24) as "response_rate_24h.numerator",
    count(*) filter (where had_24) as "response_rate_24h.denominator",
    count(*) filter (where answer_known) / count(*) as "response_rate_24h.coverage",
    count(*) filter (where waits) as "response_rate_24h.censored",
    count(*) filter (where had_4_open and replied and open_waited <= 4 * 3600e6) as "sla_4h.numerator",
    count(*) filter (where had_4_open) as "sla_4h.denominator",
    count(*) filter (where answer_known) / count(*) as "sla_4h.coverage",
    count(*) filter (where waits) as "sla_4h.censored",
    count(*) filter (where had_72 and not is_private and replied and waited <= 72) as "comments_answered.numerator",
    count(*) filter (where had_72 and not is_private) as "comments_answered.denominator",
    count(is_private) filter (where answer_known) / count(*) as "comments_answered.coverage",
    count(*) filter (where waits and not is_private) as "comments_answered.censored",
    quantile_cont(waited, {[*QUANTILES, ABOVE_MIDDLE]}) filter (where privacy) as "privacy_response_time.quantiles",
    min(waited) filter (where waits and privacy) as "privacy_response_time.youngest",
    count(waited) filter (where privacy) as "privacy_response_time.denominator",
    count(waited) filter (where privacy) / nullif(count(*) filter (where privacy), 0)
        as "privacy_response_time.coverage",
    count(*) filter (where waits and privacy) as "privacy_response_time.censored"
from (
    select message.day, channel, is_private, answer_known, is_privacy(topic) as privacy,
        replied_at is not null as replied, answer_known and not replied as waits,
        if(answer_known, wait_hours, null) as waited,
        answer_known and received_at <= known_until - interval 24 hours as had_24,
        answer_known and received_at <= known_until - interval 72 hours as had_72,
        came.passed + greatest(0, least(epoch_us(received_at), came.closes) - came.opens) as came_at,
        went.passed + greatest(0, least(epoch_us(replied_at), went.closes) - went.opens) - came_at as open_waited,
        answer_known and came_at
            <= known.passed + greatest(0, least(epoch_us(known_until), known.closes) - known.opens) - 4 * 3600e6
            as had_4_open
    from messages as message
    left join opening as came on came.day = received_at::date
    left join opening as went on went.day = replied_at::date
    left join opening as known on known.day = known_until::date
    where message.day between $first and $last
)
group by grouping sets ((date_trunc('week', day)), (date_trunc('week', day), channel))
"""
BY_HAND = {"posts": POSTS, "messages": MESSAGES}
