"""What the house has beside the choice: its own machines, its people, what it has committed."""
