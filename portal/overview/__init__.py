"""The overview of an officer or a school head: the schools under them in numbers, with tables and charts."""
