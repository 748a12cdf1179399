"""What is true of conferences. Their records come with the programme; the room is kept for them."""
