"""What teams and coordinators are told by e-mail: one file per noun."""
