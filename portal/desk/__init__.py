"""The librarian's desk in the Wagtail admin: resources, collections, people, schools, tasks."""
