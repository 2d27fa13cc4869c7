"""Reports: a snapshot with what happened over its weeks, a month, or the whole plan."""
