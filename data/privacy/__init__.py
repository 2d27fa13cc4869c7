"""The people in the data: what is kept of them, how long, and how they are taken out."""
