"""What stands under the tests: databases, servers, browsers and whole sites. Nothing here is a test."""
