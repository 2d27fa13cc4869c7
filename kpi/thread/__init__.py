"""High-risk threads: what a team calls risky, the queue of them, and what somebody did about each."""
