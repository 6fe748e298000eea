"""The template tag that draws a job."""
