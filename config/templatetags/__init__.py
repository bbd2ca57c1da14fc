"""Words of our templates, known to all of them without `{% load %}`."""
