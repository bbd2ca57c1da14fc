"""The product's own settings, on the folder that VAR_DIR names; only the passwords are made to be quick."""

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
