"""A synthetic country: legal documents of realistic shape in any number, all invented, the same for the same seed."""
