"""The screens of classes, lists and merged accounts."""
