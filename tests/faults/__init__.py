"""What becomes of a store when the process is killed, its files are damaged, the disk is full, or two do the same."""
