"""What is on a device: an app's files as a picture, what they say, and data made for a user who has some."""
