"""What rules look at: each subject gives rules what they ask for, places their findings, and applies their fixes."""
