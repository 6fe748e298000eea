"""Rich text: what people may write with, cleaned of all else, for page, print, search and plain box alike."""
