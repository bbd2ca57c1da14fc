"""Digitisation: an upload becomes a resource.

uploads/ receives files and shows librarians their progress; pipeline/ takes uploads through the steps; parsers/ reads
uploaded bytes in isolated child processes.
"""
