"""What learning platforms take."""
