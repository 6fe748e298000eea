"""The GOV.UK look: crispy-forms template pack, template tags, components."""
