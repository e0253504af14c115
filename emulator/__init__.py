"""The emulated device: filesystem, stage-model bundles, extension processes, system modules, backup framework."""
