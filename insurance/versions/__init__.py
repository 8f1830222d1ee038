"""The versions of a contract that the portal makes itself, and how they live with the insurer's files."""
