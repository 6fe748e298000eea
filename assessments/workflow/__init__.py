"""The acts: loading figures, writing an assessment, putting it before the Board, signing it off, publishing it."""
