"""What Ninety makes of the texts people write: their language, how they sound, what they are about."""
