"""What can be done to the partnership: each module holds the acts of one noun, with its table of moves beside them."""
