"""The Node.js side of the ArkTS compiler: the program it runs and the platform names it needs."""
