"""iCalendar out and in, and calendars as CSV."""
