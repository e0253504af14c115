"""The requirement catalogue and the parametrised suite that checks an extension against it."""
