"""What is checked: from the address that a user typed to an app that can be installed on any number of devices."""
