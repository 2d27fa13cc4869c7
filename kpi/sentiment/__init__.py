"""What people think of us: texts that some of the team read, a scorer that read all, and what follows from both."""
