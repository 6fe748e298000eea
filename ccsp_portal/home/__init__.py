"""What I must do, and by when, from every app."""
