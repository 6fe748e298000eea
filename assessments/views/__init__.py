"""The pages: figures first, then the assessment that is written from them."""
