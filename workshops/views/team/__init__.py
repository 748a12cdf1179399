"""What teams and those who look after them see and do, signed in."""
