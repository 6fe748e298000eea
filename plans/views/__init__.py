"""The pages: read the plan, write it, take it through the Board, report on it."""
