"""Template tags; all templates have them without `{% load %}`."""
