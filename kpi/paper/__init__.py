"""The one page for leadership: what stands on it, and the PDF of it."""
