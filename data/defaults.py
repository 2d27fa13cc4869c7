"""What holds of a brand that has not said otherwise; apart, so that who needs only this loads no store."""

ZONE = "Europe/Amsterdam"
SETTINGS = {"zone": ZONE, "language": "en", "currency": "EUR", "masks": "2"}
