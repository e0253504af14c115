"""What the bundle manager and the permission manager of the device say of the app."""
