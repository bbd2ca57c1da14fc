"""Support for the tests: databases, servers, browsers and whole sites. It holds no test."""
