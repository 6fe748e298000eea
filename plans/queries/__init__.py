"""What pages read of plans."""
