"""The outbox: what people are told, written with the act and delivered by one task."""
