"""What happens to a real installation when something it leans on breaks: `make faults`."""
