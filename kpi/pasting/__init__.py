"""A scorecard in somebody's document, read into rows of a plan, and a plan written out as one."""
