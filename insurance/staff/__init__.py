"""Staff: the insurer's own people at their desk, how they come in and what they may do."""
