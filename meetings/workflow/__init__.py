"""What can be done to meetings: each module holds the acts of one noun, with its table of moves beside them."""
