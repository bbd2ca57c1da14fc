"""Who is in which class: lists of pupils and staff that schools bring, school years, classes, login slips, merging."""
