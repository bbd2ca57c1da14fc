"""All writes of lists, classes, login slips and merged accounts."""
