"""System modules as an extension sees them: JavaScript faces over Python behaviour."""
