"""Text that is made to do something: shown as text, or refused, wherever people's text is shown."""
