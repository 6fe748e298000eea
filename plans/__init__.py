"""Plans, priorities, measures, commitments and progress."""
