"""Rules: how they are declared and edited, whether they hold in a week, and how often they would by chance."""
